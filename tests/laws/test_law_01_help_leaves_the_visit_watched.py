"""Laws 1, 4 and 5: closing a call for help in the middle of a visit leaves the visit watched to its end."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind, AnswerKind, DeadlineKind
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, OAK_STREET, House, clock
from tests.scenarios.presets import house_of


def helped(at: str = "13:20", **changes) -> House:
    """Sam's visit of 13:00 to 14:00, in the middle of which they call for help."""
    house = House(at="12:00")
    house.entry(**changes)
    house.go_to(at)
    house.says("call me")
    house.scan()
    return house


def closes(house: House, words: str) -> None:
    house.says(f"close: {words}", who="morgan", to=house.last("morgan"))
    house.send()


def test_whoever_goes_on_with_the_visit_after_a_call_for_help_is_watched_to_its_end():
    house = helped()
    assert house.alarms == [AlarmKind.HELP]
    assert "the visit is watched on, and its end is at 14:00" in house.last("morgan").text
    closes(house, "spoke to them, all fine, going on with the visit")
    assert house.alarms == []
    assert "The visit itself goes on and is watched: its end is at 14:00." in house.last("dee").text
    (end,) = house.open()
    assert (end.due, end.taken, end.alarm) == (clock("14:00"), 0, AlarmKind.SILENCE)
    house.go_to("14:21")
    assert [each.subject.split(" [")[0] for each in house.told("sam")] == ["Have you left?", "Have you left?"]
    assert "20 minutes late" in house.last("morgan").subject


@pytest.mark.parametrize("words", ["they have left, I spoke to them", "Sam is out and safe, I spoke to them"])
def test_a_closing_that_says_that_they_are_out_ends_the_visit_too(words):
    house = helped()
    closes(house, words)
    assert house.open() == []
    assert "watched" not in house.last("dee").text


def test_while_help_stands_the_end_of_the_visit_brings_no_second_ladder_and_one_closing_ends_both():
    house = helped()
    before = len(house.told("dee"))
    house.go_to("14:25")
    alarms = {each.notification.deadline_id for each in house.mail.sent if each.notification.recipient != "sam"}
    assert len(alarms) == 1
    assert len(house.told("dee")) == before + 13, "it is told on, every five minutes"
    assert "They were to be out of the visit by 14:00, and have not said that they are." in house.last("morgan").text
    assert "the visit too" in house.last("morgan").text
    assert all("help" not in f"{each.subject}{each.text}".casefold() for each in house.told("sam"))
    closes(house, "safe and well, I spoke to them")
    assert house.open() == []
    assert house.last("dee").subject.startswith("Stand down")
    before = len(house.mail.sent)
    house.go_to("14:40")
    assert len(house.mail.sent) == before


def test_the_workers_own_words_meanwhile_reach_those_who_have_the_alarm_and_end_the_visit_alone():
    house = helped()
    house.says("+30")
    house.change(end=clock("14:30"))
    house.tick()
    ends = {each.alarm: each.due for each in house.open()}
    assert ends[AlarmKind.SILENCE] == clock("14:00"), "nothing is put off while help stands"
    house.says("left, all fine")
    assert house.alarms == [AlarmKind.HELP]
    assert len(house.open()) == 1
    house.go_to("13:26")
    assert 'Last heard: 13:20: "left, all fine"' in house.last("morgan").text
    closes(house, "safe and well, I spoke to them")
    assert house.open() == []


def test_what_an_outside_body_was_told_of_is_ended_by_no_word_of_the_workers():
    house = helped()
    house.says("999 called, log 7", who="morgan", to=house.last("morgan"))
    house.answers(AnswerKind.SAFE, leaving=True)
    assert len(house.open()) == 2


def test_help_before_the_start_ends_without_what_is_asked_during_the_visit():
    house = helped("12:40")
    closes(house, "they have left the other place, I spoke to them")
    assert [each.due for each in house.open()] == [clock("14:00")]


@pytest.mark.parametrize("by_phone", [False, True])
def test_a_code_word_that_was_a_mistake_leaves_whoever_goes_on_with_the_visit_watched(by_phone: bool):
    house = House(at="12:00")
    house.entry()
    house.go_to("13:20")
    if by_phone:
        house.answers(AnswerKind.DURESS, who="morgan", deadline_id=house.deadline.id)
    else:
        house.says("still here, pineapple")
    house.scan()
    house.send()
    assert "this alarm is over, and why; the visit is watched on, and its end is at 14:00" in house.last("morgan").text
    closes(house, "a mistake, I spoke to them, she stays to the end")
    assert house.alarms == []
    (end,) = house.open()
    assert (end.due, end.alarm) == (clock("14:00"), AlarmKind.SILENCE)
    house.go_to("14:21")
    assert [each.subject.split(" [")[0] for each in house.told("sam")] == ["Have you left?", "Have you left?"]
    assert "20 minutes late" in house.last("morgan").subject


def test_a_code_word_that_is_closed_since_they_are_out_ends_the_visit_too():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:20")
    house.says("still here, pineapple")
    house.scan()
    house.send()
    closes(house, "they have left, I spoke to them")
    assert house.open() == []


def test_a_code_word_that_is_closed_leaves_its_outing_one_return():
    house = house_of("rotherham", at="12:30")
    house.entry("e1", "13:00", "14:00", place=read_place(ELM_ROAD), subject="Home visit: K")
    house.entry("e2", "14:30", "15:30", place=read_place(OAK_STREET), subject="Home visit: L back 16:00")
    house.go_to("13:20")
    house.says("still here, pineapple")
    house.scan()
    house.send()
    closes(house, "a mistake, I spoke to them")
    returns = [each for each in house.open() if each.kind is DeadlineKind.RETURN]
    assert [each.due for each in returns] == [clock("16:00")]
    house.go_to("17:31")
    assert [each.subject.split(" [")[0] for each in house.told("sam")] == [
        "Have you left?",
        "Have you left?",
        "Are you back?",
    ]
    assert "90 minutes late" in house.last("morgan").subject
