"""Law 2: a later end extends, within bounds."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind, AnswerKind
from tests.house import House, clock, late


@pytest.fixture
def begun():
    """Sam's visit of 13:00 to 14:00 began ten minutes ago."""
    return house_at("13:10")


def house_at(text, **changes):
    house = House(at="12:00")
    house.entry(**changes)
    house.go_to(text)
    return house


def test_the_workers_word_moves_the_deadline_also_after_responders_were_asked_and_they_are_told():
    house = late(12)
    house.says("+30", to=house.last("sam"))
    house.send()
    assert house.deadline.due == clock("14:42")
    assert "New time for Sam" in house.last("dee").subject
    assert "14:42" in house.last("dee").text
    house.go_to("14:41")
    assert "New time" in house.last("dee").subject


def test_plus_n_counts_from_the_deadline_when_it_is_sent_before_it(begun):
    begun.says("+30")
    assert begun.deadline.due == clock("14:30")


def test_plus_n_counts_from_the_moment_of_sending_when_it_is_sent_after_the_deadline():
    house = late(5)
    house.says("+30", to=house.last("sam"))
    assert house.deadline.due == clock("14:35")


def test_plus_n_counts_from_when_it_was_sent_and_not_from_when_it_came():
    house = late(9)
    house.says("+10", to=house.last("sam"), sent="14:02")
    assert house.deadline.due == clock("14:12")


def test_an_extension_that_came_too_late_to_move_anything_moves_nothing():
    house = late(30)
    house.says("+10", to=house.last("sam"), sent="14:02")
    assert house.deadline.due == clock("14:00")
    assert house.deadline.next_step_at <= clock("14:35")


def test_no_number_of_words_goes_beyond_the_policys_max_extension(begun):
    for _ in range(5):
        begun.says("+45")
        begun.clock.go(1)
    assert begun.deadline.due == clock("15:00")
    begun.send()
    assert "15:00" in begun.last("sam").text


def test_word_and_diary_share_one_bound(begun):
    begun.says("+45")
    begun.change(end=clock("16:00"))
    begun.tick()
    begun.says("+45")
    assert begun.deadline.due == clock("15:00")


def test_a_risk_visit_has_thirty_minutes():
    house = house_at("13:10", categories=("High risk",))
    house.says("+60")
    assert house.deadline.due == clock("14:30")


def test_the_diary_never_extends_a_risk_visit():
    house = house_at("13:10", categories=("High risk",))
    house.change(end=clock("14:30"))
    house.tick()
    assert house.deadline.due == clock("14:00")


def test_the_diary_extends_a_begun_visit_by_a_changed_end_with_an_unchanged_start(begun):
    begun.change(end=clock("14:30"))
    begun.tick()
    assert begun.deadline.due == clock("14:30")


def test_the_diary_extends_no_further_than_the_bound_in_many_small_steps(begun):
    for minute in range(10, 120, 10):
        begun.change(end=clock(f"{14 + minute // 60}:{minute % 60:02}"))
        begun.tick()
    assert begun.deadline.due == clock("15:00")


def test_shortening_and_extending_again_wins_no_time(begun):
    for _ in range(3):
        begun.change(end=clock("13:30"))
        begun.tick()
        begun.change(end=clock("16:00"))
        begun.tick()
    assert begun.deadline.due == clock("15:00")


def test_the_diary_extends_nothing_once_a_responder_was_asked_to_act():
    house = late(11)
    house.change(end=clock("15:00"))
    house.go_to("14:21")
    assert house.deadline.due == clock("14:00")
    assert house.told("morgan")


def test_the_diary_extends_while_only_the_worker_was_asked():
    house = late(5)
    house.change(end=clock("14:30"))
    house.tick()
    assert house.deadline.due == clock("14:30")


def test_a_responder_who_was_asked_stays_asked_after_the_workers_own_extension():
    house = late(11)
    house.says("+10", to=house.last("sam"))
    house.change(end=clock("15:00"))
    house.tick()
    assert house.deadline.due == clock("14:21")


def test_an_entry_moved_as_a_whole_leaves_todays_deadline_and_makes_a_new_visit(begun):
    begun.change(start=clock("16:00"), end=clock("17:00"))
    begun.tick()
    assert [deadline.due for deadline in begun.open()] == [clock("14:00"), clock("17:00")]


def test_an_entry_moved_in_two_edits_gives_todays_deadline_no_more_than_the_bound(begun):
    begun.change(end=clock("18:00"))
    begun.tick()
    begun.change(start=clock("17:00"))
    begun.tick()
    assert min(deadline.due for deadline in begun.open()) == clock("15:00")


def test_a_later_start_alone_is_written_down_when_it_changes_and_not_at_every_poll(begun):
    begun.change(start=clock("13:20"))
    begun.tick()
    lines = len(begun.acts())
    begun.go_to("13:19")
    assert len(begun.acts()) == lines
    begun.go_to("13:59")
    assert len(begun.acts()) <= lines + 1


def test_an_earlier_end_makes_the_deadline_earlier_at_the_soonest_ten_minutes_after_it_was_read(begun):
    begun.change(end=clock("13:30"))
    begun.tick()
    assert begun.deadline.due == clock("13:30")
    begun.change(end=clock("13:05"))
    begun.tick()
    assert begun.deadline.due == clock("13:20")


def test_an_earlier_end_never_makes_the_deadline_later():
    house = house_at("13:55")
    house.change(end=clock("13:50"))
    house.tick()
    assert house.deadline.due == clock("14:00")


@pytest.mark.parametrize("kind", [AnswerKind.HELP, AnswerKind.DURESS])
def test_nothing_extends_while_help_or_duress_stands(begun, kind):
    begun.answers(kind)
    begun.says("+30")
    begun.change(end=clock("15:00"))
    begun.tick()
    (alarm,) = [each for each in begun.open() if each.alarm is not AlarmKind.SILENCE]
    begun.answers(AnswerKind.EXTEND, who="dee", minutes=30, deadline_id=alarm.id)
    (after,) = [each for each in begun.open() if each.alarm is not AlarmKind.SILENCE]
    assert (after.due, after.steps) == (alarm.due, alarm.emergency)


def test_a_responder_records_the_workers_word():
    house = late(12)
    house.answers(AnswerKind.EXTEND, who="dee", minutes=20, deadline_id=house.deadline.id)
    assert house.deadline.due == clock("14:32")


def test_before_the_start_the_diary_decides_and_the_bound_counts_from_the_new_end():
    house = house_at("12:30")
    house.change(end=clock("16:00"))
    house.tick()
    house.go_to("13:10")
    house.says("+90")
    assert house.deadline.due == clock("17:00")


def test_the_workers_extension_before_the_start_outlives_a_change_of_anything_else():
    house = house_at("12:30")
    house.says("+30")
    house.change(subject="Home visit: moved to the back door")
    house.tick()
    assert house.deadline.due == clock("14:30")


def test_extending_begins_the_ladder_anew_and_asks_every_question_again():
    house = late(11)
    asked = len(house.told("sam"))
    house.says("+10", to=house.last("sam"))
    house.go_to("14:45")
    assert len(house.told("sam")) == asked + 2
    assert len(house.told("morgan")) == 1


def test_the_diary_extends_no_more_once_the_visit_was_tagged_as_a_risk_after_its_start(begun):
    begun.change(categories=("High risk",))
    begun.tick()
    begun.change(categories=("High risk",), end=clock("14:40"))
    begun.tick()
    assert begun.deadline.due == clock("14:00")


def test_a_risk_tag_taken_off_again_after_the_start_leaves_the_visit_a_risk_visit(begun):
    begun.change(categories=("High risk",))
    begun.tick()
    begun.change(categories=(), end=clock("14:40"))
    begun.tick()
    assert begun.deadline.due == clock("14:00")


def test_a_visit_that_is_made_to_last_all_day_before_its_start_has_no_midnight_deadline():
    house = House(at="12:00")
    house.entry(categories=("Home visit",))
    house.tick()
    house.change(categories=("Home visit",), all_day=True, start=clock("00:00", day=1), end=clock("00:00", day=2))
    house.tick()
    with house.store.transaction() as tx:
        steps = [step for each in tx.open_deadlines() for deadline in each.deadlines for step in deadline.steps]
        assert all(step.to_worker for step in steps)
        assert [each.kind for each in tx.concerns()] == ["no-times"]
    house.go_to("02:00", day=2)
    assert {each.notification.recipient for each in house.mail.sent} <= {"sam"}


def test_an_end_put_off_less_far_than_the_workers_own_word_takes_nothing_back(begun):
    begun.says("+45")
    begun.change(end=clock("14:15"))
    begun.tick()
    assert begun.deadline.due == clock("14:45")


def test_an_entry_moved_as_a_whole_into_times_that_overlap_is_a_visit_of_its_own(begun):
    begun.change(start=clock("13:40"), end=clock("14:40"))
    begun.tick()
    begun.tick()
    with begun.store.transaction() as tx:
        dues = sorted(each.due for one in tx.open_deadlines() for each in one.deadlines)
    assert dues == [clock("14:00"), clock("14:40")]
