"""A diary suddenly empty of all that lay ahead is told and not believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.emptied import ahead, is_emptied, missing
from calsync.domain.model import MailboxState, Snapshot, Unreadable, VisitState, Watched
from calsync.parsers.location import read_place
from tests.house import MONDAY, House, an_entry, clock
from tests.values import a_visit

NINE = clock("09:00")
STATE = MailboxState(worker="sam", watched_from=MONDAY, next_poll_at=NINE, ahead=3, ahead_until=clock("16:00"))


def snapshot(*events, unreadable=()) -> Snapshot:
    return Snapshot(worker="sam", start=clock("21:00", day=-1), end=clock("21:00", day=1), events=events,
                    unreadable=unreadable)  # fmt: skip


def planned(*numbers: int) -> list[Watched]:
    """So many planned visits of that day, each of an entry by its number."""
    return [
        Watched(
            visit=a_visit(
                id=f"v{n}",
                event_id=str(n),
                start=clock(f"1{n}:00"),
                end=clock(f"1{n}:30"),
                state=VisitState.PLANNED,
            )
        )
        for n in numbers
    ]


def test_what_lies_ahead_is_counted_within_the_hours_that_every_reading_covers():
    entries = (
        an_entry("past", "07:00", "08:00"),
        an_entry("a", "10:00", "11:00"),
        an_entry("b", "15:00", "16:00"),
        replace(an_entry("far"), start=clock("10:00", day=5), end=clock("11:00", day=5)),
        an_entry("off", "17:00", "18:00", cancelled=True),
    )
    assert ahead(snapshot(*entries), NINE) == {"ahead": 2, "ahead_until": clock("15:00")}


def test_a_planned_visit_is_missing_when_its_entry_is_neither_shown_nor_there_by_its_id():
    known = planned(1, 2, 3)
    shown = snapshot(an_entry("1", "11:00", "11:30"), unreadable=(Unreadable(worker="sam", id="2", why="odd"),))
    assert [each.visit.id for each in missing(known, shown, {"1", "2", "3"}, NINE)] == ["v3"]
    assert missing(known, snapshot(), (), NINE) == []


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_three_entries_that_lay_ahead_and_a_visit_gone_among_them_are_a_diary_emptied(lost):
    assert is_emptied(STATE, snapshot(), planned(*range(1, lost + 1)), [], NINE)


def test_three_visits_gone_at_once_are_one_however_few_entries_were_counted():
    assert is_emptied(replace(STATE, ahead=0, ahead_until=None), snapshot(), planned(1, 2, 3), [], NINE)


def test_what_was_cancelled_a_reading_ago_counts_with_what_is_gone_now():
    state = replace(STATE, ahead=1)
    assert is_emptied(state, snapshot(), planned(1), planned(2, 3), NINE)
    assert not is_emptied(state, snapshot(), planned(1), planned(2), NINE)


@pytest.mark.parametrize("entries", [1, 2])
def test_one_or_two_gone_are_an_ordinary_cancelling(entries):
    lost = planned(*range(1, entries + 1))
    assert not is_emptied(replace(STATE, ahead=entries), snapshot(), lost, [], NINE)


def test_entries_that_vanish_with_no_visit_gone_among_them_are_nobodys_worry():
    assert not is_emptied(STATE, snapshot(), [], [], NINE)


def test_the_rest_of_a_diary_that_vanishes_a_reading_after_its_visits_is_one_emptied():
    state = replace(STATE, ahead=1)
    assert is_emptied(state, snapshot(), [], planned(2, 3), NINE)
    assert not is_emptied(state, snapshot(), [], planned(3), NINE)


def test_visits_cancelled_before_the_last_meeting_begins_or_is_called_off_are_believed():
    over = replace(STATE, ahead=1, ahead_until=NINE)
    assert not is_emptied(over, snapshot(), [], planned(1, 2, 3), NINE)
    called_off = snapshot(an_entry("e9", "17:00", "18:00", cancelled=True))
    assert not is_emptied(replace(STATE, ahead=1), called_off, [], planned(1, 2, 3), NINE)


def test_one_entry_that_still_stands_ahead_makes_the_others_believed():
    assert not is_emptied(STATE, snapshot(an_entry("e9", "17:00", "18:00")), planned(1, 2, 3), [], NINE)


def test_one_entry_that_can_not_be_read_makes_nothing_believed():
    odd = (Unreadable(worker="sam", id="e9", why="odd"),)
    assert is_emptied(STATE, snapshot(unreadable=odd), planned(1, 2, 3), [], NINE)


def test_it_stays_emptied_whatever_arrives_until_nothing_is_missing_any_more():
    state = replace(STATE, emptied_since=NINE)
    invitation = snapshot(an_entry("e9", "21:00", "22:00"))
    assert is_emptied(state, invitation, planned(1), [], NINE)
    assert not is_emptied(state, invitation, [], [], NINE)


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


def test_a_wipe_that_takes_the_visits_first_and_the_last_meeting_afterwards_is_not_believed_and_told_once():
    house = three_visits()
    house.entry("9", "16:30", "17:00", subject="Team meeting", place=read_place(""), categories=())
    house.poll()
    for number in "123":
        house.delete(number)
    house.go_to("09:06")
    assert [each.visit.state for each in house.watched()] == [VisitState.CANCELLED] * 3
    house.delete("9")
    house.go_to("09:30")
    assert [each.visit.state for each in house.watched()] == [VisitState.PLANNED] * 3
    with house.store.transaction() as tx:
        (told,) = tx.standing_notices()
    assert (told.cause, told.about) == ("diary-emptied", "sam")
    assert told.words.startswith("The 3 planned visits")
    house.go_to("11:21")
    assert house.told("morgan")


def test_visits_cancelled_in_the_morning_stay_cancelled_when_the_last_meeting_goes_hours_later():
    house = three_visits()
    house.entry("9", "16:30", "17:00", subject="Team meeting", place=read_place(""), categories=())
    house.poll()
    for number in "123":
        house.delete(number)
    house.go_to("09:30")
    house.delete("9")
    house.go_to("09:40")
    assert [each.visit.state for each in house.watched()] == [VisitState.CANCELLED] * 3


def test_one_visit_cancelled_after_another_is_believed_each_time():
    house = three_visits(at="07:00")
    for number in "321":
        house.delete(number)
        house.poll()
        house.clock.go(20)
    assert [each.visit.state for each in house.watched()] == [VisitState.CANCELLED] * 3


def test_a_new_entry_in_an_emptied_diary_does_not_make_it_believed():
    house = three_visits()
    for number in "123":
        house.delete(number)
    house.poll()
    house.entry("4", "17:00", "18:00")
    house.poll()
    assert [each.visit.state for each in house.watched()] == [VisitState.PLANNED] * 4


def test_an_entry_made_anew_in_the_place_of_a_missing_one_takes_its_place():
    house = three_visits()
    for number in "123":
        house.delete(number)
    house.poll()
    house.entry("4", "10:00", "11:00")
    house.poll()
    states = {each.visit.event_id: each.visit.state for each in house.watched()}
    assert (states["1"], states["2"], states["4"]) == (VisitState.CANCELLED, VisitState.PLANNED, VisitState.PLANNED)


def test_what_a_wipe_cancelled_one_reading_ago_is_planned_again_with_its_alarm():
    house = three_visits()
    house.entry("4", "17:00", "18:00")
    house.poll()
    for number in "124":
        house.delete(number)
    house.poll()  # three of four are gone: one still stands ahead, and nothing looks odd
    assert [each.visit.state for each in house.watched()].count(VisitState.CANCELLED) == 3
    house.clock.go(1)
    house.delete("3")
    house.poll()
    assert [each.visit.state for each in house.watched()] == [VisitState.PLANNED] * 4
    house.go_to("11:21")
    assert house.told("morgan")
