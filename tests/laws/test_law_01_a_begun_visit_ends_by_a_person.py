"""Law 1: a visit that has begun ends by a person, never by a diary."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind, DeadlineState, VisitState
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock, late


@pytest.fixture
def begun():
    """Sam's visit of 13:00 to 14:00 began ten minutes ago."""
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    return house


def alarmed_at_20(house):
    house.go_to("14:25")
    return [each.notification.recorded for each in house.told("morgan")]


EDITS = {
    "deleted": lambda house: house.delete(),
    "cancelled": lambda house: house.change(cancelled=True),
    "declined": lambda house: house.change(declined=True),
    "tagged as no visit": lambda house: house.change(categories=("Not a visit",)),
    "shown as free": lambda house: house.change(free=True),
    "made private": lambda house: house.change(private=True),
    "moved to tomorrow": lambda house: house.change(start=clock("13:00", day=1), end=clock("14:00", day=1)),
    "moved to yesterday": lambda house: house.change(start=clock("13:00", day=-1), end=clock("14:00", day=-1)),
    "without its place": lambda house: house.change(place=read_place("")),
    "moved to an own site": lambda house: house.change(place=read_place("1 Clarendon Road, Leeds LS2 9NN")),
    "made an all-day entry": lambda house: house.change(start=clock("00:00"), end=clock("00:00", day=1), all_day=True),
}


@pytest.mark.parametrize("how", EDITS)
def test_no_edit_of_a_begun_visits_entry_closes_its_deadline(begun, how):
    EDITS[how](begun)
    assert alarmed_at_20(begun)[0] == clock("14:20")
    assert {deadline.state for each in begun.watched() for deadline in each.deadlines} == {DeadlineState.OPEN}


def test_shortening_the_entry_makes_the_deadline_earlier_and_closes_nothing(begun):
    begun.change(end=clock("13:05"))
    begun.poll()
    assert begun.deadline.due == clock("13:20")
    begun.go_to("13:40")
    assert len(begun.told("morgan")) == 1


def test_an_emptied_calendar_closes_nothing(begun):
    begun.entry("e2", "14:30", "15:30", place=read_place(OAK_STREET))
    begun.tick()
    begun.calendars.diaries["sam"].clear()
    assert alarmed_at_20(begun)[0] == clock("14:20")


@pytest.mark.parametrize(
    "error", [SourceRefused("no", status=403), SourceRefused("no", status=404), SourceUnavailable("no", status=503)]
)
def test_a_diary_that_can_not_be_read_closes_nothing(begun, error):
    begun.calendars.refuse("sam", error)
    assert alarmed_at_20(begun)[0] == clock("14:20")


def test_an_entry_missing_from_the_diary_and_refused_when_asked_for_is_not_gone(begun):
    begun.delete()
    begun.calendars.refuse("sam", SourceRefused("no", status=403), entries=True)
    begun.go_to("13:30")
    assert begun.visit.left_diary is None
    assert begun.told("sam") == []


def test_an_entry_missing_from_the_diary_alone_is_asked_for_by_its_id_before_it_counts_as_gone(begun):
    event = begun.calendars.diaries["sam"]["e1"]
    begun.calendars.diaries["sam"]["e1"] = event.__class__(
        worker="sam", id="e1", start=clock("13:00", day=90), end=clock("14:00", day=90), change_key="7"
    )
    begun.poll()
    assert begun.calendars.asked[-1] == "e1"
    assert begun.open()


def test_an_entry_taken_out_before_the_start_cancels_and_tells_nobody():
    house = House(at="12:00")
    house.entry()
    house.go_to("12:59")
    house.delete()
    house.poll()
    house.go_to("15:00")
    assert house.deadline.state is DeadlineState.CANCELLED
    assert house.mail.sent == []


def test_begun_is_judged_when_the_diary_has_been_read_so_an_entry_that_vanished_in_the_last_second_had_begun():
    house = House(at="12:00")
    house.entry()
    house.go_to("12:59")
    house.delete()

    def the_visit_starts_meanwhile():
        house.clock.moment = clock("13:00")

    house.calendars.before_snapshot = the_visit_starts_meanwhile
    house.poll()
    assert house.deadline.is_open
    house.send()
    assert len(house.told("sam")) == 1


def test_a_visit_cancelled_before_its_start_comes_back_under_the_same_key():
    house = House(at="12:00")
    event = house.entry()
    house.tick()
    before = house.visit.id, house.deadline.id
    house.delete()
    house.tick()
    assert house.visit.state is VisitState.CANCELLED
    house.calendars.put(event)
    house.tick()
    assert (house.visit.id, house.deadline.id) == before
    house.go_to("14:20")
    assert len(house.told("morgan")) == 1


@pytest.mark.parametrize("how", ["deleted", "cancelled", "tagged as no visit", "moved to tomorrow"])
def test_a_removal_after_the_start_asks_the_worker_within_one_poll(begun, how):
    EDITS[how](begun)
    begun.tick()
    (message,) = begun.told("sam")
    assert "not going, or have you finished" in message.subject
    begun.go_to("13:30")
    assert len(begun.told("sam")) == 1


def test_a_second_removal_of_an_entry_that_came_back_asks_the_worker_again(begun):
    event = begun.calendars.diaries["sam"]["e1"]
    begun.delete()
    begun.tick()
    begun.says("still here", to=begun.last("sam"))
    begun.calendars.put(event)
    begun.go_to("13:20")
    begun.delete()
    begun.go_to("13:25")
    assert len(begun.told("sam")) == 2


def test_the_worker_closes_it_by_answering_the_question_about_the_removed_entry(begun):
    begun.delete()
    begun.tick()
    begun.says("yes, finished, all safe", to=begun.last("sam"))
    assert begun.deadline.closed_by == "sam"


def test_a_named_person_closes_it_with_a_reason_and_without_a_reason_does_not():
    house = late(21)
    alarm = house.last("morgan")
    house.says("close", who="morgan", to=alarm)
    assert house.deadline.is_open
    house.says("close: safe and well, I spoke to them", who="morgan", to=alarm)
    assert (house.deadline.closed_by, house.deadline.state) == ("morgan", DeadlineState.CLOSED)
    assert house.deadline.reason


def test_later_entries_remove_no_deadline(begun):
    begun.entry("e2", "13:15", "13:45", place=read_place(OAK_STREET))
    begun.tick()
    begun.delete("e2")
    assert alarmed_at_20(begun)[0] == clock("14:20")


def test_answers_close_only_by_persons_and_the_audit_names_them():
    house = late(1)
    house.answers(AnswerKind.SAFE, leaving=True)
    closing = [act for act in house.acts() if act.what == "deadline-closed"]
    assert [act.who for act in closing] == ["sam"]
