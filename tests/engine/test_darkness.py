"""Darkness: the service was down, and what fell due is told as soon as it is up, in few and honest messages."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AnswerKind, NotificationState
from calsync.parsers.location import read_place
from tests.house import CAST, OAK_STREET, SAM, House, clock, late

DOWN = "calsync was not running"


def dark(minutes_of_ends=(0,), until="15:00"):
    house = House(at="12:00")
    for number, minute in enumerate(minutes_of_ends, 1):
        house.entry(f"e{number}", "13:00", f"14:{minute:02}", place=read_place(f"{number} Oak Street, Rotherham"))
    house.go_to("13:10")
    house.dark_until(until)
    return house


def test_late_messages_say_that_the_service_was_down_from_when_to_when():
    house = dark()
    house.scan()
    assert f"{DOWN} from 13:10 to 15:00" in house.last("morgan").text
    assert f"{DOWN} from 13:10 to 15:00" in house.last("dee").text


def test_a_message_to_the_worker_says_nothing_of_it():
    house = dark()
    house.scan()
    assert DOWN not in house.last("sam").text


def test_messages_in_time_say_nothing_of_it():
    house = late(21)
    assert not any(DOWN in each.text for each in house.mail.sent)


def test_a_gap_of_a_minute_is_no_darkness_for_a_process_that_runs():
    house = late(19)
    house.clock.go(1)
    house.scan()
    assert DOWN not in house.last("morgan").text


def test_a_new_process_knows_that_the_old_one_was_gone():
    house = late(19)
    house.clock.go(1)
    reborn = House(at="14:20", store=house.store, clock_=house.clock)
    reborn.scan()
    assert DOWN in reborn.last("morgan").text


def test_a_deadline_that_fell_due_after_the_darkness_says_nothing_of_it():
    house = dark(until="13:40")
    house.go_to("14:21")
    assert DOWN not in house.last("morgan").text


def test_the_first_start_of_all_is_no_darkness():
    house = House(at="14:30")
    house.entry()
    house.tick()
    assert house.told("morgan")
    assert DOWN not in house.last("morgan").text


def test_of_several_steps_of_one_deadline_a_person_gets_the_newest():
    house = dark()
    house.scan()
    (message,) = house.told("sam")
    assert message.notification.step == "2"
    states = {row.step: row.state for row in house.rows() if row.recipient == "sam"}
    assert states == {"1": NotificationState.FOLDED, "2": NotificationState.SENT}


def test_twenty_deadlines_are_folded_into_one_message_a_person():
    house = dark(tuple(range(20)))
    house.scan()
    assert {who: len(house.told(who)) for who in ("sam", "dee", "ash", "morgan")} == dict.fromkeys(
        ("sam", "dee", "ash", "morgan"), 1
    )
    assert house.last("morgan").text.count("Who: Sam Visits") == 20


def test_the_folded_message_is_about_the_newest_and_tells_every_other_whole():
    house = dark((0, 5))
    house.scan()
    text = house.last("morgan").text
    assert text.index("Late since: 14:05") < text.index("There is more") < text.index("Late since: 14:00")


def test_i_have_it_counts_for_everything_that_the_message_told():
    house = dark((0, 5))
    house.scan()
    house.says("I have it", who="morgan", to=house.last("morgan"))
    assert {each.owner for each in house.open()} == {"morgan"}


def test_every_folded_duty_stands_as_a_row():
    house = dark(tuple(range(20)))
    house.scan()
    rows = [row for row in house.rows() if row.recipient == "morgan"]
    assert len(rows) == 20
    assert [row.state for row in rows].count(NotificationState.CARRIED) == 19


def test_who_was_told_by_a_folded_message_is_stood_down_too():
    house = dark((0, 5))
    house.scan()
    house.clock.go(1)
    house.says("left, all fine", to=house.last("sam"))
    house.tick()
    assert len([each for each in house.told("morgan") if each.subject.startswith("Stand down")]) == 2


def test_a_code_word_that_is_folded_into_another_alarm_is_named_as_one_and_nobody_is_told_to_ring():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test", mobile="+44 7700 900102")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry("e1", "13:00", "14:40")
    house.entry("r1", "13:00", "15:00", worker="robin", place=read_place(OAK_STREET))
    house.go_to("13:10")
    house.clock.moment = clock("13:50")
    house.answers(AnswerKind.DURESS, who="robin")
    house.dark_until("15:01")
    house.scan()
    about_robin = "\n".join(each.subject + each.text for each in house.told("morgan"))
    assert "Robin Rounds" in about_robin
    assert "code word" in about_robin
    assert f"late, {robin.mobile}" not in about_robin
    assert "Ring Robin" not in about_robin


def test_a_darkness_without_anything_due_tells_nobody():
    house = dark(until="13:50")
    house.scan()
    assert house.mail.sent == []


def test_an_alarm_folded_into_one_that_is_withdrawn_before_it_is_sent_goes_out_by_itself():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test", mobile="+44 7700 900102")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry("e1", "13:00", "14:00")
    house.entry("r1", "13:00", "14:05", worker="robin", place=read_place(OAK_STREET))
    house.go_to("13:10")
    house.dark_until("14:50")
    house.engine.escalate()
    house.answers(AnswerKind.SAFE, who="robin", leaving=True)
    house.send()
    assert "Sam Visits" in "".join(each.subject for each in house.told("morgan"))


def test_a_call_for_help_told_in_the_dark_carries_nobody_elses_alarm():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test", mobile="+44 7700 900102")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    for event_id, end in (("e1", "14:00"), ("e2", "14:05")):
        house.entry(event_id, "13:00", end, place=read_place(f"{end[-1]}1 Elm Road, Rotherham S60 3AB"))
    house.entry("r1", "13:00", "15:30", worker="robin", place=read_place(OAK_STREET))
    house.go_to("13:50")
    house.answers(AnswerKind.HELP, who="robin")
    house.dark_until("15:00")
    house.scan()
    (help_,) = [each for each in house.told("morgan") if "Robin" in each.subject]
    assert "There is more" not in help_.text
