"""Law 5: "I have it" is not "they are safe"."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AnswerKind, DeadlineState, Via
from tests.house import CAST, SAM, House, clock, late


def recorded(house, who):
    return [each.notification.recorded for each in house.told(who)]


def test_taking_it_names_an_owner_and_closes_nothing():
    house = late(21)
    house.says("I have it", who="morgan", to=house.last("morgan"))
    assert house.deadline.owner == "morgan"
    assert house.deadline.state is DeadlineState.OPEN


def test_taking_it_stops_the_repeats_to_the_others_for_ten_minutes_and_the_owners_own_go_on():
    house = late(1)
    house.answers(AnswerKind.HELP)
    house.tick()
    house.says("999 called, log 77", who="morgan", to=house.last("morgan"))
    house.go_to("14:30")
    assert recorded(house, "dee") == [clock("14:01"), clock("14:11"), clock("14:16"), clock("14:21"), clock("14:26")]
    assert recorded(house, "morgan") == [clock("14:01") + (clock("14:05") - clock("14:00")) * n for n in range(6)]


def test_on_a_step_that_asks_for_an_outside_body_it_holds_three_minutes_until_the_call_is_logged():
    house = late(1)
    house.answers(AnswerKind.HELP)
    house.tick()
    house.says("I have it", who="morgan", to=house.last("morgan"))
    assert house.deadline.owned_until == clock("14:04")
    house.go_to("14:06")
    assert recorded(house, "dee") == [clock("14:01"), clock("14:06")]


def test_the_policys_later_steps_keep_their_times_while_somebody_has_it():
    house = late(11)
    house.says("I have it", who="dee", to=house.last("dee"))
    house.go_to("14:21")
    assert recorded(house, "morgan") == [clock("14:20")]


def test_the_owners_own_prompts_keep_their_times():
    house = late(21)
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.go_to("14:31")
    assert recorded(house, "morgan") == [clock("14:20"), clock("14:25"), clock("14:30")]


def test_the_repeats_come_back_when_the_owners_time_has_run_out():
    house = late(1)
    house.answers(AnswerKind.HELP)
    house.tick()
    house.says("I have it", who="dee", to=house.last("dee"))
    house.go_to("14:12")
    assert recorded(house, "morgan") == [clock("14:01"), clock("14:06"), clock("14:11")]


def test_somebody_else_can_not_take_it_while_it_is_owned_and_can_afterwards():
    house = late(1)
    house.answers(AnswerKind.HELP)
    house.tick()
    house.says("I have it", who="dee", to=house.last("dee"))
    house.says("I have it", who="morgan", to=house.last("morgan"))
    assert house.deadline.owner == "dee"
    house.go_to("14:06")
    house.says("I have it", who="morgan", to=house.last("morgan"))
    assert house.deadline.owner == "morgan"


def test_a_second_renewal_tells_the_next_steps_people_to_know_and_that_step_keeps_its_own_time():
    house = late(11)
    for _ in range(3):
        house.says("I have it", who="dee", to=house.last("dee"))
        house.clock.go(1)
    house.send()
    (message,) = house.told("morgan")
    assert message.notification.ask == "know"
    assert "ALARM" not in message.subject
    house.go_to("14:21")
    assert house.last("morgan").notification.recorded == clock("14:20")


def test_a_first_renewal_tells_nobody():
    house = late(11)
    house.says("I have it", who="dee", to=house.last("dee"))
    house.says("I have it", who="dee", to=house.last("dee"))
    house.send()
    assert house.told("morgan") == []


def test_the_lone_worker_can_not_take_their_own_alarm():
    house = late(21)
    house.says("I have it", to=house.last("sam"))
    house.answers(AnswerKind.ACKNOWLEDGE, deadline_id=house.deadline.id)
    house.answers(AnswerKind.CLOSE, deadline_id=house.deadline.id, reason="I am fine, really")
    assert house.deadline.owner is None
    assert house.deadline.is_open


def joint_visit():
    house = House(at="12:00")
    house.entry(attendees=("dee@clarendon.test",))
    house.go_to("14:11")
    return house


def test_a_colleague_on_the_same_visit_is_passed_over_and_the_others_are_told_why():
    house = joint_visit()
    assert house.told("dee") == []
    assert "Dee Deputises" in house.last("ash").text


def test_a_colleague_on_the_same_visit_can_neither_take_nor_close_it():
    house = joint_visit()
    house.says("I have it", who="dee", to=house.last("ash"))
    house.says("close: we are both fine here", who="dee", to=house.last("ash"))
    assert house.deadline.owner is None
    assert house.deadline.is_open


def test_once_an_outside_body_is_told_the_workers_own_safe_no_longer_closes():
    house = late(21)
    house.says("999 called, log 123", who="morgan", to=house.last("morgan"))
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.outside_body == "123"
    assert house.deadline.is_open


def test_once_an_outside_body_is_told_visit_done_in_the_diary_no_longer_closes():
    house = late(21)
    house.says("999 called, log 123", who="morgan", to=house.last("morgan"))
    house.change(categories=("Visit done",))
    house.tick()
    assert house.deadline.is_open


def test_the_owner_stands_the_body_down_by_its_log_number_and_then_closes():
    house = late(21)
    alarm = house.last("morgan")
    house.says("999 called, log 123", who="morgan", to=alarm)
    house.says("close: safe and well, I spoke to them", who="morgan", to=alarm)
    assert house.deadline.is_open
    house.says("stood down, log 124", who="morgan", to=alarm)
    house.says("close: safe and well, I spoke to them", who="morgan", to=alarm)
    assert house.deadline.is_open
    house.says("stood down, log 123", who="morgan", to=alarm)
    assert house.deadline.is_open
    house.says("close: safe and well, I spoke to them", who="morgan", to=alarm)
    assert house.deadline.closed_by == "morgan"


def test_those_who_were_told_are_stood_down_when_somebody_closes_it():
    house = late(21)
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.send()
    assert "Stand down" in house.last("dee").subject
    assert "Morgan Manages" in house.last("ash").text
    assert "Stand down" not in house.last("morgan").subject


def test_a_colleague_on_the_same_visit_takes_and_closes_nothing_by_command_either():
    house = House(at="12:00")
    house.entry(attendees=("dee@clarendon.test",))
    house.go_to("14:11")
    for kind in (AnswerKind.ACKNOWLEDGE, AnswerKind.CLOSE):
        house.answers(kind, who="dee", deadline_id=house.deadline.id, via=Via.COMMAND, reason="they are fine")
    assert house.deadline.is_open
    assert house.deadline.owner is None


def test_somebody_who_was_not_told_and_holds_no_role_takes_nothing_and_hears_why():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry()
    house.go_to("14:21")
    house.answers(AnswerKind.ACKNOWLEDGE, who="robin", deadline_id=house.deadline.id, via=Via.REPLY)
    house.send()
    assert house.deadline.owner is None
    assert "Only somebody who was told" in house.last("robin").text


def test_an_owner_whom_the_step_does_not_tell_gets_its_repeats_all_the_same():
    house = late(23)
    house.answers(AnswerKind.ACKNOWLEDGE, who="sloane", deadline_id=house.deadline.id, via=Via.COMMAND)
    house.go_to("14:26")
    assert house.told("sloane")


def test_CL2_a_second_outside_body_does_not_make_the_first_forgotten():
    house = late(20)
    house.says("999 called, log 111", who="morgan", to=house.last("morgan"))
    house.says("Council informed, log 222", who="morgan", to=house.last("morgan"))
    house.go_to("14:35")
    text = house.last("morgan").text
    assert "The emergency services were told, log numbers 111 and 222." in text
    assert '"stood down, log 111": they are told that it is over; and' in text
    assert "Outside: told, log number 111\nOutside: told, log number 222" in text
    house.says("stood down, log 222", who="morgan", to=house.last("morgan"))
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    assert house.deadline.is_open
    house.says("stood down, log 111", who="morgan", to=house.last("morgan"))
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    assert not house.deadline.is_open
