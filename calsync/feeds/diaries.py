"""The CalendarSource port over feeds: a published calendar or a file for each worker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from calsync.domain.model import Event, People, PersonId, Snapshot, Turn
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.feeds.fetching import Fetcher
from calsync.feeds.folder import CalendarFile, CalendarFolder
from calsync.feeds.published import PublishedCalendar
from calsync.feeds.reading import TextReader, Whose
from calsync.feeds.settings import FeedCalendar, FeedSettings
from calsync.ports import DiaryWanted, Unchanged

AT_ONCE = 8
"""Feeds that are read at the same time; a look before an alarm waits for none of them (law 9)."""


class _Text(Protocol):
    async def text(self, *, just_now: bool = False) -> bytes: ...


class _InFolder:
    """Somebody's file in the folder, found anew at each reading."""

    def __init__(self, folder: CalendarFolder, worker: str, *, only_by_address: bool) -> None:
        self._folder = folder
        self._worker = worker
        self._only_by_address = only_by_address

    async def text(self, *, just_now: bool = False) -> bytes:  # noqa: ARG002  a file is always read anew
        return await self._folder.text_of(self._worker, only_by_address=self._only_by_address)


class FeedDiaries:
    """Diaries that come as calendars. A person is known by their mail address, through the directory's people."""

    def __init__(
        self,
        settings: FeedSettings,
        people: Callable[[], People],
        *,
        fetcher: Fetcher | None = None,
        reader: TextReader | None = None,
    ) -> None:
        self._people = people
        self._zone = settings.zone
        fetcher = fetcher or Fetcher(allow_private=settings.allow_private, ca_file=settings.ca_file)
        self._own = {
            each.worker.casefold(): (_source(each, fetcher), each.zone or settings.zone) for each in settings.calendars
        }
        self._folder = CalendarFolder(settings.folder) if settings.folder is not None else None
        self._reader = reader or TextReader()
        self._places = asyncio.Semaphore(AT_ONCE)

    @property
    def room(self) -> int:
        """How many feeds are read at the same time."""
        return AT_ONCE

    @property
    def reads_a_second(self) -> float | None:
        """It does not matter: each feed has a server, or a file, of its own."""
        return None

    def serving(self, workers: Sequence[PersonId]) -> set[PersonId]:
        """Those of these workers whose diary is a feed: by a calendar of their own, or by the folder, which is
        everybody's. A file that is not there is a feed that can't be read, not somebody without one."""
        if self._folder is not None:
            return set(workers)
        people = self._people()
        return {each for each in workers if _mail(people, each) in self._own}

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`. Raises nothing."""
        people = self._people()
        return list(await asyncio.gather(*(self._one(each, people, turn) for each in wanted)))

    async def event(
        self,
        worker: PersonId,
        event_id: str,
        *,
        turn: Turn = Turn.ORDINARY,
    ) -> Event | None:
        """The entry with `created` (UTC, None where the feed does not tell) and its colleagues' addresses.

        None only when the feed was read whole, anew, and has no such entry. Raises SourceError for everything else,
        also (code "Unreadable") for an entry that is there and can't be understood.
        """
        whose, source = self._find(worker, self._people())
        look = turn is Turn.LOOK
        # A reading of just now can say that an entry is there; that it is gone is only believed of a new one.
        try:
            found = await self._reader.event(whose, await source.text(just_now=True), event_id, look=look)
        except SourceError:
            found = None
        return found or await self._reader.event(whose, await source.text(), event_id, look=look)

    async def _one(self, wanted: DiaryWanted, people: People, turn: Turn) -> Snapshot | Unchanged | SourceError:
        if wanted.calendars:
            # Nothing of a diary is better than half of it (law 10).
            whom = _mail(people, wanted.worker) or wanted.worker
            return SourceRefused(
                f"{whom} has a feed, which is one calendar, and the people file names further calendars for them: "
                "take one of both out.",
                code="CalendarsBesideFeed",
            )
        try:
            whose, source = self._find(wanted.worker, people)
            if turn is Turn.LOOK:
                found = await self._reader.snapshot(whose, await source.text(), wanted.start, wanted.end, look=True)
            else:
                async with self._places:
                    found = await self._reader.snapshot(whose, await source.text(), wanted.start, wanted.end)
        except SourceError as error:
            return error
        except Exception as error:
            # One feed that meets a fault of ours harms no other (law 14), and is told as one that can't be read.
            return SourceUnavailable(f"A calendar could not be read: {type(error).__name__}.")
        if wanted.digest and found.digest == wanted.digest:
            return Unchanged(worker=wanted.worker, digest=found.digest)
        return found

    def _find(self, worker: PersonId, people: People) -> tuple[Whose, _Text]:
        mail = _mail(people, worker)
        own = self._own.get(mail)
        source: _Text | None = own[0] if own else None
        if source is None and self._folder is not None:
            begins = mail.partition("@")[0] + "@"
            namesakes = {each.mail.casefold() for each in people.persons if each.mail.casefold().startswith(begins)}
            source = _InFolder(self._folder, mail, only_by_address=len(namesakes - {mail}) > 0)
        if source is None:
            raise SourceRefused(f"Nobody has said where the calendar of {mail} is: give it in [[feeds.calendar]].")
        return Whose(worker=worker, mail=mail, zone=own[1] if own else self._zone), source


def _mail(people: People, worker: PersonId) -> str:
    person = people.get(worker)
    return (person.mail if person is not None and person.mail else worker).casefold()


def _source(told: FeedCalendar, fetcher: Fetcher) -> PublishedCalendar | CalendarFile:
    if told.file is not None:
        return CalendarFile(told.worker, told.file)
    return PublishedCalendar(told.worker, told.url, fetcher)
