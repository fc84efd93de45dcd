"""Connections to Microsoft Graph: aiohttp's, behind the face that the SDK asks for.

The SDK speaks httpx. The connections that httpx brings along cost some 0.7 ms of CPU time a request where aiohttp's
cost 0.1 (docs/performance.md), and the SDK's sign-in package asks for aiohttp anyway.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from weakref import WeakSet

import aiohttp
import httpx
from yarl import URL

from calsync.errors import SourceUnavailable
from calsync.graph.settings import GraphSettings

GOODBYE = 1.0
"""Elapsed seconds that the closing of connections may take."""


class Connections(httpx.AsyncBaseTransport):
    """An httpx transport that speaks http/1.1, keeps connections alive, and leaves packed bodies packed.

    It keeps no cookies, follows no redirect, and goes through the proxy that the environment names, if any. A request
    whose kept connection turns out to be dead is sent once more where that changes nothing (GET, DELETE and the like,
    never POST or PATCH). Raises httpx's errors.
    """

    def __init__(self, settings: GraphSettings, connections: int) -> None:
        self._trust = _trust(settings)
        self._proxy = _proxy(settings)
        self._connections = connections
        # Byte to byte; whoever asks bounds the whole.
        self._timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=min(5.0, settings.timeout), sock_read=settings.timeout
        )
        self._session: aiohttp.ClientSession | None = None
        self._sockets: WeakSet[socket.socket] = WeakSet()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer as soon as its head has come; its body is read from the connection piece by piece."""
        session = self._session = self._session or self._opened()
        with _as_httpx(request):
            answer = await session.request(
                request.method,
                # As it was escaped: ids hold characters that aiohttp would write otherwise.
                URL(str(request.url), encoded=True),
                headers=request.headers.multi_items(),
                data=await request.aread() or None,
                allow_redirects=False,
            )
        return httpx.Response(
            answer.status, headers=list(answer.raw_headers), stream=_Body(answer, request), request=request
        )

    async def aclose(self) -> None:
        """Closes every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()
        await self._hang_up()

    async def _hang_up(self) -> None:
        """Ends what aiohttp knows no more of: a TLS connection that was dropped in the middle of an answer still waits
        for the other side's goodbye, and the loop would end before it came."""
        clock = asyncio.get_running_loop()
        end = clock.time() + GOODBYE
        while left := [each for each in self._sockets if each.fileno() != -1]:
            for each in left:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            if clock.time() > end:
                return
            await asyncio.sleep(0.001)

    def _socket(self, address: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, *_ = address
        made = socket.socket(family, kind, protocol)
        self._sockets.add(made)
        return made

    def _opened(self) -> aiohttp.ClientSession:
        # Inside the running loop, to which its connections belong.
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=self._trust, limit=self._connections, socket_factory=self._socket),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=self._timeout,
            auto_decompress=False,
            proxy=self._proxy,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: aiohttp.ClientResponse, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx(self._request):
            async for piece in self._answer.content.iter_any():
                yield piece

    async def aclose(self) -> None:
        # A connection with half a body on it is of no use to anybody, and is closed.
        self._answer.release()


@contextmanager
def _as_httpx(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise httpx.ReadTimeout(str(error), request=request) from error
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise httpx.UnsupportedProtocol(str(error), request=request) from error
    except (aiohttp.ClientError, OSError) as error:
        raise httpx.NetworkError(str(error), request=request) from error


def _trust(settings: GraphSettings) -> ssl.SSLContext:
    try:
        trust = ssl.create_default_context(cafile=settings.ca_file) if settings.ca_file else httpx.create_ssl_context()
    except (OSError, ssl.SSLError):
        raise SourceUnavailable("The CA file can't be read: check that ca_file names a PEM file.") from None
    trust.set_alpn_protocols(["http/1.1"])
    return trust


def _proxy(settings: GraphSettings) -> str | None:
    proxies, scheme = urllib.request.getproxies(), settings.root.partition(":")[0]
    proxy = None if urllib.request.proxy_bypass(settings.host) else proxies.get(scheme) or proxies.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and not proxy.startswith(("http://", "https://")):
        # The variable may hold a password, so it is named and not shown.
        raise SourceUnavailable(
            f"The proxy for {scheme} that the environment names can't be used: its address has to begin with http:// "
            f"or https://. Correct {scheme.upper()}_PROXY or ALL_PROXY, or put {settings.host} into NO_PROXY."
        )
    return proxy or None
