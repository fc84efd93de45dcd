"""Every kind of entry that people write into Outlook: what is watched, until when, and who would be told.

From the simulated tenant through the real client and the engine. It is Monday 2 March 2026, nine o'clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.entries import Location
from tests.house import ELM_ROAD, MONDAY, OAK_STREET, clock
from tests.tenant_house import DEES, MORGANS, SAMS, GraphHouse

HOME_VISIT = ["Home visit"]
TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LADDER = {"sam": ["14:00", "14:10"], "dee": ["14:10"], "ash": ["14:10"], "morgan": ["14:20", "14:25"]}
"""Whom Clarendon's policy tells, and when, of a visit that was to end at 14:00."""


def ladder(house: GraphHouse, *people: str) -> dict[str, list[str]]:
    """At what times each was told."""
    return {who: house.told_at(who) for who in people or LADDER}


# --- single entries


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"location": ELM_ROAD}, "an address"),
        ({"categories": HOME_VISIT}, "a category alone"),
        ({"location": ELM_ROAD, "response": "tentativelyAccepted"}, "tentatively accepted"),
        ({"location": ELM_ROAD, "show_as": "workingElsewhere"}, "working elsewhere"),
        ({"location": ELM_ROAD, "online_meeting": True}, "a Teams link that Outlook added by itself"),
        ({"categories": HOME_VISIT, "sensitivity": "private"}, "private, and tagged as a visit"),
        ({"categories": HOME_VISIT, "show_as": "free"}, "shown as free, and tagged as a visit"),
        ({"location": Location(name=ELM_ROAD, kind="homeAddress", address={"street": "14 Elm Road"})}, "from the map"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_a_visit_is_watched_until_its_end_and_each_is_told_at_their_step(
    open_house: Callable[..., GraphHouse], entry: dict[str, object], why: str
) -> None:
    house = open_house(at="13:00")
    house.writes_entry("Family support", "13:00", "14:00", **entry)
    house.until("13:59")
    assert house.due() == [clock("14:00")], why
    assert ladder(house) == {who: [] for who in LADDER}
    house.until("14:26")
    assert ladder(house) == LADDER


@pytest.mark.parametrize(
    "entry",
    [
        {"location": ELM_ROAD, "sensitivity": "private"},
        {"location": ELM_ROAD, "sensitivity": "confidential"},
        {"location": ELM_ROAD, "show_as": "free"},
        {"location": ELM_ROAD, "show_as": "oof"},
        {"location": "Town Hall", "all_day": True},
        {"location": ELM_ROAD, "cancelled": True},
        {"categories": HOME_VISIT, "cancelled": True},
        {"location": ELM_ROAD, "response": "declined"},
        {"categories": HOME_VISIT, "response": "declined"},
        {"location": ELM_ROAD, "categories": ["Not a visit"]},
        {"location": Location(name="Room 2", kind="conferenceRoom", uri="room2@clarendon.test")},
        {"location": "Microsoft Teams Meeting", "online_meeting": True},
        {},
    ],
    ids=str,
)
def test_what_is_no_visit_is_watched_by_nobody_and_leaves_no_trace(house: GraphHouse, entry: dict[str, object]) -> None:
    whole = {"start": MONDAY, "end": TUESDAY} if entry.get("all_day") else {"start": "13:00", "end": "14:00"}
    house.writes_entry("Something else", **whole, **entry)
    house.until("09:02")
    assert house.watched() == []
    assert not [act for act in house.acts() if act.visit_id]


def test_several_locations_are_one_visit_with_every_door_on_the_call_sheet(house: GraphHouse) -> None:
    house.tenant.add_entry(
        SAMS,
        {
            "subject": "Two families",
            "start": clock("13:00"),
            "end": clock("14:00"),
            "locations": (Location(name=ELM_ROAD), Location(name=OAK_STREET)),
        },
    )
    house.until("14:21")
    assert house.due() == [clock("14:00")]
    assert f"Where: {ELM_ROAD}; {OAK_STREET}" in house.last("morgan").text


# --- lengths


def test_a_visit_without_length_is_due_when_it_starts(house: GraphHouse) -> None:
    house.writes_entry("Home visit", "14:00", "14:00", ELM_ROAD)
    house.until("14:26")
    assert house.due() == [clock("14:00")]
    assert ladder(house) == LADDER


def test_a_visit_across_midnight_is_due_on_the_other_side(house: GraphHouse) -> None:
    house.writes_entry("Night visit", "23:00", TUESDAY + HOUR, ELM_ROAD, HOME_VISIT)
    house.clock.moment = clock("23:30")
    house.read()
    house.until(TUESDAY + HOUR + timedelta(minutes=11))
    assert house.due() == [TUESDAY + HOUR]
    assert ladder(house, "sam") == {"sam": ["01:00", "01:10"]}
    assert house.told_at("sloane") == ["01:10"]  # at night the others' hours are over


def test_a_visit_longer_than_the_window_is_watched_to_its_end(house: GraphHouse) -> None:
    end = MONDAY + 4 * DAY + 12 * HOUR
    house.writes_entry("Residential", "10:00", end, ELM_ROAD, HOME_VISIT)
    house.read()
    assert house.due() == [end]
    for days in (1, 2, 3, 4):
        house.clock.moment = MONDAY + days * DAY + 10 * HOUR
        house.read()
        assert house.due() == [end]
    house.until(end + timedelta(minutes=1))
    assert house.told_at("sam") == ["12:00"]


def test_a_visit_that_began_before_the_window_and_left_the_diary_is_still_awaited(house: GraphHouse) -> None:
    end = MONDAY + 4 * DAY + 12 * HOUR
    made = house.writes_entry("Residential", "10:00", end, ELM_ROAD, HOME_VISIT)
    house.read()
    house.clock.moment = MONDAY + 2 * DAY + 10 * HOUR
    house.read()
    house.tenant.delete_event(SAMS, made)
    house.until(MONDAY + 2 * DAY + 10 * HOUR + timedelta(minutes=2))
    assert house.due() == [end]
    assert [each.subject.split(" [")[0] for each in house.told("sam")] == ["Are you not going, or have you finished?"]


@pytest.mark.parametrize("days", [1, 3], ids=["one-day", "three-days"])
def test_an_all_day_visit_is_a_question_for_its_times_on_its_morning_to_the_worker_alone(
    house: GraphHouse, days: int
) -> None:
    house.writes_entry("Home visits", TUESDAY, TUESDAY + days * DAY, ELM_ROAD, HOME_VISIT, all_day=True)
    house.read()
    assert house.due() == []
    assert [each.next_step_at for each in house.asked_only()] == [TUESDAY + 8 * HOUR]
    house.clock.moment = TUESDAY + 7 * HOUR + timedelta(minutes=58)
    house.until(TUESDAY + 8 * HOUR + timedelta(minutes=30))
    for day in range(1, days + 1):  # neither at a midnight nor on any later morning
        for hours in (0, 8, 9):
            house.clock.moment = TUESDAY + day * DAY + hours * HOUR - timedelta(minutes=2)
            house.until(TUESDAY + day * DAY + hours * HOUR + timedelta(minutes=2))
    assert [(each.recipient, each.sent) for each in house.rows()] == [("sam", TUESDAY + 8 * HOUR)]
    assert house.last("sam").subject.startswith("Your visit has no times")
    assert house.concerns() == ["no-times"]


def test_an_all_day_visit_in_summer_time_is_asked_about_at_eight_by_the_workers_own_clock(
    open_house: Callable[..., GraphHouse],
) -> None:
    monday = datetime(2026, 7, 6, tzinfo=UTC)
    house = open_house(at=monday + 5 * HOUR)
    # In London its midnight is eleven at night in UTC; an all-day entry is its date in any zone.
    house.writes_entry("Home visits", monday, monday + DAY, ELM_ROAD, HOME_VISIT, all_day=True)
    house.until(monday + 7 * HOUR + timedelta(minutes=5))
    assert [(each.recipient, each.sent) for each in house.rows()] == [("sam", monday + 7 * HOUR)]


def test_an_all_day_visit_that_is_given_times_is_watched_by_them(house: GraphHouse) -> None:
    made = house.writes_entry("Home visits", MONDAY, TUESDAY, ELM_ROAD, HOME_VISIT, all_day=True)
    house.until("09:05")
    assert house.told_at("sam") == ["09:01"]
    house.tenant.change_event(SAMS, made, all_day=False, start=clock("13:00"), end=clock("14:00"))
    house.until("14:21")
    assert house.due() == [clock("14:00")]
    assert house.told_at("morgan") == ["14:20"]


# --- one meeting in two diaries


def test_the_organisers_and_the_attendees_copy_of_one_meeting_are_a_visit_each(house: GraphHouse) -> None:
    house.writes_entry("Joint visit", "13:00", "14:00", ELM_ROAD, attendees=[DEES])
    house.until("14:01")
    assert house.due("sam") == house.due("dee") == [clock("14:00")]
    (sams,), (dees,) = house.watched("sam"), house.watched("dee")
    assert sams.visit.id != dees.visit.id
    assert house.told_at("sam") == house.told_at("dee") == ["14:00"]


def test_one_who_is_back_leaves_the_other_watched(house: GraphHouse) -> None:
    house.writes_entry("Joint visit", "13:00", "14:00", ELM_ROAD, attendees=[DEES])
    house.until("14:01")
    house.says("left, all fine", to=house.last("sam"))
    assert (house.due("sam"), house.due("dee")) == ([], [clock("14:00")])


def test_who_declines_is_not_watched_and_the_other_is(house: GraphHouse) -> None:
    house.writes_entry("Joint visit", "13:00", "14:00", ELM_ROAD, attendees=[DEES])
    house.read()
    house.tenant.respond(DEES, house.watched("dee")[0].visit.event_id, "declined")
    house.read()
    assert (house.due("sam"), house.due("dee")) == ([clock("14:00")], [])


def test_a_meeting_called_off_by_its_organiser_before_its_start_is_watched_in_no_copy(house: GraphHouse) -> None:
    made = house.writes_entry("Review at the family's", "13:00", "14:00", ELM_ROAD, attendees=[SAMS], owner=MORGANS)
    house.read()
    assert house.due() == [clock("14:00")]
    house.tenant.delete_event(MORGANS, made)  # the attendee's copy stays, marked as cancelled
    house.until("14:30")
    assert house.due() == []
    assert house.told("sam") == []


def test_a_meeting_called_off_by_its_organiser_after_its_start_ends_nobodys_visit(house: GraphHouse) -> None:
    made = house.writes_entry("Review at the family's", "13:00", "14:00", ELM_ROAD, attendees=[SAMS], owner=MORGANS)
    house.until("13:30")
    house.tenant.delete_event(MORGANS, made)
    house.until("14:26")
    assert house.due() == [clock("14:00")]
    assert house.told_at("sam")[0] == "13:31"  # not going, or finished?
    assert house.told_at("morgan") == LADDER["morgan"]
