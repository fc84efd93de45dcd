"""Laws 1 and 2: what a worker told a responder of more time counts, and who closes in such words hears what does."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState
from tests.house import House, clock, late


def test_a_responders_record_moves_the_deadline_and_who_was_told_hears_of_it() -> None:
    house = late(12)
    house.says("spoke to Sam, she stays until 14:45", who="dee", to=house.last("dee"))
    house.send()
    assert (house.deadline.due, house.deadline.state) == (clock("14:45"), DeadlineState.OPEN)
    assert "14:45" in house.last("ash").text
    house.go_to("14:56")
    assert "late" in house.last("dee").subject, "silence after the new time is an alarm as ever"


def test_no_record_passes_the_bound_and_its_writer_is_told() -> None:
    house = late(12)
    house.says("spoke to Sam, she stays until 14:45", who="dee", to=house.last("dee"))
    house.says("spoke to Sam, she stays until 14:40", who="dee", to=house.last("dee"))
    house.send()
    assert house.deadline.due == clock("14:45")
    assert "can't be moved: it is bounded at 15:00" in "".join(each.text for each in house.told("dee"))


def test_words_of_staying_that_are_not_plain_bring_the_form_that_is() -> None:
    house = late(12)
    house.says("spoke to her, she is still with the family", who="dee", to=house.last("dee"))
    house.send()
    assert "spoke to them, they stay until 15:00" in house.last("dee").text


@pytest.mark.parametrize("words", ["I spoke to her, she goes on", "spoke to Sam, she stays"])
def test_who_closes_ordinary_lateness_in_such_words_hears_that_nothing_is_watched(words: str) -> None:
    house = late(22)
    house.says(f"close: {words}", who="morgan", to=house.last("morgan"))
    house.send()
    assert "NOTHING of it is watched now" in house.last("morgan").text
    assert 'have them write "+30" within the hour' in house.last("morgan").text


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("I spoke to her, she goes on until 14:30", "14:30"),
        ("spoke to Sam, she stays until 16:00", "15:00"),
        ("she needs 30 more minutes", "14:52"),
    ],
)
def test_who_closes_ordinary_lateness_with_a_time_keeps_the_watch_until_then(words: str, due: str) -> None:
    house = late(22)
    house.says(f"close: {words}", who="morgan", to=house.last("morgan"))
    house.send()
    assert (house.deadline.due, house.deadline.state) == (clock(due), DeadlineState.OPEN)
    for who in ("morgan", "dee"):
        assert f"the visit now ends at {due}" in house.last(who).text
    told = len(house.told("dee"))
    house.dark_until("15:11")
    house.scan()
    assert len(house.told("dee")) > told, "silence after the new time is an alarm as ever"


@pytest.mark.parametrize("words", ["she left at 14:10", "spoke to her, she was there until 14:10"])
def test_a_time_that_is_no_word_of_staying_keeps_nothing_open(words: str) -> None:
    house = late(22)
    house.says(f"close: {words}", who="morgan", to=house.last("morgan"))
    assert house.deadline.state is DeadlineState.CLOSED


def test_who_closes_it_in_other_words_is_sent_nothing_more() -> None:
    house = late(22)
    told = len(house.told("morgan"))
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.send()
    assert len(house.told("morgan")) == told


def test_help_puts_nothing_off() -> None:
    house: House = late(12)
    house.says("call me")
    house.scan()
    house.says("spoke to Sam, she stays until 14:45", who="morgan", to=house.last("morgan"))
    assert house.alarms
