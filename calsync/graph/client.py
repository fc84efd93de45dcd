"""One client for one tenant: Microsoft's SDK over our own wire, with slots, timeouts and errors that are sentences."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.refusals import not_readable, refusal, retry_after, unreachable
from calsync.graph.settings import GraphSettings

if TYPE_CHECKING:
    import httpx

    from calsync.graph.auth import SignIn
    from calsync.graph.sdk import APIError, GraphRequestAdapter, GraphServiceClient, RequestInformation
    from calsync.graph.transport import OneHost

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Opened:
    sign_in: SignIn
    wire: OneHost
    http: httpx.AsyncClient
    adapter: GraphRequestAdapter
    client: GraphServiceClient


class Graph:
    """The tenant, as one process asks it. Connections are opened at the first request, inside the running loop.

    One loop for its whole life: an asyncio.Runner per process, made after any fork.
    """

    def __init__(self, settings: GraphSettings, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.settings = settings
        self.slots = asyncio.Semaphore(settings.slots)
        """Requests in flight; held for the length of one request, and never while waiting to try again."""
        self._ordinary = asyncio.Semaphore(max(1, settings.slots - 1))
        """What is not urgent takes one of these first, so that a slot is left for the service mailbox."""
        self._transport = transport
        self._opened: _Opened | None = None

    @property
    def client(self) -> GraphServiceClient:
        """The SDK's request builders."""
        return self._open().client

    @property
    def adapter(self) -> GraphRequestAdapter:
        """The SDK's adapter."""
        return self._open().adapter

    @property
    def server_date(self) -> tuple[datetime, float] | None:
        """Microsoft's clock (UTC) in the last answer and time.monotonic() when it came; None before the first."""
        wire = self._opened.wire if self._opened else None
        return (wire.date, wire.date_seen) if wire is not None and wire.date is not None else None

    async def read_bytes(self, request: RequestInformation, what: str, *, urgent: bool = False) -> bytes:
        """The body of a successful answer as it came; empty for 202 and 204. `what` names the thing in sentences.

        What is `urgent` (alarm mail, answers) waits behind no diary.

        Raises SignInRefused, SourceRefused or SourceUnavailable, with status, Microsoft's code and Retry-After.
        A GET is asked again once with a new token after 401; nothing else is ever repeated here.
        """
        from calsync.graph.sdk import Method, ODataError

        async def once() -> bytes | None:
            # Kiota keeps a header that is there, and this one may be the refused token's.
            request.headers.remove("Authorization")
            body: bytes | None = await self.adapter.send_primitive_async(request, "bytes", {"XXX": ODataError})
            return body

        return await self.call(once, what, again=request.http_method is Method.GET, urgent=urgent) or b""

    async def call(self, ask: Callable[[], Awaitable[T]], what: str, *, again: bool = True, urgent: bool = False) -> T:
        """What `ask` gives: one request through the SDK, in a slot and in time. Raises as `read_bytes` does.

        With `again` it is asked a second time after 401, so `ask` has to build its request anew, and be a GET.
        """
        sign_in = self._open().sign_in
        # Before the slot is taken: a slow sign-in must not keep other requests waiting.
        token = await sign_in.token()
        try:
            return await self._in_turn(ask, what, urgent=urgent)
        except SignInRefused:
            sign_in.forget(token)
            if not again:
                raise
        await sign_in.token()
        return await self._in_turn(ask, what, urgent=urgent)

    def check_link(self, link: str) -> str:
        """The link to the next page, unchanged. Raises SourceRefused when it leads off the configured root."""
        if not self.settings.is_graph(link):
            raise SourceRefused(
                f"A link to the next page leads away from {self.settings.host}; it was not followed. Check root."
            )
        return link

    async def aclose(self) -> None:
        """Closes every connection; a later request opens new ones."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.http.aclose()
            # The SDK's transport does not close the one below it.
            await opened.wire.aclose()
            opened.sign_in.close()

    async def _in_turn(self, ask: Callable[[], Awaitable[T]], what: str, *, urgent: bool) -> T:
        if urgent:
            return await self._once(ask, what)
        async with self._ordinary:
            return await self._once(ask, what)

    async def _once(self, ask: Callable[[], Awaitable[T]], what: str) -> T:
        import httpx

        from calsync.graph.sdk import APIError

        host = self.settings.host
        async with self.slots:
            try:
                # httpx counts its timeouts from byte to byte; this one bounds the whole answer.
                async with asyncio.timeout(self.settings.timeout):
                    return await ask()
            except SourceError:
                raise
            except APIError as error:
                raise _refused(error, what) from None
            except (TimeoutError, httpx.TimeoutException):
                raise SourceUnavailable(
                    f"{host} did not answer within {self.settings.timeout:g} seconds for {what}."
                ) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                trust = "CERTIFICATE_VERIFY" in str(error)
                why = "its certificate is not trusted here" if trust else "the connection failed"
                raise unreachable(host, why) from None
            except (ValueError, TypeError, AttributeError, KeyError):
                # A typed model that meets a date or a shape it does not know raises one of these.
                raise not_readable(what) from None
            except Exception as error:
                # Kiota raises a bare Exception for a kind of content that it can't read.
                if type(error) is Exception:
                    raise not_readable(what) from None
                raise

    def _open(self) -> _Opened:
        if self._opened is None:
            # Here and not above: msgraph and httpx take half a second that no other command should wait for.
            import httpx

            from calsync.graph import sdk
            from calsync.graph.auth import SignIn
            from calsync.graph.transport import OneHost

            # These write whole addresses into the log, and with them whose diary is read (law 15).
            for name in ("httpx", "httpcore"):
                logging.getLogger(name).setLevel(logging.WARNING)
            sign_in = SignIn(self.settings)
            wire = OneHost(self.settings, self._transport)
            timeout = httpx.Timeout(self.settings.timeout, connect=min(5.0, self.settings.timeout))
            http = httpx.AsyncClient(transport=wire, timeout=timeout, follow_redirects=False)
            adapter = sdk.adapter_over(sign_in, http, self.settings)
            self._opened = _Opened(sign_in, wire, http, adapter, sdk.client_over(adapter))
        return self._opened


def _refused(error: APIError, what: str) -> SourceError:
    code = str(getattr(getattr(error, "error", None), "code", None) or "")
    headers = {name.lower(): str(value) for name, value in dict(error.response_headers or {}).items()}
    return refusal(what, error.response_status_code, code, retry_after(headers))
