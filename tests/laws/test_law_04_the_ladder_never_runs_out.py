"""Law 4: the ladder never runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.escalation import advance
from calsync.domain.model import Absence, AnswerKind, Ask, DeadlineState, Role, Step, WorkingHours
from tests.house import CAST, CLARENDON, DEE, MINUTE, MONDAY, MORGAN, SAM, House, clock, late


def with_people(*changed):
    ids = {each.id: each for each in changed}
    return replace(CAST, persons=tuple(ids.get(each.id, each) for each in CAST.persons))


AWAY = (Absence(start=MONDAY, end=None),)


def test_after_the_last_step_the_last_step_repeats_every_five_minutes_until_a_person_closes_it():
    house = late(0)
    house.go_to("16:00")
    moments = [each.notification.recorded for each in house.told("morgan")]
    assert moments == [clock("14:20") + 5 * MINUTE * number for number in range(21)]
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.go_to("16:30")
    assert len(house.told("morgan")) == 21


def test_there_is_no_automatic_close_not_even_after_days():
    house = late(21)
    for day in range(1, 8):
        house.dark_until("10:00", day=day)
        house.scan()
    assert house.deadline.state is DeadlineState.OPEN
    assert house.deadline.next_step_at <= house.clock.now() + 5 * MINUTE


@pytest.mark.parametrize("kind", [AnswerKind.HELP, AnswerKind.DURESS])
def test_the_emergency_ladder_repeats_too(kind):
    house = late(1)
    house.answers(kind)
    house.go_to("14:32")
    assert len(house.told("morgan")) == len(house.told("dee")) == 7


def test_a_policy_that_says_a_longer_pace_for_its_last_step_is_told_again_every_five_minutes_all_the_same():
    slow = replace(CLARENDON.steps[-1], every=timedelta(minutes=60))
    house = late(0, policy=replace(CLARENDON, steps=(*CLARENDON.steps[:-1], slow)))
    house.go_to("14:31")
    assert len(house.told("morgan")) == 3


def test_a_policy_that_says_less_than_five_minutes_is_obeyed():
    fast = replace(CLARENDON.steps[-1], every=timedelta(minutes=2))
    house = late(0, policy=replace(CLARENDON, steps=(*CLARENDON.steps[:-1], fast)))
    house.go_to("14:31")
    assert len(house.told("morgan")) == 6


def test_a_line_manager_who_is_away_is_passed_over_and_the_out_of_hours_contact_hears_in_the_same_minute():
    house = late(21, people=with_people(replace(MORGAN, absences=AWAY)))
    assert house.last("sloane").notification.recorded == clock("14:20")
    assert "Morgan Manages" in house.last("sloane").text
    assert "away" in house.last("sloane").text


def test_a_line_manager_outside_their_own_working_hours_is_passed_over_and_told_as_well():
    night = WorkingHours(start=clock("20:00").time(), end=clock("23:00").time())
    house = late(21, people=with_people(replace(MORGAN, hours=night)))
    assert len(house.told("sloane")) == len(house.told("morgan")) == 1


def test_at_night_the_out_of_hours_contact_is_told_at_every_step():
    house = House(at="20:00")
    house.entry("e1", "21:00", "22:00", categories=("Home visit",))
    house.go_to("22:26")
    assert [each.notification.step for each in house.told("sloane")] == ["3", "4", "4"]


def test_one_of_a_steps_people_at_work_is_enough():
    house = late(11, people=with_people(replace(DEE, absences=AWAY)))
    assert len(house.told("ash")) == 1
    assert house.told("sloane") == []


def test_people_whom_no_channel_reaches_count_as_absent():
    house = late(21, people=with_people(replace(MORGAN, mail="")))
    assert house.last("sloane").notification.recorded == clock("14:20")


def test_a_line_manager_whom_the_directory_does_not_know_counts_as_absent():
    house = late(21, people=with_people(replace(SAM, manager="nobody")))
    assert house.last("sloane").notification.recorded == clock("14:20")


def test_a_step_that_reaches_nobody_at_all_takes_the_next_step_in_the_same_minute():
    people = replace(CAST, persons=tuple(each for each in CAST.persons if each.id not in ("dee", "ash", "sloane")))
    house = late(10, people=people)
    assert house.last("morgan").notification.recorded == clock("14:10")


def test_a_step_that_reaches_nobody_is_not_covered_by_a_step_to_the_worker():
    ask_again = Step(after=15 * MINUTE, roles=(Role.WORKER,), ask=Ask.CHECK_IN)
    steps = (*CLARENDON.steps[:3], ask_again, CLARENDON.steps[3])
    people = replace(CAST, persons=tuple(each for each in CAST.persons if each.id not in ("dee", "ash", "sloane")))
    house = late(10, people=people, policy=replace(CLARENDON, steps=steps))
    assert house.last("morgan").notification.recorded == clock("14:10")


def test_when_nobody_at_all_can_be_reached_the_ladder_still_runs_and_finds_whoever_comes_back():
    house = late(30, people=replace(CAST, persons=(SAM,), roles=()))
    assert house.deadline.next_step_at == clock("14:35")
    house.directory.everybody = CAST
    with house.store.transaction() as tx:
        tx.put_people(CAST)
    house.go_to("14:35")
    assert len(house.told("morgan")) == 1


def test_the_out_of_hours_contact_hears_when_nobody_of_the_last_step_could_be_reached_by_any_channel():
    house = late(19)
    house.mail.fail("no such mailbox", permanent=True)
    house.clock.go(1)
    house.scan()
    house.mail.recover()
    house.send()
    assert [each.notification.recorded for each in house.told("sloane")] == [clock("14:20")]


def test_a_step_to_the_worker_alone_is_sent_once():
    house = late(9)
    assert len(house.told("sam")) == 1


def test_an_entry_made_after_its_end_has_no_ladder():
    house = House(at="15:00")
    house.entry(created=clock("14:30"))
    house.go_to("16:00")
    assert len(house.mail.sent) == 1
    assert house.deadline.next_step_at is None


def test_a_call_for_help_about_an_entry_made_after_its_end_has_the_whole_emergency_ladder():
    house = House(at="15:00")
    house.entry(created=clock("14:30"))
    house.tick()
    house.says("not safe", to=house.last("sam"))
    house.go_to("15:11")
    assert len(house.told("morgan")) == 3


@pytest.mark.parametrize("hours", [1, 24, 24 * 365])
def test_advancing_over_any_time_leaves_something_to_come_within_five_minutes(hours):
    at = clock("14:00") + timedelta(hours=hours)
    after = advance(late(0).deadline, at).deadline
    assert at < after.next_step_at <= at + 5 * MINUTE


def test_nobody_owning_the_alarm_for_ever_stops_the_repeats_for_ever():
    house = late(21)
    for minute in range(22, 60):
        house.says("I have it", who="dee", to=house.last("dee"))
        house.go_to(f"14:{minute}")
    assert house.deadline.next_step_at <= clock("15:04")
