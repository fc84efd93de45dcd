"""The wire to one host: nothing else is reached, no body grows without bound, and the server's clock is noted."""

from __future__ import annotations

import time
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

import httpx

from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.allowance import TOO_LARGE, Allowance, Hold
from calsync.graph.connections import Connections
from calsync.graph.settings import GraphSettings

MAX_BODY = 8 * 1024 * 1024
"""Bytes of one answer, unpacked; a page of 250 entries has about 300 kB, and 5 MB where each has 20 kB of texts."""

_AROUND = 64 * 1024
"""Bytes that packing may add to a body, at most."""
_GZIP = 16 + zlib.MAX_WBITS
"""What zlib calls the gzip format."""


def in_utf8(body: bytes) -> bytes:
    """The body with U+FFFD for each byte that is no UTF-8, which is what JSON is: one costs its letter, and no answer.

    A strict reader refuses the whole page or inbox for it, and everybody else's entries with it (law 14).
    """
    if body.isascii():
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace").encode()
    return body


class OneHost(httpx.AsyncBaseTransport):
    """A transport that refuses every address off the configured root, redirects, and bodies over `max_body`."""

    def __init__(
        self,
        settings: GraphSettings,
        inner: httpx.AsyncBaseTransport | None = None,
        *,
        max_body: int = MAX_BODY,
        allowance: Allowance | None = None,
        connections: int = 22,
    ) -> None:
        self._settings = settings
        self._max_body = max_body
        self._allowance = allowance or Allowance()
        self._inner = inner or Connections(settings, connections)
        self.date: datetime | None = None
        """The server's Date (UTC) in its last answer; None before the first."""
        self.date_seen = 0.0
        """When the first answer with this date came, by time.monotonic()."""
        self._date_text = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer, unpacked. Raises SourceRefused or SourceUnavailable for what is refused here."""
        host = self._settings.host
        if not self._settings.is_graph(str(request.url)):
            raise SourceRefused(f"A link leads away from {host}; it was not followed, and no token was sent.")
        # The one packing that is unpacked here, within bounds: httpx would unpack whatever comes, layer in layer.
        request.headers["Accept-Encoding"] = "gzip"
        response = await self._inner.handle_async_request(request)
        hold = self._allowance.hold()
        try:
            self._note(response.headers.get("date", ""))
            if response.has_redirect_location:
                raise SourceUnavailable(f"{host} sends us elsewhere; it was not followed. Check root and the proxy.")
            body = await self._body_of(response, hold)
        finally:
            hold.let_go()
            await response.aclose()
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name not in ("content-encoding", "content-length", "transfer-encoding")
        ]
        return httpx.Response(response.status_code, headers=headers, content=body, extensions=response.extensions)

    async def _body_of(self, response: httpx.Response, hold: Hold) -> bytes:
        """The whole body, unpacked. Raises SourceRefused when it is too large, SourceUnavailable when too much comes at
        once, and httpx's errors."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            raise SourceUnavailable(f"{self._settings.host} packs its answers in a way that was not asked for.")
        body, unpack = bytearray(), None if packing == "identity" else zlib.decompressobj(_GZIP)
        received = 0
        # As it came: what an asynchronous transport gave is an asynchronous stream.
        async for piece in cast(httpx.AsyncByteStream, response.stream):
            received += len(piece)
            try:
                if unpack is None:
                    body += piece
                elif not unpack.eof:  # what stands behind its end is none of it
                    body += unpack.decompress(piece, self._max_body - len(body) + 1)
            except zlib.error:
                raise SourceUnavailable(f"{self._settings.host} sent what can't be unpacked.") from None
            if len(body) > self._max_body or received > self._max_body + _AROUND:
                raise SourceRefused(
                    f"{self._settings.host} answered with more than {self._max_body >> 20} MB; nothing of it was used.",
                    code=TOO_LARGE,
                )
            hold.more(len(body) - hold.size, "an answer")
        if unpack is not None and not unpack.eof:
            raise SourceUnavailable(f"{self._settings.host} broke off in the middle of an answer.")
        return in_utf8(bytes(body))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()

    def _note(self, date: str) -> None:
        if date == self._date_text:
            # Within the second that it tells; noted when it was new, which is the truer moment for it.
            return
        try:
            moment = parsedate_to_datetime(date)
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            return
        self.date = moment
        self.date_seen = time.monotonic()
        self._date_text = date


class NoCookies(httpx.AsyncClient):
    """An HTTP client that keeps no cookies, and does not look for them: nobody needs them who sends tokens."""

    @property
    def cookies(self) -> httpx.Cookies:
        """None, ever."""
        return _NOTHING

    @cookies.setter
    def cookies(self, _cookies: object) -> None:
        raise TypeError("This client keeps no cookies.")


class _Nothing(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Leaves them where they are."""


_NOTHING = _Nothing()
