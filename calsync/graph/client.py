"""One client for one tenant: Microsoft's SDK over our own wire, with slots, timeouts and errors that are sentences."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, TypeVar

from calsync.domain.model import Turn
from calsync.domain.pace import LONGEST_PAUSE_BEGUN
from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.allowance import Allowance
from calsync.graph.limits import Answers, Limiter, LocalLimiter, Quota
from calsync.graph.own_limits import DIRECTORY, OwnLimits
from calsync.graph.refusals import not_readable, refusal, retry_after, unreachable
from calsync.graph.settings import GraphSettings

if TYPE_CHECKING:
    import httpx

    from calsync.graph.auth import SignIn
    from calsync.graph.sdk import APIError, GraphRequestAdapter, GraphServiceClient, RequestInformation
    from calsync.graph.transport import OneHost

T = TypeVar("T")

LONGEST_WAIT = 30.0
"""Seconds for which a question about people waits by itself when Microsoft asks us to; a longer wait is told."""
TIMEOUT = "Timeout"
"""The code of an error that says that no answer came in time."""


@dataclass(slots=True)
class Held:
    """Slots that are held, and what has been heard of the requests that were sent with them."""

    good: int = 0
    throttled: int = 0
    retry_after: float | None = None
    silent: int = 0
    """Neither: no answer, or one that says nothing of the slots, as when one mailbox is refused for itself."""

    def note(self, error: SourceError | None, count: int = 1, *, own: bool = False) -> None:
        """So many requests were answered like this; None: well. `own`: a 429 that is not of the app's limit."""
        if error is None or (isinstance(error, SourceRefused | SignInRefused) and error.status is not None):
            self.good += count
        elif error.status == 429 and not own:
            self.throttled += count
            if error.retry_after is not None:
                self.retry_after = max(error.retry_after, self.retry_after or 0.0)
        else:
            self.silent += count

    def answers(self, seconds: float) -> Answers | None:
        """What the limiter is told; None when nothing was heard, as when somebody lost patience."""
        if not (self.good or self.throttled or self.silent):
            return None
        return Answers(seconds=seconds, good=self.good, throttled=self.throttled, retry_after=self.retry_after)


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

    def __init__(
        self,
        settings: GraphSettings,
        *,
        limiter: Limiter | None = None,
        own_limits: OwnLimits | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.settings = settings
        self.limiter: Limiter = limiter or LocalLimiter(settings.slots)
        """Gives out the slots; one is held for the length of one request, and never while waiting to try again."""
        self.own_limits = own_limits or OwnLimits()
        """Who waits alone, since they were refused for themselves."""
        self.allowance = Allowance()
        """How much of answers is held at once."""
        self._transport = transport
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    @property
    def quota(self) -> Quota:
        """How many requests were sent and throttled, how many may be in flight, and how long answers take."""
        return self.limiter.quota

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

    async def ready(self) -> str:
        """The token that requests are sent with now; the SDK is loaded and the app signed in first. No slot is held.

        To be awaited before anything else is asked of a new client: the SDK's import would keep the event loop for a
        second, so a thread does it. Raises SourceError when the sign-in fails.
        """
        if (opened := self._opened) is None:
            opened = await asyncio.to_thread(self._open)
        return await opened.sign_in.token()

    def forget(self, token: str) -> None:
        """Drops a token that Graph answered with 401, so that the next request gets a new one."""
        self._open().sign_in.forget(token)

    async def read_bytes(
        self, request: RequestInformation, what: str, *, turn: Turn = Turn.ORDINARY, whose: str = ""
    ) -> bytes:
        """The body of a successful answer as it came; empty for 202 and 204. `what` names the thing in sentences.

        Raises SignInRefused, SourceRefused or SourceUnavailable, with status, Microsoft's code and Retry-After.
        `whose` is the mailbox, or own_limits.DIRECTORY: a 429 of their own limit makes nobody else wait. Until it is
        over a mailbox is refused here, and the directory is waited for.
        A GET is asked again once with a new token after 401; nothing else is ever repeated here.
        """
        from calsync.graph.sdk import Method

        again = request.http_method is Method.GET
        return await self.call(lambda: self.send(request), what, again=again, turn=turn, whose=whose)

    async def send(self, request: RequestInformation) -> bytes:
        """The body of the answer to one request, for use within `call` or `in_time`; raises what the SDK raises."""
        from calsync.graph.sdk import ODataError

        # Kiota keeps a header that is there, and this one may be the refused token's.
        request.headers.remove("Authorization")
        body: bytes | None = await self.adapter.send_primitive_async(request, "bytes", {"XXX": ODataError})
        return body or b""

    async def call(
        self,
        ask: Callable[[], Awaitable[T]],
        what: str,
        *,
        again: bool = True,
        turn: Turn = Turn.ORDINARY,
        whose: str = "",
    ) -> T:
        """What `ask` gives: one request through the SDK, in a slot and in time. Raises as `read_bytes` does.

        With `again` it is asked a second time after 401, so `ask` has to build its request anew, and be a GET.
        """
        # Before the slot is taken: a slow sign-in must not keep other requests waiting.
        token = await self.ready()
        try:
            return await self._in_turn(ask, what, turn, whose)
        except SignInRefused:
            self.forget(token)
            if not again:
                raise
        await self.ready()
        return await self._in_turn(ask, what, turn, whose)

    @contextmanager
    def held(self, count: int, turn: Turn, *, whose: str = "") -> Iterator[Held]:
        """A block for which slots that were taken are held; it notes what it hears, a SourceError it raises is noted.

        At its end, however it ends, the slots are given back, and the limiter is told. `whose` it is that such an
        error is about, where it is one mailbox.
        """
        clock = asyncio.get_running_loop()
        held, began = Held(), clock.time()
        try:
            yield held
        except SourceError as error:
            [own] = self.own_limits.judge([(whose, error)], clock.time())
            held.note(error, count, own=own)
            raise
        finally:
            self.limiter.give_back(count, turn, held.answers(clock.time() - began))

    def note(self, held: Held, answers: Sequence[tuple[str, SourceError | None]]) -> None:
        """Notes answers that came together, each with whose it is; an error of None: well."""
        now = asyncio.get_running_loop().time()
        for (_, error), own in zip(answers, self.own_limits.judge(answers, now), strict=True):
            held.note(error, own=own)

    def must_wait(self, whose: str, what: str, turn: Turn) -> SourceError | None:
        """The error for what is not asked now, since Microsoft wants this mailbox left alone for a while; else None.

        An odd Retry-After must not keep a visit that is near or has begun unread for long, nor ever the look before an
        alarm (law 9).
        """
        near = {Turn.BEGUN: LONGEST_PAUSE_BEGUN, Turn.SOON: LONGEST_PAUSE_BEGUN}
        most = 0.0 if turn is Turn.LOOK else near.get(turn, inf)
        left = self.own_limits.left(whose, asyncio.get_running_loop().time(), most=most)
        return refusal(what, 429, "", left) if left else None

    def check_link(self, link: str) -> str:
        """The link to the next page, unchanged. Raises SourceRefused when it leads off the configured root."""
        if not self.settings.is_graph(link):
            raise SourceRefused(
                f"A link to the next page leads away from {self.settings.host}; it was not followed. Check root."
            )
        return link

    async def settle(self) -> None:
        """Waits until slots that were given back are free for other processes too; for a loop that is about to rest."""
        await self.limiter.settle()

    async def aclose(self) -> None:
        """Closes every connection; a later request opens new ones."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.http.aclose()
            # The SDK's transport does not close the one below it.
            await opened.wire.aclose()
            opened.sign_in.close()
        await self.limiter.aclose()

    async def in_time(self, ask: Callable[[], Awaitable[T]], what: str) -> T:
        """What `ask` gives: one request through the SDK, in slots that the caller holds. Raises as `read_bytes` does.

        When no answer came in time, the error's code is "Timeout".
        """
        import httpx

        from calsync.graph.sdk import APIError

        host = self.settings.host
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
                f"{host} did not answer within {self.settings.timeout:g} seconds for {what}.", code=TIMEOUT
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

    async def _in_turn(self, ask: Callable[[], Awaitable[T]], what: str, turn: Turn, whose: str) -> T:
        if whose == DIRECTORY:
            # It is asked about many people in turn, and nobody's alarm waits for it; but nobody stands mute for it.
            left = self.own_limits.left(whose, asyncio.get_running_loop().time())
            if left > LONGEST_WAIT:
                raise refusal(what, 429, "", left)
            await asyncio.sleep(left)
        elif (error := self.must_wait(whose, what, turn)) is not None:
            raise error
        with self.held(await self.limiter.take(1, turn), turn, whose=whose) as held:
            answer = await self.in_time(ask, what)
            self.note(held, [(whose, None)])
            return answer

    def _open(self) -> _Opened:
        with self._opening:
            if self._opened is None:
                self._opened = self._made()
            return self._opened

    def _made(self) -> _Opened:
        # Here and not above: msgraph and httpx take half a second that no other command should wait for.
        import httpx

        from calsync.graph import sdk
        from calsync.graph.auth import SignIn
        from calsync.graph.transport import NoCookies, OneHost

        # These write whole addresses into the log, and with them whose diary is read (law 15).
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        sign_in = SignIn(self.settings)
        # With a connection for each slot no request waits for one while it holds a slot.
        connections = self.limiter.ceiling + 2
        wire = OneHost(self.settings, self._transport, allowance=self.allowance, connections=connections)
        timeout = httpx.Timeout(self.settings.timeout, connect=min(5.0, self.settings.timeout))
        http = NoCookies(transport=wire, timeout=timeout, follow_redirects=False)
        adapter = sdk.adapter_over(sign_in, http, self.settings)
        return _Opened(sign_in, wire, http, adapter, sdk.client_over(adapter))


def _refused(error: APIError, what: str) -> SourceError:
    code = str(getattr(getattr(error, "error", None), "code", None) or "")
    headers = {name.lower(): str(value) for name, value in dict(error.response_headers or {}).items()}
    return refusal(what, error.response_status_code, code, retry_after(headers))
