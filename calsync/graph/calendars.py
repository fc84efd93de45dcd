"""Diaries through Graph's calendarView: the plain snapshot, never the delta (whose occurrences carry no subject)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

import msgspec

from calsync.domain.model import Event, PersonId, Snapshot, Turn, Unreadable
from calsync.errors import SourceError, SourceRefused
from calsync.graph.batch import AT_ONCE, Get, Gets
from calsync.graph.calendar_lists import Calendar, CalendarLists
from calsync.graph.client import Graph
from calsync.graph.entries import Reader, digest_of, read_row
from calsync.graph.paging import lists_from, rows_of
from calsync.graph.reading import Asked, Reading, what_of
from calsync.graph.refusals import not_readable
from calsync.parsers.json_text import decoded
from calsync.ports import DiaryWanted, Unchanged

PAGE = 250
_ASKED = [
    "id",
    "type",
    "seriesMasterId",
    "changeKey",
    "subject",
    "start",
    "end",
    "isAllDay",
    "showAs",
    "isCancelled",
    "isOrganizer",
    "responseStatus",
    "sensitivity",
    "categories",
    "location",
    "locations",
    "isOnlineMeeting",
]
# Not to be had on a calendarView, and only asked for once of an entry that is a visit.
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ASKED_ONCE = [*_ASKED, "createdDateTime", "lastModifiedDateTime", "attendees", "organizer"]


class GraphCalendars:
    """The CalendarSource port over one tenant; a person is asked for by their object id.

    `batch` is how many diaries are asked for in one request, 1 to 20.
    """

    def __init__(self, graph: Graph, *, page_size: int = PAGE, batch: int = AT_ONCE) -> None:
        self._graph = graph
        self._wishes = ('IdType="ImmutableId"', 'outlook.timezone="UTC"', f"odata.maxpagesize={page_size}")
        self._gets = Gets(graph, ", ".join(self._wishes), batch=batch)
        self.lists = CalendarLists(graph, self._gets)
        """Which calendars each mailbox has."""
        self._query = f"&$select={','.join(_ASKED)}&$top={page_size}"
        self._reader = Reader()

    @property
    def room(self) -> int:
        """How many diaries can be asked for at this moment without waiting; at least 1."""
        return max(1, self._graph.quota.room)

    @property
    def reads_a_second(self) -> float | None:
        """How many diaries of one page the slots allow in a second of real time; None before the first answer."""
        quota = self._graph.quota
        return quota.ordinary / quota.seconds if quota.seconds else None

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`: Unchanged where the diary still has the digest handed in.

        A few go in one request, and as many requests at once as there are slots for. Of several calendars the entries
        stand in one snapshot, and one digest is over all of them; a calendar that can't be read leaves the whole diary
        unread. Raises nothing: a refusal that meets all stands in all. A batch that does not answer in time is asked
        again member by member, so that a mailbox that hangs costs the others one delay.
        Microsoft's pages: "List calendarView", "List calendars", "JSON batching".
        """
        try:
            # Once for all: a refused sign-in is not to be tried by each hand.
            await self._graph.ready()
        except SourceError as error:
            return [error for _ in wanted]
        found: dict[int, Snapshot | Unchanged | SourceError] = {}
        readings = [Reading(each, self.lists, self._get, self._graph.allowance.hold()) for each in wanted]
        queue: deque[tuple[tuple[int, Asked], Get]] = deque(
            ((n, asked), get) for n, reading in enumerate(readings) for asked, get in reading.first()
        )

        async def hand() -> None:
            while queue:
                for (n, asked), body in await self._gets.next_of(queue, turn=turn):
                    reading = readings[n]
                    more = await reading.took(asked, body, self._graph, self._gets, turn)
                    queue.extend(((n, each), get) for each, get in more)
                    if reading.done:
                        found[n] = await self._judged(reading)
                        reading.let_go()

        try:
            async with asyncio.TaskGroup() as hands:
                for _ in range(min(self._gets.hands, len(queue))):
                    hands.create_task(hand())
        finally:
            for reading in readings:
                reading.let_go()
        return [found[n] for n in range(len(wanted))]

    async def snapshot(
        self, worker: PersonId, start: datetime, end: datetime, *, turn: Turn = Turn.ORDINARY
    ) -> Snapshot:
        """Every entry of the primary calendar that touches the window (UTC), whole.

        What can't be understood stands under `unreadable`. Raises SourceError when the diary could not be read to its
        end: a refused mailbox is not an empty diary. Microsoft's page: "List calendarView".
        """
        return await self.one(worker, start, end, None, turn=turn)

    async def one(
        self, worker: PersonId, start: datetime, end: datetime, calendar: Calendar | None, *, turn: Turn
    ) -> Snapshot:
        """As `snapshot`, of one calendar of the mailbox; None: the primary one. Raises SourceError."""
        wanted = DiaryWanted(worker=worker, start=start, end=end)
        body, what = await self._gets.one(self._get(wanted, calendar), turn=turn), what_of(worker, calendar)
        lists = await lists_from(self._graph, body, self._gets.request, what, turn=turn, whose=worker)
        return await self._snapshot(wanted, lists, await digest_of(lists))

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """The entry with `created` (UTC) and its colleagues' addresses; None when the diary has no such entry.

        None comes of 404 ErrorItemNotFound alone. Raises SourceError for every other refusal, and for an entry that
        is there and can't be understood (code "Unreadable"). Microsoft's page: "Get event".
        """
        from calsync.graph.sdk import EventItemRequestBuilder, RequestConfiguration, prefer

        await self._graph.ready()
        query = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(select=_ASKED_ONCE)
        builder = self._graph.client.users.by_user_id(worker).events.by_event_id(event_id)
        request = builder.to_get_request_information(
            RequestConfiguration(query_parameters=query, headers=prefer(*self._wishes))
        )
        what = f"an entry of {what_of(worker, None)}"
        try:
            body = await self._graph.read_bytes(request, what, turn=turn, whose=worker)
        except SourceError as error:
            if error.status == 404 and error.code.lower() == "erroritemnotfound":
                return None
            raise
        try:
            decoded(_OBJECT.decode, body)
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None
        entry = read_row(msgspec.Raw(body), worker, colleagues_at=self._graph.settings.domain)
        if isinstance(entry, Unreadable):
            raise SourceRefused(
                f"Microsoft Graph has {what}, but it can't be understood: {entry.why}", code="Unreadable"
            )
        return entry

    def _get(self, wanted: DiaryWanted, calendar: Calendar | None) -> Get:
        window = f"startDateTime={_written(wanted.start)}&endDateTime={_written(wanted.end)}"
        place = f"/users/{_escaped(wanted.worker)}"
        if calendar is not None:
            place += f"/calendars/{quote(calendar.id, safe='')}"
        return Get(
            path=f"{place}/calendarView?{window}{self._query}",
            what=what_of(wanted.worker, calendar),
            whose=wanted.worker,
        )

    async def _judged(self, reading: Reading) -> Snapshot | Unchanged | SourceError:
        if reading.error is not None:
            return reading.error
        await self._reader.breathe()
        lists = reading.rows
        digest = await digest_of(lists)
        if digest == reading.wanted.digest:
            return Unchanged(worker=reading.wanted.worker, digest=digest, requests=reading.requests)
        try:
            return replace(await self._snapshot(reading.wanted, lists, digest), requests=reading.requests)
        except SourceError as error:
            return error

    async def _snapshot(self, wanted: DiaryWanted, lists: Sequence[msgspec.Raw], digest: str) -> Snapshot:
        rows = rows_of(lists, what_of(wanted.worker, None))
        events, unreadable = await self._reader.read(rows, wanted.worker)
        return Snapshot(
            worker=wanted.worker,
            start=wanted.start,
            end=wanted.end,
            events=events,
            unreadable=unreadable,
            digest=digest,
        )


@lru_cache(maxsize=4096)
def _escaped(worker: PersonId) -> str:
    return quote(worker, safe="")


@lru_cache(maxsize=256)
def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H%%3A%M%%3A%S.%f}Z"
