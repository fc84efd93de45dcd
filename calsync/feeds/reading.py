"""The text of a feed read into a snapshot or one entry, off the event loop and within bounds."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from calsync.domain.model import Event, PersonId, Snapshot, Unreadable
from calsync.errors import CalsyncError, SourceError, SourceRefused, SourceUnavailable
from calsync.parsers.ics import EntryUnreadable, find_occurrence, read_occurrences
from calsync.parsers.ics_occurrence import to_event
from calsync.parsers.ics_text import CutOff, Flaw

SECONDS = 10.0
"""Elapsed seconds that the reading of one text may take."""
MOST_OCCURRENCES = 5_000
"""In one window: a diary has some ten entries a day, and a window at most sixteen days."""
MOST_TOLD = 50
"""Entries of one text that are told one by one when they can't be read."""
NOT_AGAIN = 600.0
"""Elapsed seconds for which a text that could not be read is not tried again."""
SOON_AGAIN = 60.0
"""The same for one that took too long, which may be the machine's fault; a look before an alarm tries it at once."""

T = TypeVar("T")


class _Impatient(CalsyncError):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose diary a text is."""

    worker: PersonId
    mail: str
    zone: str
    """In which floating times are read."""


class TextReader:
    """Reads texts in threads of its own, so that a text that takes long does not hold up the service.

    Two are for the looks before an alarm alone, which wait behind no ordinary text (law 9).
    """

    def __init__(self, *, seconds: float = SECONDS, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._elapsed = elapsed
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="calsync-feed")
        self._looks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="calsync-feed-look")
        self._refused: dict[PersonId, tuple[bytes, float, SourceError]] = {}

    async def snapshot(
        self, whose: Whose, text: bytes, start: datetime, end: datetime, *, look: bool = False
    ) -> Snapshot:
        """Every entry that touches the window (UTC); its digest is over these, since the window moves and they with it.

        Raises SourceError for a text that is no whole calendar, or beyond the bounds.
        """
        return await self._run(whose, text, lambda patience: _snapshot(whose, text, start, end, patience), look=look)

    async def event(self, whose: Whose, text: bytes, event_id: str, *, look: bool = False) -> Event | None:
        """The entry of that id; None when the text is whole and has none. Raises SourceError."""
        return await self._run(whose, text, lambda patience: _event(whose, text, event_id, patience), look=look)

    async def _run(self, whose: Whose, text: bytes, work: Callable[[Callable[[], None]], T], *, look: bool) -> T:
        refused = self._refused.get(whose.worker)
        if refused is not None and refused[0] == _mark(text):
            slow = isinstance(refused[2], SourceUnavailable)
            if self._elapsed() - refused[1] < (SOON_AGAIN if slow else NOT_AGAIN) and not (slow and look):
                raise refused[2]
        try:
            threads = self._looks if look else self._threads
            return await asyncio.get_running_loop().run_in_executor(threads, self._patiently, work)
        except EntryUnreadable as error:
            what = f"The calendar of {whose.mail} has, or may have, that entry, but it can't be understood: {error}"
            raise SourceRefused(what, code="Unreadable") from None
        except CutOff as error:
            raise SourceUnavailable(f"The calendar of {whose.mail} came in part: {error}") from None
        except CalsyncError as error:
            kind = SourceUnavailable if isinstance(error, _Impatient) else SourceRefused
            refusal = kind(f"The calendar of {whose.mail} can't be read: {error}", code="Unreadable")
            self._refused[whose.worker] = _mark(text), self._elapsed(), refusal
            raise refusal from None

    def _patiently(self, work: Callable[[Callable[[], None]], T]) -> T:
        end = self._elapsed() + self._seconds

        def patience() -> None:
            if self._elapsed() > end:
                raise _Impatient(
                    f"its entries take longer than {self._seconds:g} seconds to work out. Publish a shorter time of it."
                )

        return work(patience)


def _mark(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).digest()


def _snapshot(whose: Whose, text: bytes, start: datetime, end: datetime, patience: Callable[[], None]) -> Snapshot:
    reading = read_occurrences(text, start=start, end=end, zone=whose.zone, most=MOST_OCCURRENCES, patience=patience)
    events = tuple(_as_listed(to_event(each, whose.worker, owner=whose.mail)) for each in reading.occurrences)
    unreadable = _unreadable(whose.worker, reading.flaws)
    digest = hashlib.blake2b(repr((events, unreadable)).encode(errors="replace"), digest_size=16).hexdigest()
    return Snapshot(worker=whose.worker, start=start, end=end, events=events, unreadable=unreadable, digest=digest)


def _as_listed(event: Event) -> Event:
    """As Graph lists it: when it was made, and who is on it, is told when the entry is asked for by its id."""
    return replace(event, created=None, modified=None, attendees=())


def _unreadable(worker: PersonId, flaws: tuple[Flaw, ...]) -> tuple[Unreadable, ...]:
    by_uid: dict[str, list[str]] = {}
    for flaw in flaws:
        by_uid.setdefault(flaw.uid, []).append(flaw.words)
    found = [Unreadable(worker=worker, id=uid, why=" ".join(words[:3])) for uid, words in by_uid.items()]
    if len(found) > MOST_TOLD:
        more = f"{len(found) - MOST_TOLD} more entries of this calendar can't be read."
        found = [*found[:MOST_TOLD], Unreadable(worker=worker, id="more", why=more)]
    return tuple(found)


def _event(whose: Whose, text: bytes, event_id: str, patience: Callable[[], None]) -> Event | None:
    found = find_occurrence(text, event_id, zone=whose.zone, patience=patience)
    return to_event(found, whose.worker, owner=whose.mail) if found is not None else None
