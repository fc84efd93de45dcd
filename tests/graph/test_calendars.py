from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import msgspec
import pytest

from calsync.domain.model import Snapshot, Turn, Unreadable
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.entries import Reader
from calsync.graph.limits import Answers
from calsync.ports import DiaryWanted, Unchanged

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VIEW = "https://graph.microsoft.com/v1.0/users/sam-id/calendarView"


def row(id_: str, **fields: Any) -> dict[str, Any]:
    when = {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "UTC"}
    return {"id": id_, "subject": "Visit", "start": when, "end": when} | fields


def page(*rows: Any, link: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"value": list(rows)} | ({"@odata.nextLink": link} if link else {}))


def read(wire: Wire, *answers: httpx.Response) -> Snapshot:
    wire.answers = list(answers)
    return wire.run(lambda graph: GraphCalendars(graph).snapshot("sam-id", MONDAY, MONDAY + timedelta(hours=36)))


def refused(wire: Wire, *answers: httpx.Response) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(wire, *answers)
    return caught.value


def test_the_window_the_fields_and_the_page_size_are_asked_for_and_never_the_body(wire: Wire) -> None:
    read(wire, page())
    url = wire.asked[0].url
    asked = {name.lower(): values for name, values in parse_qs(url.query.decode()).items()}
    assert url.path == "/v1.0/users/sam-id/calendarView"
    assert asked["startdatetime"] == ["2026-03-02T09:00:00.000000Z"]
    assert asked["enddatetime"] == ["2026-03-03T21:00:00.000000Z"]
    assert asked["$top"] == ["250"]
    fields = asked["$select"][0].split(",")
    assert {"subject", "categories", "locations", "seriesMasterId"} <= set(fields)
    assert not {"body", "bodyPreview", "createdDateTime", "attendees"} & set(fields)


def test_trap_07_prefer_goes_along_with_every_page_and_every_later_get(wire: Wire) -> None:
    read(wire, page(row("a"), link=f"{VIEW}?$skiptoken=S%2B1"), page(row("b"), link=f"{VIEW}?$skip=2"), page(row("c")))
    for request in wire.asked:
        wishes = set(request.headers["prefer"].split(", "))
        assert wishes == {'IdType="ImmutableId"', 'outlook.timezone="UTC"', "odata.maxpagesize=250"}
    assert str(wire.asked[1].url) == f"{VIEW}?$skiptoken=S%2B1"
    event(wire, httpx.Response(200, json=row("AAk=")))
    assert set(wire.asked[-1].headers["prefer"].split(", ")) == wishes


def test_trap_05_an_empty_page_with_a_link_is_no_end(wire: Wire) -> None:
    snapshot = read(wire, page(link=f"{VIEW}?$skip=1"), page(link=f"{VIEW}?$skip=2"), page(row("a")))
    assert [event.id for event in snapshot.events] == ["a"]


def test_a_row_that_comes_twice_holds_as_it_came_last(wire: Wire) -> None:
    snapshot = read(wire, page(row("a"), row("b"), link=f"{VIEW}?$skip=2"), page(row("a", subject="Moved")))
    assert {event.id: event.subject for event in snapshot.events} == {"a": "Moved", "b": "Visit"}


def test_trap_13_ids_are_told_apart_by_their_case(wire: Wire) -> None:
    assert len(read(wire, page(row("AAk="), row("AAK="))).events) == 2


def test_one_bad_row_harms_only_itself(wire: Wire) -> None:
    bad = [row("no-start", start=None), row("odd", subject=7), {"subject": "no id"}, "not an object", None]
    snapshot = read(wire, page(row("a"), *bad, row("b", type="somethingNew", showAs="dancing")))
    assert [event.id for event in snapshot.events] == ["a", "b"]
    assert [each.id for each in snapshot.unreadable] == ["no-start", "odd", "", "", ""]


def test_an_entry_that_became_unreadable_takes_the_place_of_its_former_self(wire: Wire) -> None:
    snapshot = read(wire, page(row("a"), link=f"{VIEW}?$skip=1"), page(row("a", end=None)))
    assert snapshot.events == ()
    assert snapshot.unreadable == (Unreadable(worker="sam-id", id="a", why="The entry has no end."),)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={}),
        httpx.Response(200, json={"value": None}),
        httpx.Response(200, json=[]),
        httpx.Response(200, content=b"<html>Please sign in to the Wi-Fi</html>"),
        httpx.Response(200, content=b'{"value": [{"id": "a"'),
        httpx.Response(200, content=b'{"value": [], "@odata.nextLink": 7}'),
        httpx.Response(204),
    ],
)
def test_what_is_no_list_of_entries_is_never_an_empty_diary(wire: Wire, answer: httpx.Response) -> None:
    assert isinstance(refused(wire, answer), SourceUnavailable)


def test_a_failure_on_a_later_page_leaves_no_part(wire: Wire) -> None:
    assert refused(wire, page(row("a"), link=f"{VIEW}?$skip=1"), httpx.Response(503)).status == 503


def test_trap_21_a_link_to_the_next_page_off_the_root_is_refused(wire: Wire) -> None:
    error = refused(wire, page(row("a"), link="https://evil.example/v1.0/users/sam-id/calendarView?$skip=1"))
    assert isinstance(error, SourceRefused)
    assert len(wire.asked) == 1


def test_links_that_lead_in_circles_come_to_an_end(wire: Wire) -> None:
    error = refused(wire, page(row("a"), link=f"{VIEW}?$skip=1"))
    assert (type(error), error.code) == (SourceRefused, "TooManyPages")


def event(wire: Wire, answer: httpx.Response) -> object:
    wire.answers = [answer]
    return wire.run(lambda graph: GraphCalendars(graph).event("sam-id", "AAk="))


@pytest.mark.parametrize("code", ["ErrorItemNotFound", "errorItemNotFound"])
def test_an_entry_that_is_not_found_is_none_in_any_case_of_the_code(wire: Wire, code: str) -> None:
    assert event(wire, httpx.Response(404, json={"error": {"code": code, "message": ""}})) is None


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404),
        httpx.Response(404, content=b"<html>"),
        httpx.Response(404, json={"error": {"code": "MailboxNotEnabledForRESTAPI", "message": ""}}),
        httpx.Response(404, json={"error": {"code": "Request_ResourceNotFound", "message": ""}}),
        httpx.Response(403, json={"error": {"code": "ErrorItemNotFound", "message": ""}}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json={}),
        httpx.Response(200, json=row("AAk=", start=None)),
    ],
)
def test_trap_02_everything_else_is_an_error_and_no_entry_that_is_gone(wire: Wire, answer: httpx.Response) -> None:
    with pytest.raises(SourceError):
        event(wire, answer)


# --- digests and snapshots ---------------------------------------------------------------------------------


def again(wire: Wire, digest: str, *answers: httpx.Response) -> Snapshot | Unchanged | SourceError:
    wire.answers, wire.asked = list(answers), []
    told = DiaryWanted(worker="sam-id", start=MONDAY, end=MONDAY + timedelta(hours=36), digest=digest)
    [answer] = wire.run(lambda graph: GraphCalendars(graph).snapshots([told]))
    return answer


def test_a_diary_that_says_the_same_is_unchanged(wire: Wire) -> None:
    first = read(wire, page(row("a"), row("b")))
    assert len(first.digest) >= 16
    assert again(wire, first.digest, page(row("a"), row("b"))) == Unchanged(worker="sam-id", digest=first.digest)


@pytest.mark.parametrize(
    "rows",
    [
        [row("a"), row("b", subject="Moved")],
        [row("b"), row("a")],
        [row("a")],
        [row("a"), row("B")],
        [row("a"), row("b"), row("b")],
        [],
    ],
)
def test_any_other_word_id_or_order_is_a_change(wire: Wire, rows: list[Any]) -> None:
    first = read(wire, page(row("a"), row("b")))
    answer = again(wire, first.digest, page(*rows))
    assert isinstance(answer, Snapshot)
    assert answer.digest not in ("", first.digest)
    assert [event.id for event in answer.events] == list(dict.fromkeys(each["id"] for each in rows))


def test_a_change_on_the_last_page_is_a_change(wire: Wire) -> None:
    pages = page(row("a"), link=f"{VIEW}?$skip=1"), page(row("b"), link=f"{VIEW}?$skip=2")
    first = read(wire, *pages, page(row("c")))
    assert isinstance(again(wire, first.digest, *pages, page(row("c"))), Unchanged)
    answer = again(wire, first.digest, *pages, page(row("c", subject="Moved")))
    assert isinstance(answer, Snapshot)
    assert [event.subject for event in answer.events] == ["Visit", "Visit", "Moved"]


def test_without_a_digest_every_entry_comes_though_nothing_changed(wire: Wire) -> None:
    read(wire, page(row("a")))
    assert isinstance(again(wire, "", page(row("a"))), Snapshot)


def test_a_diary_that_can_not_be_read_is_never_unchanged(wire: Wire) -> None:
    first = read(wire, page())
    for answer in (httpx.Response(403), httpx.Response(200, json={"value": None}), httpx.Response(200)):
        assert isinstance(again(wire, first.digest, answer), SourceError)


def test_a_million_occurrences_are_refused_in_bounds(wire: Wire) -> None:
    pages = [page(*[row(f"{n}-{m}") for m in range(10)], link=f"{VIEW}?$skip={n}") for n in range(100)]
    error = refused(wire, *pages)
    assert (type(error), error.code) == (SourceRefused, "TooManyPages")
    assert len(wire.asked) == 60


def test_a_link_that_leads_in_a_circle_is_followed_once(wire: Wire) -> None:
    refused(wire, page(row("a"), link=f"{VIEW}?$skip=1"))
    assert len(wire.asked) == 2


def test_a_diary_of_50_mb_is_refused(wire: Wire) -> None:
    error = refused(wire, page(row("a", subject="x" * (50 << 20))))
    assert (type(error), error.code) == (SourceRefused, "TooLarge")


def test_everything_else_gets_its_turn_while_a_large_diary_is_read() -> None:
    rows = [msgspec.Raw(msgspec.json.encode(row(f"e{n}"))) for n in range(8000)]

    async def whole() -> tuple[int, int]:
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(others())
        events, _ = await Reader().read(rows, "sam-id")
        counting.cancel()
        return len(events), turns

    events, turns = asyncio.run(whole())
    assert events == 8000
    assert turns > 5


def test_room_and_reads_a_second_come_from_the_limiter(wire: Wire) -> None:
    async def ask(graph: Graph) -> None:
        calendars = GraphCalendars(graph)
        assert (calendars.room, calendars.reads_a_second) == (3, None)
        taken = await graph.limiter.take(3, Turn.BEGUN)
        assert calendars.room == 1
        graph.limiter.give_back(taken, Turn.BEGUN, Answers(seconds=0.25, good=3))
        assert calendars.reads_a_second == 12.0

    wire.run(ask)


def test_half_a_letter_in_a_subject_hides_no_other_entry(wire: Wire) -> None:
    """Outlook cuts subjects at 255 characters, also through an emoji, and a strict reader refuses the whole page."""
    body = json.dumps({"value": [row("e1", subject="HV \ud83d"), row("e2")]}).encode()
    snapshot = read(wire, httpx.Response(200, content=body, headers={"Content-Type": "application/json"}))
    assert [(each.id, each.subject) for each in snapshot.events] == [("e1", "HV \ufffd"), ("e2", "Visit")]


def test_a_byte_that_is_no_utf_8_in_a_subject_hides_no_other_entry(wire: Wire) -> None:
    body = json.dumps({"value": [row("e1", subject="HV X"), row("e2")]}).encode().replace(b"HV X", b"HV \xff")
    snapshot = read(wire, httpx.Response(200, content=body, headers={"Content-Type": "application/json"}))
    assert [(each.id, each.subject) for each in snapshot.events] == [("e1", "HV \ufffd"), ("e2", "Visit")]
