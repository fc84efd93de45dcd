"""When somebody is out of office, as the entries of their diary say: only times are asked for, nothing else of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from calsync.domain.model import Absence, Event, Person, Turn
from calsync.graph.client import Graph
from calsync.graph.paging import rows
from calsync.parsers.graph_event import read_event

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

AHEAD = timedelta(hours=36)
_ASKED = ["id", "start", "end", "isAllDay", "showAs", "isCancelled", "responseStatus"]
_PAGE = 100


async def away_entries(graph: Graph, person: Person, at: datetime) -> tuple[Absence, ...]:
    """The times from `at` on, 36 hours ahead, that the person's diary shows as out of office, in UTC.

    An entry that can't be understood is left out here; the poll tells it. Raises SourceError.
    Microsoft's page: "List calendarView".
    """
    from calsync.graph.sdk import CalendarViewRequestBuilder, RequestConfiguration, prefer

    view = graph.client.users.by_user_id(person.id).calendar_view
    query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time=_written(at), end_date_time=_written(at + AHEAD), select=_ASKED, top=_PAGE
    )

    def follow(link: str) -> RequestInformation:
        return view.with_url(link).to_get_request_information(
            RequestConfiguration(headers=prefer('outlook.timezone="UTC"'))
        )

    first = view.to_get_request_information(
        RequestConfiguration(query_parameters=query, headers=prefer('outlook.timezone="UTC"'))
    )
    found = set()
    what = f"the absences of mailbox {person.id}"
    for raw in await rows(graph, first, follow, what, turn=Turn.WIDE, whose=person.id):
        entry = _read(raw, person)
        if isinstance(entry, Event) and entry.away and not entry.cancelled and not entry.declined:
            found.add((_moment(entry.start, entry, person), _moment(entry.end, entry, person)))
    return tuple(Absence(start=start, end=end) for start, end in sorted(found) if start < end)


def _read(raw: msgspec.Raw, person: Person) -> object:
    try:
        return read_event(msgspec.json.decode(raw), person.id)
    except (msgspec.MsgspecError, RecursionError):
        return None


def _moment(moment: datetime, entry: Event, person: Person) -> datetime:
    """An all-day entry's midnight floats: it is that of the person's own clock."""
    return moment.replace(tzinfo=ZoneInfo(person.zone)).astimezone(UTC) if entry.all_day else moment


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
