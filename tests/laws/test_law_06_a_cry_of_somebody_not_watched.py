"""Laws 6 and 7: somebody not watched who told of a visit and calls for help is heard; their phone asks nothing."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.house import CODE_WORD, House
from tests.line_house import house_at, told

LINE = "visiting 12 Elm Road until 15:30"


def ticks(house: House, until: str) -> House:
    house.go_to(until)
    return house


@pytest.mark.parametrize("words", ["help", "call me please", f"{LINE}, help"])
def test_who_is_their_line_manager_is_asked_to_ring_them(words: str) -> None:
    house = told(LINE, who="dee")
    house.go_to("14:10")
    house.says(words, who="dee")
    ticks(house, "14:12")
    ring = house.last("morgan")
    assert ring.subject.startswith("Please ring Dee Deputises now")
    assert "is not watched, wrote that they are on a visit, and now calls for help" in ring.text
    assert "Elm" not in ring.text + ring.subject
    assert "Somebody is asked to ring you now" in house.last("dee").text
    house.says("they need help", who="morgan", to=ring)
    assert house.alarms == [AlarmKind.HELP]


def test_in_one_mail_with_the_line_too_and_only_once() -> None:
    house = told(f"{LINE}, help", who="dee")
    house.read_mail()
    ticks(house, "14:05")
    assert [each.subject.partition(" [")[0] for each in house.told("dee")] == [
        "You are not watched",
        "You are rung now",
    ]
    assert len([each for each in house.told("morgan") if "Please ring Dee" in each.subject]) == 1


@pytest.mark.parametrize("words", ["", f"{LINE}", "help", "thanks"])
def test_their_own_code_word_asks_nothing_of_their_own_phone(words: str) -> None:
    def shown(code: str) -> list[str]:
        house = told(LINE, who="dee")
        house.go_to("14:10")
        house.says(f"{words} {code}".strip(), who="dee")
        ticks(house, "14:26")
        if code:
            assert any(each.subject.startswith("Whose word was it?") for each in house.told("morgan"))
            assert any("Please ring Dee Deputises now" in each.subject for each in house.told("morgan"))
        return [each.text for each in house.told("dee")]

    assert shown(CODE_WORD) == shown("")


def test_it_is_theirs_where_whoever_is_asked_says_so() -> None:
    house = told(f"{LINE} {CODE_WORD}", who="dee")
    ticks(house, "14:05")
    asked = next(each for each in house.told("morgan") if each.subject.startswith("Whose word was it?"))
    house.says("Dee Deputises", who="morgan", to=asked)
    assert house.alarms == [AlarmKind.DURESS]


def test_who_told_of_nothing_is_answered_that_nothing_was_done() -> None:
    house = house_at()
    house.says("help", who="dee")
    house.send()
    assert house.last("dee").text.startswith("Nothing was done")
