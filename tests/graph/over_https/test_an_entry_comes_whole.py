"""An entry of a diary comes once, whole and under its own id, with all that a rule asks of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.demo.entries import Location
from calsync.demo.faults import Fault
from calsync.demo.recurrence import Recurrence
from calsync.domain.model import PlaceKind, Series
from calsync.errors import SourceRefused
from tests.graph.over_https.conftest import DAY, HOUR, MONDAY, House


def test_a_visit_comes_with_everything_that_a_rule_asks(house: House) -> None:
    made = house.tenant.add_event(
        "sam@clarendon.example", "Family support visit", MONDAY + HOUR, MONDAY + 2 * HOUR, "14 Elm Road, S60 3AB",
        ["Home visit"], attendees=["morgan@clarendon.example"],
    )  # fmt: skip
    [event] = house.snapshot().events
    assert (event.id, event.worker) == (made, house.sam)
    assert (event.start, event.end) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert (event.subject, event.categories, event.series) == ("Family support visit", ("Home visit",), Series.SINGLE)
    assert (event.place.text, event.place.postcode) == ("14 Elm Road, S60 3AB", "S60 3AB")
    assert (event.created, event.attendees) == (None, ())


def test_trap_01_every_occurrence_of_a_series_has_its_subject_and_place(house: House) -> None:
    house.tenant.add_event(
        "sam@clarendon.example", "Weekly visit", MONDAY, MONDAY + HOUR, "14 Elm Road", ["Home visit"],
        Recurrence.daily(MONDAY.date(), count=5),
    )  # fmt: skip
    events = house.snapshot().events
    assert len(events) == 2
    assert {(each.subject, each.place.street, each.series) for each in events} == {
        ("Weekly visit", "14 elm road", Series.OCCURRENCE)
    }
    assert len({each.id for each in events}) == 2


def test_trap_05_all_pages_are_read_past_an_empty_one(house: House) -> None:
    made = [
        house.tenant.add_event("sam@clarendon.example", f"Entry {n}", MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR)
        for n in range(10)
    ]
    house.tenant.faults.set(Fault("empty-page"))
    assert [event.id for event in house.snapshot().events] == made


def test_rows_that_come_twice_are_one_entry(house: House) -> None:
    made = [
        house.tenant.add_event("sam@clarendon.example", f"Entry {n}", MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR)
        for n in range(7)
    ]
    house.tenant.faults.set(Fault("repeated-rows"))
    assert [event.id for event in house.snapshot().events] == made


def test_trap_12_an_all_day_entry_keeps_its_date_in_summer_time(house: House) -> None:
    day = datetime(2026, 7, 6, tzinfo=UTC)
    house.tenant.add_event("sam@clarendon.example", "Leave", day, day + DAY, all_day=True, show_as="oof")
    [event] = house.snapshot(day - DAY, day + 2 * DAY).events
    assert (event.start, event.end, event.all_day, event.away) == (day, day + DAY, True, True)


def test_trap_13_an_entry_keeps_its_id_when_it_is_moved(house: House) -> None:
    made = house.tenant.add_event("sam@clarendon.example", "Visit", MONDAY, MONDAY + HOUR)
    house.tenant.change_event("sam@clarendon.example", made, start=MONDAY + 3 * HOUR, end=MONDAY + 4 * HOUR)
    [event] = house.snapshot().events
    assert (event.id, event.start) == (made, MONDAY + 3 * HOUR)


def test_trap_14_declined_cancelled_free_and_private_entries_say_so(house: House) -> None:
    mail = "sam@clarendon.example"
    house.tenant.add_event(mail, "Lunch", MONDAY, MONDAY + HOUR, show_as="free", sensitivity="private")
    house.tenant.add_event("morgan@clarendon.example", "Team", MONDAY, MONDAY + HOUR, attendees=[mail])
    copy = next(each for each in house.snapshot().events if each.subject == "Team")
    house.tenant.respond(mail, copy.id, "declined")
    lunch, team = sorted(house.snapshot().events, key=lambda each: each.id == copy.id)
    assert (lunch.free, lunch.private, lunch.declined) == (True, True, False)
    assert (team.declined, team.cancelled) == (True, False)


def test_one_entry_brings_when_it_was_made_and_which_colleagues_are_on_it(house: House) -> None:
    made = house.tenant.add_event(
        "sam@clarendon.example", "Joint visit", MONDAY, MONDAY + HOUR,
        attendees=["Dee@clarendon.example", "anwar@family.example"],
    )  # fmt: skip
    event = house.event(made)
    assert event is not None
    assert event.created == MONDAY
    assert event.attendees == ()  # invited is not coming along


def test_trap_02_only_an_entry_that_is_not_found_is_gone(house: House) -> None:
    made = house.tenant.add_event("sam@clarendon.example", "Visit", MONDAY, MONDAY + HOUR)
    house.tenant.delete_event("sam@clarendon.example", made)
    assert house.event(made) is None
    for kind in ("no-mailbox", "access-denied"):
        house.tenant.faults.clear()
        house.tenant.faults.set(Fault(kind))
        with pytest.raises(SourceRefused):
            house.event(made)


def test_a_room_is_a_room(house: House) -> None:
    house.tenant.add_event(
        "sam@clarendon.example", "Team", MONDAY, MONDAY + HOUR,
        Location(name="Boardroom", kind="conferenceRoom", uri="boardroom@clarendon.example"),
    )  # fmt: skip
    assert house.snapshot().events[0].place.kind is PlaceKind.ROOM
