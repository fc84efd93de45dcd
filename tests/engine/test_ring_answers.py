"""What whoever is asked to ring somebody answers does something, or they are told that it did not."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.house import CODE_WORD, House


def asked() -> House:
    house = House(at="12:00")
    house.entry()
    house.tick()
    house.go_to("12:05")
    house.change(subject=f"Home visit: Mrs Whitcombe {CODE_WORD}")
    house.tick()
    return house


def answered(words: str) -> House:
    house = asked()
    house.says(words, who="morgan", to=house.last("morgan"))
    house.tick()
    return house


@pytest.mark.parametrize("words", ["not safe", "they need help, call the police", "Sam is in danger", "she needs help"])
def test_a_call_for_the_worker_starts_the_emergency_steps(words: str) -> None:
    house, without = answered(words), asked()
    assert [each for each in house.alarms if each is not AlarmKind.SILENCE]
    assert [each.text for each in house.told("sam")] == [each.text for each in without.told("sam")]


def test_no_answer_asks_the_next_one() -> None:
    house = answered("rang, no answer")
    assert house.last("dee").subject.startswith("Please ring Sam Visits now")
    assert house.alarms == []
    house.says("no answer, going there", who="dee", to=house.last("dee"))
    house.tick()
    assert any(each.subject.startswith("Please ring Sam") for who in ("ash", "sloane") for each in house.told(who))


def test_what_is_not_clear_is_told() -> None:
    assert "It was not clear how Sam Visits is" in answered("the dog").last("morgan").text
    assert answered("spoke to her, she is fine").last("morgan").subject.startswith("Please ring Sam")
