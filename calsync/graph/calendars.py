"""Diaries through Graph's calendarView: the plain snapshot, never the delta (whose occurrences carry no subject)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

import msgspec

from calsync.domain.model import Event, PersonId, Snapshot, Turn, Unreadable
from calsync.errors import SourceError, SourceRefused
from calsync.graph.batch import Get, Gets
from calsync.graph.client import Graph
from calsync.graph.entries import Reader, digest_of, read_row
from calsync.graph.paging import lists_from, rows_of
from calsync.graph.refusals import not_readable
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
_ASKED_ONCE = [*_ASKED, "createdDateTime", "lastModifiedDateTime", "attendees", "organizer"]
# So many batches of one call are on their way at once: one is read while the other is waited for.
_HANDS = 2


class GraphCalendars:
    """The CalendarSource port over one tenant; a person is asked for by their object id."""

    def __init__(self, graph: Graph, *, page_size: int = PAGE) -> None:
        self._graph = graph
        self._wishes = ('IdType="ImmutableId"', 'outlook.timezone="UTC"', f"odata.maxpagesize={page_size}")
        self._gets = Gets(graph, ", ".join(self._wishes))
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

        As many as there are slots for go in one request, at most 20. Raises nothing: a refusal that meets all stands
        in all. A batch that does not answer in time is asked again member by member, so that a mailbox that hangs
        costs the others one delay. Microsoft's pages: "List calendarView", "JSON batching".
        """
        found: dict[int, Snapshot | Unchanged | SourceError] = {}
        queue = deque((n, self._get(each.worker, each.start, each.end)) for n, each in enumerate(wanted))

        async def hand() -> None:
            while queue:
                for n, body in await self._gets.next_of(queue, turn=turn):
                    try:
                        found[n] = await self._judged(wanted[n], body, turn)
                    except SourceError as error:
                        found[n] = error

        async with asyncio.TaskGroup() as hands:
            for _ in range(min(_HANDS, len(queue))):
                hands.create_task(hand())
        return [found[n] for n in range(len(wanted))]

    async def snapshot(
        self, worker: PersonId, start: datetime, end: datetime, *, turn: Turn = Turn.ORDINARY
    ) -> Snapshot:
        """Every entry that touches the window (UTC), whole; what can't be understood stands under `unreadable`.

        Raises SourceError when the diary could not be read to its end: a refused mailbox is not an empty diary.
        Microsoft's page: "List calendarView".
        """
        wanted = DiaryWanted(worker=worker, start=start, end=end)
        body = await self._gets.one(self._get(worker, start, end), turn=turn)
        lists = await lists_from(self._graph, body, self._gets.request, _diary_of(worker), turn=turn)
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
        what = f"an entry of {_diary_of(worker)}"
        try:
            body = await self._graph.read_bytes(request, what, turn=turn)
        except SourceError as error:
            if error.status == 404 and error.code.lower() == "erroritemnotfound":
                return None
            raise
        try:
            msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None
        entry = read_row(msgspec.Raw(body), worker, colleagues_at=self._graph.settings.domain)
        if isinstance(entry, Unreadable):
            raise SourceRefused(
                f"Microsoft Graph has {what}, but it can't be understood: {entry.why}", code="Unreadable"
            )
        return entry

    def _get(self, worker: PersonId, start: datetime, end: datetime) -> Get:
        window = f"startDateTime={_written(start)}&endDateTime={_written(end)}"
        return Get(path=f"/users/{_escaped(worker)}/calendarView?{window}{self._query}", what=_diary_of(worker))

    async def _judged(
        self, wanted: DiaryWanted, body: bytes | msgspec.Raw | SourceError, turn: Turn
    ) -> Snapshot | Unchanged | SourceError:
        if isinstance(body, SourceError):
            return body
        await self._reader.breathe()
        lists = await lists_from(self._graph, body, self._gets.request, _diary_of(wanted.worker), turn=turn)
        digest = await digest_of(lists)
        if digest == wanted.digest:
            return Unchanged(worker=wanted.worker, digest=digest)
        return await self._snapshot(wanted, lists, digest)

    async def _snapshot(self, wanted: DiaryWanted, lists: Sequence[msgspec.Raw], digest: str) -> Snapshot:
        rows = rows_of(lists, _diary_of(wanted.worker))
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


def _diary_of(worker: PersonId) -> str:
    return f"the diary of mailbox {worker}"
