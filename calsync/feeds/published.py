"""A published Outlook calendar: ICS over https, under an address that is a secret.

Microsoft's page: "Introduction to publishing Internet calendars".
"""

from __future__ import annotations

import asyncio
import re
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.feeds.fetching import Fetched, Fetcher

JUST_NOW = 10.0
"""Seconds of elapsed time for which a reading answers the questions that follow from it."""
WHOLE_AGAIN = 3600.0
"""Seconds after which the calendar is asked for whole, whatever the server said about it in between."""
_MOST_KEPT = 4 * 1024 * 1024
_LONGEST_WAIT = 86_400.0
_LATER = frozenset({408, 425, 429})
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR\s", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(!doctype|html|\?xml|head|body)", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    packed: bytes
    conditions: dict[str, str]
    """What to ask with, so that the server need not send the same again; empty where it gave no mark."""
    whole_at: float
    seen_at: float


class PublishedCalendar:
    """One worker's calendar on somebody's server."""

    def __init__(
        self, worker: str, url: str, fetcher: Fetcher, *, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._what = f"the published calendar of {worker}"
        self._url = url
        self._fetcher = fetcher
        self._elapsed = elapsed
        self._kept: _Kept | None = None

    def __repr__(self) -> str:
        return f"<{self._what}>"

    async def text(self, *, just_now: bool = False) -> bytes:
        """The calendar as the server has it now; with `just_now`, as it was in the last ten seconds if it was read.

        Raises SourceRefused where it was withdrawn or needs a person, SourceUnavailable where another try may help.
        """
        kept, now = self._kept, self._elapsed()
        if kept is not None and just_now and now - kept.seen_at <= JUST_NOW:
            return await asyncio.to_thread(zlib.decompress, kept.packed)
        conditional = kept is not None and kept.conditions and now - kept.whole_at < WHOLE_AGAIN
        headers = {"Accept": "text/calendar", "Cache-Control": "no-cache"}
        answer = await self._fetcher.get(self._url, headers | (kept.conditions if kept and conditional else {}))
        if answer.status == 304 and kept is not None and conditional:
            self._kept = _Kept(
                packed=kept.packed, conditions=kept.conditions, whole_at=kept.whole_at, seen_at=self._elapsed()
            )
            return await asyncio.to_thread(zlib.decompress, kept.packed)
        if answer.status != 200:
            raise self._refusal(answer)
        self._check(answer.body)
        await self._keep(answer)
        return answer.body

    async def _keep(self, answer: Fetched) -> None:
        packed = await asyncio.to_thread(zlib.compress, answer.body, 1)
        now = self._elapsed()
        marks = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
        conditions = {ask: answer.headers[mark] for ask, mark in marks.items() if answer.headers.get(mark)}
        kept = _Kept(packed=packed, conditions=conditions, whole_at=now, seen_at=now)
        self._kept = kept if len(packed) <= _MOST_KEPT else None

    def _check(self, body: bytes) -> None:
        start = body[:1024]
        for mark in _MARKS:
            start = start.removeprefix(mark)
        start = start.replace(b"\x00", b"")
        if _CALENDAR.match(start):
            return
        if not start.strip():
            raise SourceUnavailable(
                f"The answer for {self._what} is empty, which no calendar is; it will be asked again."
            )
        if _PAGE.match(start):
            raise SourceRefused(
                f"A web page came in place of {self._what}, perhaps one to sign in: the owner must publish the "
                "calendar to anybody with the link, and give the ICS link, not the HTML one."
            )
        raise SourceRefused(f"What came is not {self._what}: it does not begin with BEGIN:VCALENDAR. Check the link.")

    def _refusal(self, answer: Fetched) -> SourceError:
        status = answer.status
        if status in (404, 410):
            return SourceRefused(
                f"There is no {self._what[4:]} under its link any more ({status}): the owner has stopped publishing "
                "it. Have it published again and put the new link into the configuration.",
                status=status,
            )
        if status in (401, 403):
            return SourceRefused(
                f"The server refuses {self._what} ({status}): the owner must publish it to anybody with the link.",
                status=status,
            )
        if status < 400 or status >= 500 or status in _LATER:
            asked = "asks us to wait" if status == 429 else "could not answer"
            return SourceUnavailable(
                f"The server {asked} ({status}) for {self._what}.",
                status=status,
                retry_after=_wait(answer),
            )
        return SourceRefused(f"The server refuses {self._what} ({status}): check the link.", status=status)


def _wait(answer: Fetched) -> float | None:
    """The seconds that Retry-After asks for, a day at most; a date there is counted from the answer's own Date."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked), _LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(0.0, wait.total_seconds()), _LONGEST_WAIT)
