"""Entries as no writer of a client expects them: odd zones, years, values, texts, and rows that nobody can read.

Whatever one entry is, the rest of its page counts (law 14).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from calsync.demo.faults import Fault
from tests.house import ELM_ROAD, OAK_STREET, clock
from tests.tenant_house import SAMS, CannedRows, GraphHouse, Outlook

HOME_VISIT = ["Home visit"]


def when(text: str, zone: str = "UTC") -> dict[str, str]:
    """A time as Graph writes it."""
    return {"dateTime": text, "timeZone": zone}


@pytest.fixture
def rows() -> CannedRows:
    return CannedRows()


@pytest.fixture
def canned(open_house: Callable[..., GraphHouse], outlook: Outlook, rows: CannedRows) -> Callable[..., GraphHouse]:
    """Opens a house in which Outlook sends the canned rows."""
    return lambda **changes: open_house(transport=rows.transport, **changes)


# --- zones


@pytest.mark.parametrize(
    ("zone", "by_the_wall", "due"),
    [
        ("UTC", "2026-07-06T14:00:00.0000000", "14:00"),
        ("GMT Standard Time", "2026-07-06T15:00:00.0000000", "14:00"),
        ("Europe/London", "2026-07-06T15:00:00.0000000", "14:00"),
        ("W. Europe Standard Time", "2026-07-06T16:00:00.0000000", "14:00"),
        ("Etc/GMT", "2026-07-06T14:00:00.0000000", "14:00"),
        ("Greenwich Standard Time", "2026-07-06T14:00:00.0000000", "14:00"),
        ("tzone://Microsoft/Utc", "2026-07-06T14:00:00.0000000", "14:00"),
        ("tzone://Microsoft/Custom", "2026-07-06T15:00:00.0000000+01:00", "14:00"),
    ],
)
def test_a_visit_is_due_at_the_moment_that_its_zone_means(
    canned: Callable[..., GraphHouse], rows: CannedRows, zone: str, by_the_wall: str, due: str
) -> None:
    house = canned(at=datetime(2026, 7, 6, 8, tzinfo=UTC))
    rows.put("e1", subject="Visit", categories=HOME_VISIT, start=when(by_the_wall, zone), end=when(by_the_wall, zone))
    house.read()
    assert [f"{each:%Y-%m-%d %H:%M}" for each in house.due()] == [f"2026-07-06 {due}"]


@pytest.mark.parametrize("zone", ["GMT Standard Time", "Europe/London"])
def test_of_an_hour_that_comes_twice_the_first_counts(
    canned: Callable[..., GraphHouse], rows: CannedRows, zone: str
) -> None:
    house = canned(at=datetime(2026, 10, 24, 22, tzinfo=UTC))
    start, end = when("2026-10-25T00:15:00.0000000", zone), when("2026-10-25T01:30:00.0000000", zone)
    rows.put("e1", subject="Visit", categories=HOME_VISIT, start=start, end=end)
    house.read()
    assert house.due() == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]  # asked an hour early rather than late


def test_an_hour_that_never_comes_is_a_moment_all_the_same(canned: Callable[..., GraphHouse], rows: CannedRows) -> None:
    house = canned(at=datetime(2026, 3, 28, 22, tzinfo=UTC))
    zone = "GMT Standard Time"
    start, end = when("2026-03-29T00:15:00.0000000", zone), when("2026-03-29T01:30:00.0000000", zone)
    rows.put("e1", subject="Visit", categories=HOME_VISIT, start=start, end=end)
    house.read()
    assert house.due() == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]


def test_a_zone_of_somebodys_own_without_an_offset_is_set_aside_and_the_rest_counts(
    canned: Callable[..., GraphHouse], rows: CannedRows
) -> None:
    house = canned()
    custom = when("2026-03-02T13:00:00.0000000", "tzone://Microsoft/Custom")
    rows.put("e1", subject="Visit", categories=HOME_VISIT, start=custom, end=custom)
    good(rows)
    house.read()
    assert house.due() == [clock("11:00")]
    assert house.concerns() == ["unreadable", "no-address"]


# --- values


def good(rows: CannedRows, id_: str = "good", **fields: Any) -> None:
    """A row of a plain visit until eleven."""
    plain = {"start": when("2026-03-02T10:00:00.0000000"), "end": when("2026-03-02T11:00:00.0000000")}
    rows.put(id_, **{"subject": "Visit", "categories": HOME_VISIT} | plain | fields)


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "unknownFutureValue"},
        {"showAs": "unknownFutureValue"},
        {"sensitivity": "unknownFutureValue"},
        {"responseStatus": {"response": "unknownFutureValue", "time": "0001-01-01T00:00:00Z"}},
        {"responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"}},
        {"createdDateTime": "0001-01-01T00:00:00Z", "lastModifiedDateTime": "0001-01-01T00:00:00Z"},
        {"createdDateTime": "yesterday"},
        {"attendees": [{"type": "unknownFutureValue", "status": {"time": "0001-01-01T00:00:00Z"}}]},
        {"location": {"displayName": "", "coordinates": {}, "address": {}}, "locations": []},
        {"location": None, "locations": None, "subject": None, "showAs": None, "isAllDay": None},
        {"recurrence": {"pattern": {"type": "hourly"}}, "somethingNew": [1, {"a": None}]},
        {"subject": "x" * 10_000},
        {"subject": "\u202eזיארה ביתית\u202c 👩‍👧‍👦🏠 زيارة", "location": {"displayName": "‏14 רחוב האלה‏ 🏠"}},
        {"subject": "<script>alert(1)</script>\r\nBcc: everybody@clarendon.test"},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_a_visit_with_an_odd_value_is_watched_to_its_end_and_told(
    canned: Callable[..., GraphHouse], rows: CannedRows, odd: dict[str, Any]
) -> None:
    house = canned(at="10:30")
    good(rows, **odd)
    house.until("11:21")
    assert house.due() == [clock("11:00")]
    assert house.told_at("sam") == ["11:00", "11:10"]
    assert house.told_at("morgan") == ["11:20"]
    subject = house.last("morgan").subject
    assert len(subject) < 100
    assert "\n" not in subject


def test_an_entry_with_nothing_but_its_times_is_no_visit_and_harms_nothing(
    canned: Callable[..., GraphHouse], rows: CannedRows
) -> None:
    house = canned()
    bare = {"start": when("2026-03-02T12:00:00.0000000"), "end": when("2026-03-02T13:00:00.0000000")}
    rows.rows["bare"] = {"id": "bare"} | bare
    good(rows)
    house.read()
    assert house.due() == [clock("11:00")]
    assert house.concerns() == ["no-address"]  # of the other entry, which has a category and no place


def test_a_begun_visit_whose_entry_loses_all_but_its_times_is_still_awaited(house: GraphHouse) -> None:
    house.writes_entry("Home visit", "13:00", "14:00", ELM_ROAD, HOME_VISIT)
    house.until("13:30")
    house.tenant.faults.set(Fault("odd-missing", SAMS))
    house.until("14:21")
    assert house.due() == [clock("14:00")]
    assert house.told_at("morgan") == ["14:20"]


# --- entries that nobody can read

UNREADABLE: dict[str, dict[str, Any]] = {
    "no start": {"start": None},
    "no end": {"end": None},
    "an empty start": {"start": {}},
    "a time that is none": {"end": when("2026-03-02T25:61:00.0000000")},
    "the year 1": {"start": when("0001-01-01T00:00:00.0000000"), "end": when("0001-01-01T00:00:00.0000000")},
    "the year 9999": {"end": when("9999-12-31T23:59:59.0000000")},
    "an end before its start": {"end": when("2026-03-02T09:00:00.0000000")},
    "a zone that nobody knows": {"start": when("2026-03-02T10:00:00.0000000", "Atlantis Standard Time")},
    "a number for a subject": {"subject": 7},
    "a text for its categories": {"categories": "Home visit"},
    "a text for its times": {"start": "2026-03-02T10:00:00Z"},
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_an_entry_that_can_not_be_read_is_set_aside_and_told_and_the_rest_of_the_page_counts(
    canned: Callable[..., GraphHouse], rows: CannedRows, how: str
) -> None:
    house = canned(at="10:30")
    good(rows, "bad", **UNREADABLE[how])
    good(rows)
    rows.rows["list"] = {"id": "list"} | {"start": [], "end": []}
    house.until("11:21")
    assert house.problem() == ""
    assert house.due() == [clock("11:00")]
    assert house.told_at("morgan") == ["11:20"]
    assert house.concerns().count("unreadable") == 2
    assert house.notices() == ["entry-unreadable", "entry-unreadable"]
    assert [act.what for act in house.acts()].count("entry-unreadable") == 2  # told once, and not at every reading


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_begun_visit_whose_entry_can_not_be_read_any_more_keeps_its_deadline(
    canned: Callable[..., GraphHouse], rows: CannedRows, how: str
) -> None:
    house = canned(at="10:30")
    good(rows)
    house.until("10:32")
    good(rows, **UNREADABLE[how])
    house.until("11:21")
    assert house.due() == [clock("11:00")]
    assert house.told_at("sam") == ["11:00", "11:10"]  # and nobody asks whether the visit takes place
    assert house.told_at("morgan") == ["11:20"]


@pytest.mark.parametrize("kind", ["odd-no-times", "odd-bad-times", "odd-year-one", "odd-reversed"])
def test_one_unreadable_occurrence_leaves_the_page_and_the_other_diary_whole(house: GraphHouse, kind: str) -> None:
    house.writes_entry("Odd one", "10:00", "11:00", ELM_ROAD)
    for n in range(4):  # so that the odd one is not alone on its page, nor the last
        house.writes_entry(f"Visit {n}", f"1{n}:00", f"1{n}:30", OAK_STREET)
    house.tenant.faults.set(Fault(kind, SAMS, entry="odd one"))
    house.read()
    assert house.due() == [clock(f"1{n}:30") for n in range(4)]
    assert house.concerns() == ["unreadable"]
    assert house.problem() == ""


@pytest.mark.parametrize("kind", ["odd-zone", "odd-values", "odd-long-subject", "odd-script"])
def test_what_is_merely_odd_is_watched_as_any_other(house: GraphHouse, kind: str) -> None:
    house.writes_entry("Odd one", "13:00", "14:00", ELM_ROAD, HOME_VISIT)
    house.tenant.faults.set(Fault(kind, SAMS))
    house.read()
    assert house.due() == [clock("14:00")]
    assert house.concerns() == []
