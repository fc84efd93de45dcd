"""The traps of Microsoft Graph, each named after its number: what calsync does in place of the mistake.

Through the engine over the simulated tenant, or over canned rows where a request or a row is the point. Traps that are
about one request alone are held beside the client: 15 to 17 and 19 to 22 in the other modules of this folder.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from calsync.demo.faults import Fault
from calsync.demo.recurrence import Recurrence
from calsync.demo.tenant import event_id
from calsync.domain.model import Channel, NotificationState, VisitState
from calsync.engine import Engine
from calsync.graph.calendars import GraphCalendars
from calsync.graph.mailbox import GraphMailbox
from calsync.notify.mail import MailNotifier
from calsync.ports import DiaryWanted, OutgoingMail, SentMail
from calsync.store import open_store
from tests.graph.conftest import Wire
from tests.house import ELM_ROAD, MONDAY, clock
from tests.tenant_house import DEES, SAMS, CannedRows, GraphHouse, Outlook, outlook_running

HOME_VISIT = ["Home visit"]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlook]:
    with outlook_running(tmp_path_factory.mktemp("certificates")) as outlook:
        yield outlook


@pytest.fixture
def outlook(running: Outlook) -> Iterator[Outlook]:
    yield running.emptied()
    running.emptied()


@pytest.fixture
def house(outlook: Outlook) -> Iterator[GraphHouse]:
    made = GraphHouse(outlook)
    yield made
    made.close()


@pytest.fixture
def rows() -> CannedRows:
    return CannedRows()


@pytest.fixture
def canned(outlook: Outlook, rows: CannedRows) -> Iterator[GraphHouse]:
    made = GraphHouse(outlook, transport=rows.transport)
    yield made
    made.close()


def row(start: str, end: str, **fields: Any) -> dict[str, Any]:
    times = {name: {"dateTime": f"2026-03-02T{at}:00.0000000", "timeZone": "UTC"} for name, at in
             (("start", start), ("end", end))}  # fmt: skip
    return {"subject": "Visit", "categories": HOME_VISIT} | times | fields


def daily(house: GraphHouse) -> list[str]:
    """The ids of today's and tomorrow's occurrence of a daily visit from 13:00 to 14:00."""
    series = Recurrence.daily(MONDAY.date(), count=5)
    house.writes_entry("Medication", "13:00", "14:00", ELM_ROAD, HOME_VISIT, series)
    house.read()
    return [each.visit.event_id for each in house.watched()]


def everything_kept(path: Path) -> str:
    """Every text and every blob that stands in a database file and beside it."""
    return "".join(each.read_bytes().decode("latin-1") for each in sorted(path.parent.glob(f"{path.name}*")))


def test_trap_01_every_occurrence_of_a_series_is_recognised_by_its_own_category_and_place(house: GraphHouse) -> None:
    assert len(set(daily(house))) == 2
    for each in house.watched():
        assert (each.visit.subject, each.visit.categories) == ("Medication", ("Home visit",))
        assert (each.visit.place.text, each.visit.matched_by) == (ELM_ROAD, "category")


def test_trap_02_an_entry_that_left_the_window_is_asked_for_and_is_not_cancelled(house: GraphHouse) -> None:
    entry = house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD)
    house.read()
    far = MONDAY + 42 * DAY + 13 * HOUR
    house.tenant.change_event(SAMS, entry, start=far, end=far + HOUR)
    house.read()
    assert (house.visit.state, house.due()) == (VisitState.PLANNED, [far + HOUR])
    house.tenant.delete_event(SAMS, entry)
    house.read()
    assert house.visit.state is VisitState.PLANNED  # outside the window nothing is suspected
    house.clock.moment = far - HOUR
    house.read()
    assert house.visit.state is VisitState.CANCELLED


def test_trap_03_a_deleted_single_occurrence_is_found_at_the_next_reading(house: GraphHouse) -> None:
    today, tomorrow = daily(house)
    house.tenant.delete_event(SAMS, tomorrow)
    house.read()
    assert {each.visit.event_id: each.visit.state for each in house.watched()} == {
        today: VisitState.PLANNED,
        tomorrow: VisitState.CANCELLED,
    }


def test_trap_03_the_diary_is_read_again_just_before_responders_are_told(house: GraphHouse) -> None:
    entry = house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD)
    house.until("14:09")
    house.clock.moment = clock("14:09:55")
    house.tenant.change_event(SAMS, entry, end=clock("14:30"))
    asyncio.run(house.engine.look())
    assert house.due() == [clock("14:30")]
    house.until("14:29")
    assert house.due() == [clock("14:30")]
    assert house.told("dee") == house.told("ash") == house.told("morgan") == []


def test_trap_04_the_window_moves_with_the_clock_and_no_token_is_ever_sent(
    canned: GraphHouse, rows: CannedRows
) -> None:
    rows.put("e1", **row("13:00", "14:00"))
    for days in range(5):
        canned.clock.moment = clock("09:00", day=days)
        canned.poll()
    views = [request.url for request in rows.asked if request.url.path.endswith("/calendarView")]
    starts = [parse_qs(url.query.decode())["startDateTime"][0] for url in views]
    ends = [parse_qs(url.query.decode())["endDateTime"][0] for url in views]
    assert starts == sorted(starts)  # each reaches back to twelve hours before the reading before it
    assert starts[-1] > starts[1] > "2026-03-01"
    ahead = [datetime.fromisoformat(end) - clock("09:00", day=days) for days, end in enumerate(ends)]
    assert set(ahead) <= {timedelta(hours=36), timedelta(days=14)}
    assert len(ahead) == 5
    for request in rows.asked:
        said = f"{request.url}{request.headers}{request.content.decode()}".lower()
        assert "delta" not in said
        assert "token" not in said.replace(request.headers["authorization"].lower(), "")


def test_trap_05_empty_pages_between_full_ones_cost_no_visit(house: GraphHouse) -> None:
    for n in range(8):  # the house reads three a page
        house.writes_entry(f"Visit {n}", f"{10 + n}:00", f"{10 + n}:30", ELM_ROAD, HOME_VISIT)
    house.tenant.faults.set(Fault("empty-page"))
    asyncio.run(house.engine.poll())  # both diaries in one batch
    assert len(house.due()) == 8


def test_trap_06_no_link_and_no_token_is_kept(outlook: Outlook, tmp_path: Path) -> None:
    file = tmp_path / "calsync.db"
    store: Any = open_store(f"sqlite:///{file}")
    house = GraphHouse(outlook, store=store)
    for n in range(8):
        house.writes_entry(f"Visit {n}", f"{10 + n}:00", f"{10 + n}:30", ELM_ROAD, HOME_VISIT)
    house.tenant.faults.set(Fault("empty-page"))
    house.until("09:06")
    assert len(house.due()) == 8
    house.close()
    store.close()
    kept = everything_kept(file)
    assert ELM_ROAD in kept
    for word in ("@odata", "skiptoken", "deltatoken", "$skip", "nextLink", "calendarView", "https://", "eyJ"):
        assert word not in kept


def test_trap_07_every_request_for_diaries_wishes_for_immutable_ids_and_utc(
    canned: GraphHouse, rows: CannedRows
) -> None:
    rows.put("e1", **row("13:00", "14:00"))
    asyncio.run(canned.engine.poll())
    canned.poll()
    singles = [request.headers["prefer"] for request in rows.asked if request.method == "GET"]
    batched = [text for request in rows.asked for text in re.findall(r'"Prefer":"(.*?)"}', request.content.decode())]
    assert len(singles) >= 2
    assert len(batched) == 2
    for wish in (*singles, *(text.replace("\\", "") for text in batched)):
        assert 'IdType="ImmutableId"' in wish
        assert 'outlook.timezone="UTC"' in wish


def test_trap_08_a_view_is_asked_for_with_fields_and_a_size_and_nothing_that_it_does_not_take(
    canned: GraphHouse, rows: CannedRows
) -> None:
    rows.put("e1", **row("13:00", "14:00"))
    canned.poll()
    canned.poll()
    view, _, single = (parse_qs(request.url.query.decode()) for request in rows.asked)
    assert set(view) == {"startDateTime", "endDateTime", "$select", "$top"}
    assert set(single) == {"$select"}
    assert not {"createdDateTime", "lastModifiedDateTime"} & set(view["$select"][0].split(","))
    for asked in (view, single):
        assert not {"body", "bodyPreview", "iCalUId", "webLink"} & set(asked["$select"][0].split(","))


def test_trap_09_a_410_wipes_nothing_and_the_next_reading_goes_on_from_what_is_kept(house: GraphHouse) -> None:
    daily(house)
    before = house.watched()
    house.tenant.faults.set(Fault("gone"))
    house.read()
    assert house.watched() == before
    assert "410" in house.problem()
    house.tenant.faults.clear()
    house.read()
    assert [each.deadlines for each in house.watched()] == [each.deadlines for each in before]


def test_trap_10_after_a_fortnight_in_the_dark_a_new_process_reads_the_whole_diary(
    house: GraphHouse, outlook: Outlook
) -> None:
    house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD)
    house.read()
    # Not read before the darkness, in which it begins and ends.
    house.writes_entry("Visit", MONDAY + 7 * DAY + 13 * HOUR, MONDAY + 7 * DAY + 14 * HOUR, ELM_ROAD)
    house.clock.moment = MONDAY + 14 * DAY + 9 * HOUR
    house.tenant.tokens.revoke_all()
    house.writes_entry("Visit", MONDAY + 14 * DAY + 13 * HOUR, MONDAY + 14 * DAY + 14 * HOUR, ELM_ROAD)
    again = GraphHouse(outlook, at=house.clock.now(), store=house.store)
    again.read()
    assert again.due() == [clock("14:00"), clock("14:00", day=7), clock("14:00", day=14)]
    again.close()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (datetime(2026, 3, 28, tzinfo=UTC), "14:00"),
        (datetime(2026, 3, 30, tzinfo=UTC), "13:00"),
        (datetime(2026, 10, 24, tzinfo=UTC), "13:00"),
        (datetime(2026, 10, 26, tzinfo=UTC), "14:00"),
    ],
)
def test_trap_11_two_in_the_afternoon_in_london_is_the_right_moment_on_both_sides_of_a_change(
    canned: GraphHouse, rows: CannedRows, day: datetime, due: str
) -> None:
    canned.clock.moment = day + 6 * HOUR
    at = {"dateTime": f"{day:%Y-%m-%d}T14:00:00.1234567", "timeZone": "GMT Standard Time"}
    rows.put("e1", subject="Visit", categories=HOME_VISIT, start=at, end=at)
    canned.poll()
    assert [f"{each:%H:%M:%S.%f}" for each in canned.due()] == [f"{due}:00.123456"]


def test_trap_12_an_entry_of_whole_days_has_no_deadline_at_any_midnight(house: GraphHouse) -> None:
    house.writes_entry("Visits", MONDAY, MONDAY + 2 * DAY, ELM_ROAD, HOME_VISIT, all_day=True)
    house.read()
    assert house.due() == []
    for midnight in (MONDAY + DAY, MONDAY + 2 * DAY):
        house.clock.moment = midnight - MINUTE
        house.until(midnight + 30 * MINUTE)
    assert {each.recipient for each in house.rows()} == {"sam"}
    assert len(house.told("sam")) == 1


def test_trap_13_two_entries_whose_ids_differ_in_case_are_two_visits_in_the_database_too(
    outlook: Outlook, rows: CannedRows, tmp_path: Path
) -> None:
    store: Any = open_store(f"sqlite:///{tmp_path}/calsync.db")
    house = GraphHouse(outlook, transport=rows.transport, store=store)
    rows.put("AAMkAbC=", **row("10:00", "11:00"))
    rows.put("AAMkABC=", **row("13:00", "14:00", iCalUId="the same"))
    house.poll()
    assert house.due() == [clock("11:00"), clock("14:00")]
    del rows.rows["AAMkABC="]
    house.poll()
    assert house.due() == [clock("11:00")]
    house.close()
    store.close()


def test_trap_13_one_meeting_in_two_diaries_is_two_visits(house: GraphHouse) -> None:
    house.writes_entry("Joint visit", "13:00", "14:00", ELM_ROAD, attendees=[DEES])
    house.read()
    assert house.due("sam") == house.due("dee") == [clock("14:00")]


def test_trap_14_what_is_no_visit_is_dropped_and_no_body_is_ever_kept(outlook: Outlook, tmp_path: Path) -> None:
    file = tmp_path / "calsync.db"
    store: Any = open_store(f"sqlite:///{file}")
    house = GraphHouse(outlook, store=store)
    body = {"body": "<p>the-words-of-the-body</p>"}
    house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD, sensitivity="private", categories=HOME_VISIT, **body)
    for n, fields in enumerate(({"show_as": "free"}, {"sensitivity": "private"}, {"response": "declined"})):
        house.writes_entry(f"secret-subject-{n}", "15:00", "16:00", ELM_ROAD, **fields, **body)
    house.writes_entry("secret-subject-3", "15:00", "16:00", ELM_ROAD, cancelled=True, **body)
    house.until("09:03")
    assert house.due() == [clock("14:00")]
    house.close()
    store.close()
    kept = everything_kept(file)
    assert ELM_ROAD in kept
    assert "the-words-of-the-body" not in kept
    assert "secret-subject" not in kept


def test_trap_16_a_batch_that_failed_is_not_posted_a_second_time(wire: Wire) -> None:
    wire.answers = [httpx.Response(503, html="<html>later</html>")]
    wanted = [DiaryWanted(worker=who, start=MONDAY, end=MONDAY + DAY) for who in ("sam", "dee")]
    answers = wire.run(lambda graph: GraphCalendars(graph).snapshots(wanted))
    assert [getattr(each, "status", None) for each in answers] == [503, 503]
    posts = [request for request in wire.asked if request.method == "POST"]
    assert len(posts) == len(wire.asked) >= 1
    assert all(request.url.path.endswith("/$batch") for request in posts)
    ids = [re.findall(r"/users/(\w+)/", request.content.decode()) for request in posts]
    assert sorted(who for each in ids for who in each) == ["dee", "sam"]  # each was asked for once


class OverGraphMailbox:
    """The service mailbox of the tenant, on the loop on which its client lives."""

    def __init__(self, house: GraphHouse) -> None:
        self._house = house
        self._mailbox = GraphMailbox(house.graph)

    async def send(self, mail: OutgoingMail) -> SentMail:
        """As the mailbox answers."""
        return await asyncio.wrap_future(self._house.outlook.soon(self._mailbox.send(mail)))


def test_trap_18_mail_that_microsoft_took_is_no_word_from_anybody(house: GraphHouse) -> None:
    house.core = replace(house.core, notifiers={Channel.MAIL: MailNotifier(OverGraphMailbox(house))})
    house.engine = Engine(house.core)
    house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD)
    house.clock.moment = clock("13:58")
    house.until("14:21")
    assert {each.state for each in house.rows()} == {NotificationState.SENT}
    assert len(house.tenant.mail(SAMS)) == 2
    assert house.due() == [clock("14:00")]
    assert len(house.tenant.mail("morgan@clarendon.test")) == 1


@pytest.mark.parametrize("kind", ["access-denied", "no-mailbox"])
def test_trap_18_a_refused_mailbox_empties_no_diary_and_stands_as_unread(house: GraphHouse, kind: str) -> None:
    daily(house)
    house.tenant.faults.set(Fault(kind, SAMS))
    house.until("09:16")
    assert len(house.due()) == 2
    with house.store.transaction() as tx:
        assert [each.worker for each in tx.unread(house.clock.now())] == ["sam"]


def test_trap_22_the_whole_way_is_tried_against_a_server_that_answers(outlook: Outlook, house: GraphHouse) -> None:
    entry = house.writes_entry("Visit", "13:00", "14:00", ELM_ROAD)
    before = outlook.tenant.traffic.outlook
    house.read()
    house.read()
    assert outlook.tenant.traffic.outlook >= before + 5  # two diaries, twice, and one entry
    assert entry == event_id(outlook.tenant.event(SAMS, entry)) == house.visit.event_id
