"""Laws 1 and 6: who closes a call for help with "they go on" is told what is watched, and "+30" watches it again."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind, DeadlineState
from tests.house import CODE_WORD, House, clock


def closed_after_the_end(words: str, said: str = "call me", at: str = "13:50", closed: str = "14:10") -> House:
    """Sam calls for help on the visit of 13:00 to 14:00, and Morgan closes it with these words."""
    house = House(at="12:00")
    house.entry()
    house.go_to(at)
    house.says(said)
    house.go_to(closed)
    house.says(f"close: {words}", who="morgan", to=house.last("morgan"))
    house.send()
    return house


def told(house: House) -> list[str]:
    return [each.text for each in house.told("morgan") if each.subject.startswith("Closed, and what is watched now")]


@pytest.mark.parametrize("said", ["call me", CODE_WORD])
def test_who_closes_after_the_end_with_they_go_on_reads_at_once_that_nothing_is_watched(said: str) -> None:
    house = closed_after_the_end("spoke to Sam, they go on until 14:30", said)
    assert house.open() == []
    (words,) = told(house)
    assert 'NOTHING of it is watched now. Do they go on, have them write "+30"' in words


def test_plus_thirty_after_that_watches_the_visit_again_with_its_whole_ladder() -> None:
    house = closed_after_the_end("spoke to Sam, they go on until 14:30")
    house.says("+30")
    (end,) = house.open()
    assert (end.due, end.alarm, end.taken) == (clock("14:40"), AlarmKind.SILENCE, 0)
    house.go_to("15:01")
    assert "20 minutes late" in house.last("morgan").subject
    house.says("left, all fine")
    assert house.open() == []


def test_plus_thirty_moves_no_later_visit_while_the_one_that_was_closed_goes_on() -> None:
    house = House(at="12:00")
    house.entry()
    house.entry("e2", "16:00", "17:00")
    house.go_to("13:50")
    house.says("call me")
    house.go_to("14:10")
    house.says("close: she goes on until 14:30", who="morgan", to=house.last("morgan"))
    house.says("+30")
    assert sorted(each.due for each in house.open()) == [clock("14:40"), clock("17:00")]


def test_before_the_end_the_reply_says_until_when_the_visit_is_watched() -> None:
    house = closed_after_the_end("fine, they go on until 14:30", at="13:20", closed="13:30")
    (words,) = told(house)
    assert "Watched now: the visit's end, at 14:00" in words


@pytest.mark.parametrize("words", ["safe and well, I spoke to them", "they have left, I spoke to them"])
def test_who_closes_without_a_word_of_going_on_is_sent_nothing_more(words: str) -> None:
    assert told(closed_after_the_end(words)) == []


def test_more_time_opens_nothing_that_the_worker_ended_by_their_own_word_and_passes_no_bound() -> None:
    house = House(at="12:00")
    house.entry()
    house.go_to("13:55")
    house.says("left, all fine")
    house.says("+30")
    assert [each.state for each in house.watched()[0].deadlines] == [DeadlineState.CLOSED]
    house = closed_after_the_end("she goes on until three")
    house.says("until 16:30")
    assert [each.due for each in house.open()] == [clock("15:00")]
    house = closed_after_the_end("she goes on until three")
    house.go_to("15:30")
    house.says("+30")
    assert house.open() == []
