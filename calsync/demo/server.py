"""The simulated tenant as a real HTTPS server on loopback."""

from __future__ import annotations

import asyncio
import socket
import tempfile
import threading
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calsync.demo.authorize import authorize_routes
from calsync.demo.carrier_api import carrier_routes
from calsync.demo.certificates import Certificates, make_certificates
from calsync.demo.faults import RawReply
from calsync.demo.graph_door import GraphDoor
from calsync.demo.login import check_tenant, openid_configuration, token_for
from calsync.demo.login_refused import LoginRefused
from calsync.demo.outlook import outlook_routes
from calsync.demo.outlook_calls import call_routes
from calsync.demo.outlook_phone import phone_routes
from calsync.demo.simulation_api import simulation_routes
from calsync.demo.tenant import Tenant
from calsync.errors import CalsyncError

_STATIC = Path(__file__).parent / "static"


def build_asgi(tenant: Tenant) -> Starlette:
    """The whole tenant as one ASGI application: sign-in, Graph, the stand-in for Outlook, the switchboard."""

    async def openid(request: Request) -> Response:
        asked = request.path_params["tenant"]
        try:
            tenant.faults.raise_for_sign_in()
            check_tenant(tenant, asked)
        except RawReply as raw:
            return Response(raw.body, raw.status, media_type=raw.content_type)
        except LoginRefused as refusal:
            return JSONResponse(refusal.to_json(tenant.now()), refusal.status)
        return JSONResponse(openid_configuration(_base(request), tenant.id))

    async def token(request: Request) -> Response:
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            tenant.faults.raise_for_sign_in()
            if fault := tenant.faults.find("sign-in-throttled", None):
                refusal = LoginRefused("temporarily_unavailable", 90055, "The request was throttled.", 429)
                wait = {"Retry-After": str(round(fault.seconds))} if fault.seconds else None
                return JSONResponse(refusal.to_json(tenant.now()), refusal.status, wait)
            check_tenant(tenant, request.path_params["tenant"])
            _check_sign_in(tenant, fields.get("client_id", ""))
            endpoint = f"{_base(request)}{request.url.path}"
            return JSONResponse(token_for(tenant, fields, endpoint), headers={"Cache-Control": "no-store"})
        except LoginRefused as refusal:
            return JSONResponse(refusal.to_json(tenant.now()), refusal.status)
        except RawReply as raw:
            return Response(raw.body, raw.status, media_type=raw.content_type)

    async def home(_request: Request) -> Response:
        return RedirectResponse("/outlook", 303)

    routes = [
        Route("/", home),
        Mount("/v1.0", GraphDoor(tenant)),
        *simulation_routes(tenant),
        *outlook_routes(tenant),
        *phone_routes(tenant),
        *call_routes(tenant),
        *carrier_routes(tenant.phones, tenant.exchange),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", openid),
        Route("/{tenant}/oauth2/v2.0/token", token, methods=["POST"]),
        *authorize_routes(tenant),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TenantDate, tenant=tenant)])


def _check_sign_in(tenant: Tenant, client_id: str) -> None:
    """Raises Entra's refusal when a switch says that credentials are refused."""
    if tenant.faults.find("sign-in-refused", None):
        raise LoginRefused("invalid_client", 7000215, f"Invalid client secret provided for app '{client_id}'.")
    if tenant.faults.find("sign-in-expired", None):
        raise LoginRefused("invalid_client", 7000222, f"The client secret keys for app '{client_id}' are expired.")


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"


class TenantDate:
    """Writes the `Date` header by the tenant's clock, wrong by as much as `date_skew` says."""

    def __init__(self, app: ASGIApp, tenant: Tenant) -> None:
        self._app = app
        self._tenant = tenant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and the answer back with its date."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                moment = self._tenant.now().astimezone(UTC) + timedelta(seconds=self._tenant.date_skew)
                date = format_datetime(moment.replace(microsecond=0), usegmt=True).encode("ascii")
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        await self._app(scope, receive, dated)


class TenantServer:
    """Serves a tenant from a thread of its own while the `with` block runs; `port=0` takes a free one."""

    def __init__(
        self, tenant: Tenant, *, port: int = 0, tls: bool = True, certificates_folder: Path | None = None
    ) -> None:
        self.tenant = tenant
        self.port = port
        self.ca_file: Path | None = None
        self._tls = tls
        self._folder = certificates_folder
        self._made: tempfile.TemporaryDirectory[str] | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}"

    @property
    def authority(self) -> str:
        """The authority that msal is given."""
        return f"{self.base_url}/{self.tenant.id}"

    @property
    def graph_url(self) -> str:
        """The root of Graph, with its version."""
        return f"{self.base_url}/v1.0"

    def start(self) -> None:
        """Starts serving, and comes back once requests are taken; raises CalsyncError when the port is taken."""
        listener = _listen(self.port)
        self.port = listener.getsockname()[1]
        files = self._certificates() if self._tls else None
        config = uvicorn.Config(
            build_asgi(self.tenant),
            log_level="error",
            access_log=False,
            log_config=None,
            lifespan="off",
            date_header=False,
            server_header=False,
            http="h11",
            ws="none",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=30,
            loop="asyncio",
            ssl_certfile=str(files.cert_file) if files else None,
            ssl_keyfile=str(files.key_file) if files else None,
        )
        started = threading.Event()
        server = _Server(config, started)
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[listener])), name="simulated tenant", daemon=True
        )
        thread.start()
        if not started.wait(20):
            raise CalsyncError("The simulated tenant did not start within 20 seconds.")
        self._server, self._thread = server, thread

    def stop(self) -> None:
        """Stops serving and gives the port back."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(10)
            self._server = self._thread = None
        if self._made is not None:
            self._made.cleanup()
            self._made = None

    def _certificates(self) -> Certificates:
        if self._folder is None:
            self._made = tempfile.TemporaryDirectory(prefix="calsync-tenant-")
        files = make_certificates(self._folder or Path(self._made.name if self._made else "."))
        self.ca_file = files.ca_file
        return files

    def __enter__(self) -> TenantServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """Uvicorn that says when it has started, and leaves signals to the program around it."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Idle connections are cut: over TLS a polite goodbye waits for a client that may never answer.
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if cycle is None or cycle.response_complete:
                connection.transport.abort()
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # Two turns of the loop, in which the cut connections are closed.
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def _listen(port: int) -> socket.socket:
    # The protocol is named, since asyncio turns off Nagle's algorithm only where it is: 40 ms an answer otherwise.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # Lets a restarted tenant take its own port again at once; a port somebody listens on stays refused.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise CalsyncError(
            f"The simulated tenant can't listen on port {port} of 127.0.0.1 ({error.strerror}): stop what uses it, or "
            "choose another with --port."
        ) from None
    return listener
