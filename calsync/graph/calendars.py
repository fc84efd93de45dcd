"""Diaries through Graph's calendarView: the plain snapshot, never the delta (whose occurrences carry no subject)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from calsync.domain.model import Event, PersonId, Snapshot, Turn, Unreadable
from calsync.errors import SourceError, SourceRefused
from calsync.graph.client import Graph
from calsync.graph.paging import rows
from calsync.graph.refusals import not_readable
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent
from calsync.ports import DiaryWanted, Unchanged

if TYPE_CHECKING:
    from calsync.graph.sdk import HeadersCollection, RequestInformation

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
_DECODER = msgspec.json.Decoder(GraphEvent)


class GraphCalendars:
    """The CalendarSource port over one tenant; a person is asked for by their object id."""

    def __init__(self, graph: Graph, *, page_size: int = PAGE) -> None:
        self._graph = graph
        self._page_size = page_size

    @property
    def room(self) -> int:
        """How many diaries can be asked for at this moment without waiting; at least 1."""
        return 1

    @property
    def reads_a_second(self) -> float | None:
        """Not measured."""
        return None

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`."""

        async def one(each: DiaryWanted) -> Snapshot | SourceError:
            try:
                return await self.snapshot(each.worker, each.start, each.end)
            except SourceError as error:
                return error

        return list(await asyncio.gather(*(one(each) for each in wanted)))

    async def snapshot(self, worker: PersonId, start: datetime, end: datetime) -> Snapshot:
        """Every entry that touches the window (UTC), whole; what can't be understood stands under `unreadable`.

        Raises SourceError when the diary could not be read to its end: a refused mailbox is not an empty diary.
        Microsoft's page: "List calendarView".
        """
        from calsync.graph.sdk import CalendarViewRequestBuilder, RequestConfiguration

        view = self._graph.client.users.by_user_id(worker).calendar_view
        query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=_written(start), end_date_time=_written(end), select=_ASKED, top=self._page_size
        )

        def follow(link: str) -> RequestInformation:
            return view.with_url(link).to_get_request_information(
                RequestConfiguration(headers=_wishes(self._page_size))
            )

        first = view.to_get_request_information(
            RequestConfiguration(query_parameters=query, headers=_wishes(self._page_size))
        )
        found: dict[str, Event | Unreadable] = {}
        nameless: list[Unreadable] = []
        for raw in await rows(self._graph, first, follow, _diary_of(worker)):
            entry = _read(raw, worker)
            if not entry.id and isinstance(entry, Unreadable):
                nameless.append(entry)
            else:
                # Pages shift while they are read, and a row may come twice: the later reading holds.
                found[entry.id] = entry
        return Snapshot(
            worker=worker,
            start=start,
            end=end,
            events=tuple(entry for entry in found.values() if isinstance(entry, Event)),
            unreadable=(*(entry for entry in found.values() if isinstance(entry, Unreadable)), *nameless),
        )

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """The entry with `created` (UTC) and its colleagues' addresses; None when the diary has no such entry.

        None comes of 404 ErrorItemNotFound alone. Raises SourceError for every other refusal, and for an entry that
        is there and can't be understood (code "Unreadable"). Microsoft's page: "Get event".
        """
        from calsync.graph.sdk import EventItemRequestBuilder, RequestConfiguration

        query = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(select=_ASKED_ONCE)
        builder = self._graph.client.users.by_user_id(worker).events.by_event_id(event_id)
        request = builder.to_get_request_information(
            RequestConfiguration(query_parameters=query, headers=_wishes(self._page_size))
        )
        what = f"an entry of {_diary_of(worker)}"
        try:
            body = await self._graph.read_bytes(request, what)
        except SourceError as error:
            if error.status == 404 and error.code.lower() == "erroritemnotfound":
                return None
            raise
        try:
            msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None
        entry = _read(msgspec.Raw(body), worker, colleagues_at=self._graph.settings.domain)
        if isinstance(entry, Unreadable):
            raise SourceRefused(
                f"Microsoft Graph has {what}, but it can't be understood: {entry.why}", code="Unreadable"
            )
        return entry


def _read(raw: msgspec.Raw, worker: PersonId, *, colleagues_at: str = "") -> Event | Unreadable:
    try:
        row = _DECODER.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        # The slow way, for the row that is not as it should be: it finds the id, and says which field is wrong.
        try:
            return read_event(msgspec.json.decode(raw), worker, colleagues_at=colleagues_at)
        except (msgspec.MsgspecError, RecursionError):
            return Unreadable(worker=worker, id="", why="The entry is not readable JSON.")
    return read_event(row, worker, colleagues_at=colleagues_at)


def _wishes(page_size: int) -> HeadersCollection:
    from calsync.graph.sdk import prefer

    return prefer('IdType="ImmutableId"', 'outlook.timezone="UTC"', f"odata.maxpagesize={page_size}")


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _diary_of(worker: PersonId) -> str:
    return f"the diary of mailbox {worker}"
