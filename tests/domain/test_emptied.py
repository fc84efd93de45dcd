"""A diary suddenly empty of all that lay ahead is told and not believed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from calsync.domain.emptied import ahead, is_emptied
from calsync.domain.model import MailboxState, Snapshot, Unreadable, VisitState
from tests.house import MONDAY, House, an_entry, clock

NINE = clock("09:00")
STATE = MailboxState(worker="sam", watched_from=MONDAY, next_poll_at=NINE, ahead=3, ahead_until=clock("16:00"))


def snapshot(*events, unreadable=()) -> Snapshot:
    return Snapshot(worker="sam", start=clock("21:00", day=-1), end=clock("21:00", day=1), events=events,
                    unreadable=unreadable)  # fmt: skip


def test_what_lies_ahead_is_counted_within_the_hours_that_every_reading_covers():
    entries = (
        an_entry("past", "07:00", "08:00"),
        an_entry("a", "10:00", "11:00"),
        an_entry("b", "15:00", "16:00"),
        replace(an_entry("far"), start=clock("10:00", day=5), end=clock("11:00", day=5)),
        an_entry("off", "17:00", "18:00", cancelled=True),
    )
    assert ahead(snapshot(*entries), NINE) == {"ahead": 2, "ahead_until": clock("15:00")}


def test_three_entries_gone_at_once_are_a_diary_emptied():
    assert is_emptied(STATE, snapshot(), NINE)


@pytest.mark.parametrize("entries", [1, 2])
def test_one_or_two_gone_are_an_ordinary_cancelling(entries):
    assert not is_emptied(replace(STATE, ahead=entries), snapshot(), NINE)


def test_a_day_that_is_over_is_no_emptied_diary():
    assert not is_emptied(STATE, snapshot(), clock("16:00"))


def test_one_entry_that_still_stands_ahead_makes_the_others_believed():
    assert not is_emptied(STATE, snapshot(an_entry("e9", "17:00", "18:00")), NINE)


def test_an_entry_that_can_not_be_read_is_an_entry():
    assert not is_emptied(STATE, snapshot(unreadable=(Unreadable(worker="sam", id="e1", why="odd"),)), NINE)


def test_it_stays_emptied_until_an_entry_stands_ahead_again():
    state = replace(STATE, emptied_since=NINE)
    assert is_emptied(state, snapshot(), clock("20:00"))
    assert not is_emptied(state, snapshot(an_entry("e9", "21:00", "22:00")), clock("20:00"))


def three_visits(at: str = "09:00") -> House:
    house = House(at=at)
    for number, start, end in (("1", "10:00", "11:00"), ("2", "13:00", "14:00"), ("3", "15:00", "16:00")):
        house.entry(number, start, end)
    house.poll()
    return house


def test_planned_visits_stay_watched_in_an_emptied_diary_and_alarm_as_ever():
    house = three_visits()
    for number in "123":
        house.delete(number)
    house.go_to("09:05")
    assert [each.visit.state for each in house.watched()] == [VisitState.PLANNED] * 3
    house.go_to("11:21")
    assert house.told("morgan")


def test_it_is_in_the_audit_once():
    house = three_visits()
    for number in "123":
        house.delete(number)
    house.go_to("09:10")
    assert [act.what for act in house.acts()].count("diary-emptied") == 1


def test_entries_that_are_back_are_the_same_visits_with_the_same_deadlines():
    house = three_visits()
    before = [deadline.id for deadline in house.open()]
    for number in "123":
        house.delete(number)
    house.go_to("09:05")
    three = [an_entry("1", "10:00", "11:00"), an_entry("2", "13:00", "14:00"), an_entry("3", "15:00", "16:00")]
    for entry in three:
        house.calendars.put(entry)
    house.go_to("09:10")
    assert [deadline.id for deadline in house.open()] == before
    (state,) = house.mailboxes()
    assert state.emptied_since is None


def test_one_visit_cancelled_after_another_is_believed_each_time():
    house = three_visits()
    for number in "321":
        house.delete(number)
        house.poll()
        house.clock.go(1)
    assert [each.visit.state for each in house.watched()] == [VisitState.CANCELLED] * 3


def test_a_new_entry_in_an_emptied_diary_makes_it_believed_again():
    house = three_visits()
    for number in "123":
        house.delete(number)
    house.poll()
    house.entry("4", "17:00", "18:00")
    house.poll()
    states = {each.visit.event_id: each.visit.state for each in house.watched()}
    assert states == {"1": VisitState.CANCELLED, "2": VisitState.CANCELLED, "3": VisitState.CANCELLED,
                      "4": VisitState.PLANNED}  # fmt: skip
    assert asyncio.run(house.engine.poll()) == []
