"""The web side, served in a thread of its own with its own event loop: no request can delay a scan or a message."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp

from calsync.errors import CalsyncError
from calsync.web.patience import PatientProtocol

STARTS_WITHIN = 20.0
ENDS_WITHIN = 10.0
"""Real seconds."""


class WebServer:
    """Serves on a socket that listens already, until its block ends.

    `proxy` are the addresses, or networks, whose word about a caller's own address is taken.
    """

    def __init__(self, web: ASGIApp, listener: socket.socket, *, proxy: Sequence[str] = ()) -> None:
        self._web, self._listener = web, listener
        self._proxy = list(proxy)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> WebServer:
        started = threading.Event()
        config = uvicorn.Config(
            self._web,
            log_level="error",
            access_log=False,  # an address here is a secret link
            log_config=None,
            lifespan="off",
            server_header=False,
            http=PatientProtocol,
            ws="none",
            timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
            # Who a caller is stands in their headers only where a proxy that is known wrote them.
            proxy_headers=bool(self._proxy),
            forwarded_allow_ips=self._proxy,
            loop="asyncio",
        )
        server = _Server(config, started)
        thread = threading.Thread(target=lambda: asyncio.run(_serve(server, self._listener)), name="web", daemon=True)
        thread.start()
        if not started.wait(STARTS_WITHIN):
            raise CalsyncError(f"The pages did not start within {STARTS_WITHIN:.0f} seconds.")
        self._server, self._thread = server, thread
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(ENDS_WITHIN)


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    await server.serve(sockets=[listener])
    # What was closed last is let go of by the loop's next rounds: it would be left open with the loop.
    for _ in range(3):
        await asyncio.sleep(0)


class _Server(uvicorn.Server):
    """Uvicorn that says when it has started, and leaves signals to the program around it."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told.set()


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes requests; with port 0 the machine chooses one. Raises CalsyncError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, since asyncio turns off Nagle's algorithm only where it is.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise CalsyncError(
            f"The pages can't be served on {host}, port {port} ({error.strerror}): stop what uses it, or set another "
            "under [web] in calsync.toml."
        ) from None
    return listener
