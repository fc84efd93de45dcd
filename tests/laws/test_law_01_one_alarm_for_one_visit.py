"""Law 1, of entries that vanish and come back: no second alarm, and no lost one."""

from __future__ import annotations

import pytest

from calsync.domain.model import Place, Role
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock


@pytest.fixture
def begun():
    """Sam's visit of 13:00 to 14:00 began ten minutes ago."""
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    return house


def alarms(house):
    """When Morgan was first told, of how many deadlines."""
    house.go_to("14:40")
    told = house.told("morgan")
    return len({each.notification.deadline_id for each in told}), min(each.notification.recorded for each in told)


def test_a_new_entry_overlapping_at_the_same_place_takes_over_the_deadline_of_the_one_that_vanished(begun):
    begun.delete()
    begun.entry("e2", "13:00", "14:00")
    assert alarms(begun) == (1, clock("14:20"))
    assert begun.visit.event_id == "e2"


def test_the_new_entry_takes_over_also_when_it_came_a_poll_after_the_other_had_vanished(begun):
    begun.delete()
    begun.tick()
    begun.entry("e2", "13:00", "14:00")
    assert alarms(begun) == (1, clock("14:20"))


def test_the_new_entry_takes_over_also_when_it_came_a_poll_before_the_other_vanished(begun):
    begun.entry("e2", "13:00", "14:00")
    begun.tick()
    begun.delete("e1")
    begun.tick()
    assert alarms(begun) == (1, clock("14:20"))


def test_an_entry_at_another_place_takes_over_nothing(begun):
    begun.delete()
    begun.entry("e2", "13:00", "14:00", place=read_place(OAK_STREET))
    begun.tick()
    assert len(begun.open()) == 2


def test_an_entry_that_does_not_overlap_takes_over_nothing(begun):
    begun.delete()
    begun.entry("e2", "14:00", "15:00")
    begun.tick()
    assert len(begun.open()) == 2


def test_one_new_entry_takes_over_one_deadline_and_the_other_is_not_lost(begun):
    begun.entry("e3", "13:05", "14:00")
    begun.tick()
    begun.delete("e1")
    begun.delete("e3")
    begun.entry("e2", "13:00", "14:00")
    begun.tick()
    assert len(begun.open()) == 2


def test_an_entry_restored_after_the_start_brings_one_alarm(begun):
    event = begun.calendars.diaries["sam"]["e1"]
    begun.delete()
    begun.tick()
    begun.calendars.put(event)
    assert alarms(begun) == (1, clock("14:20"))


def test_a_visit_known_by_its_category_alone_and_restored_after_the_start_brings_one_alarm():
    house = House(at="12:00")
    house.entry(place=Place(), categories=("Home visit",))
    house.go_to("13:10")
    house.change(categories=())
    house.tick()
    house.change(categories=("Home visit",))
    assert alarms(house) == (1, clock("14:20"))


def test_an_entry_moved_away_after_the_start_and_moved_back_brings_one_alarm(begun):
    begun.change(start=clock("13:00", day=1), end=clock("14:00", day=1))
    begun.tick()
    begun.change(start=clock("13:00"), end=clock("14:00"))
    assert alarms(begun) == (1, clock("14:20"))


def test_an_entry_moved_to_tomorrow_after_the_start_is_watched_tomorrow_too(begun):
    begun.change(start=clock("13:00", day=1), end=clock("14:00", day=1))
    begun.tick()
    assert [deadline.due for deadline in begun.open()] == [clock("14:00"), clock("14:00", day=1)]


def test_an_entry_marked_done_and_moved_to_tomorrow_in_one_edit_is_watched_tomorrow(begun):
    begun.change(categories=("Visit done",), start=clock("13:00", day=1), end=clock("14:00", day=1))
    begun.tick()
    assert clock("14:00", day=1) in [deadline.due for deadline in begun.open()]


@pytest.mark.parametrize("days", [1, 7, 30])
def test_last_weeks_entry_dragged_to_a_new_day_is_watched_there(days):
    house = House(at="12:00")
    house.entry()
    house.go_to("14:01")
    house.says("left, all fine", to=house.last("sam"))
    house.clock.moment = clock("09:00", day=days)
    house.tick()
    house.change(start=clock("13:00", day=days), end=clock("14:00", day=days))
    house.tick()
    assert [deadline.due for deadline in house.open()] == [clock("14:00", day=days)]


def test_an_entry_cancelled_last_week_and_restored_for_a_new_day_is_watched_there():
    house = House(at="10:00")
    event = house.entry()
    house.tick()
    house.delete()
    house.tick()
    house.clock.moment = clock("09:00", day=3)
    house.tick()
    house.calendars.put(event)
    house.change(start=clock("13:00", day=3), end=clock("14:00", day=3))
    house.tick()
    assert [deadline.due for deadline in house.open()] == [clock("14:00", day=3)]


def test_deleting_a_longer_entry_at_the_same_place_does_not_quiet_an_alarm_that_runs():
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "13:00", "17:00")
    house.go_to("14:21")
    before = len(house.told("morgan"))
    house.delete("e2")
    house.go_to("14:31")
    assert before == 1
    assert len(house.told("morgan")) == 3


def test_deleting_one_of_two_begun_entries_at_the_same_place_takes_the_earlier_end_from_nobody():
    house = House(at="12:00")
    house.entry("e1", "13:00", "15:00")
    house.entry("e2", "13:05", "13:40")
    house.go_to("13:10")
    house.delete("e1")
    house.go_to("14:01")
    assert min(each.notification.recorded for each in house.told("morgan")) == clock("14:00")


def test_a_call_for_help_about_an_entry_outlives_its_being_merged_with_another():
    house = House(at="12:00")
    house.entry("e1", "13:00", "14:00")
    house.go_to("13:05")
    house.entry("e2", "13:00", "14:00")
    house.go_to("13:10")
    house.says("help")
    for event_id in ("e1", "e2"):
        house.delete(event_id)
        house.tick()
    assert house.alarms == ["help"]
    house.go_to("13:30")
    assert len(house.told("morgan")) >= 4


def test_of_two_visits_in_a_row_at_one_place_deleting_the_first_leaves_the_second_watched():
    house = House(at="12:00")
    house.entry("e1", "13:00", "13:30")
    house.entry("e2", "13:28", "14:00")
    house.go_to("13:29")
    house.delete("e1")
    house.go_to("13:40")
    assert [each.due for each in house.open()] == [clock("13:30"), clock("14:00")]


def test_an_all_day_visit_that_is_given_an_end_after_it_began_is_watched_from_then_on():
    house = House(at="12:00")
    house.entry(categories=("Home visit",))
    house.tick()
    house.change(categories=("Home visit",), all_day=True, start=clock("12:30"), end=clock("23:00"))
    house.go_to("12:40")
    assert [step.roles for deadline in house.open() for step in deadline.steps] == [(Role.WORKER,)]
    house.change(categories=("Home visit",), all_day=False, start=clock("12:30"), end=clock("14:00"))
    house.tick()
    assert [each.due for each in house.open()] == [clock("14:00")]
    house.go_to("14:21")
    assert house.told("morgan")
