"""Law 7: whatever is answered to "Marked done", the worker's devices show the same with the code word in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from calsync.domain.model import AlarmKind
from tests.house import CODE_WORD, House
from tests.ladders import BY_HOURS, EVERYBODY
from tests.laws.test_law_07_whatever_is_answered import answered
from tests.shown import shown, until


def marked_early() -> House:
    """Told that the visit was marked as done, before its end."""
    house = House(at="12:50", people=EVERYBODY)
    house.entry()
    until(house, "13:40")
    house.change(categories=("Visit done",))
    return until(house, "13:41")


def marked_late() -> House:
    """Told so when its end had come and others had been asked."""
    house = House(at="12:50", people=EVERYBODY)
    house.entry()
    until(house, "13:40", "14:01", "14:11")
    house.change(categories=("Visit done",))
    return until(house, "14:12", "14:20")


def marked_during_a_long_one() -> House:
    """Told so of a visit during which they are asked too."""
    house = House(at="12:50", policy=BY_HOURS, people=EVERYBODY)
    house.entry(end="16:00")
    until(house, "13:40")
    house.change(categories=("Visit done",))
    return until(house, "13:41")


@pytest.mark.parametrize("story", [marked_early, marked_late, marked_during_a_long_one])
@pytest.mark.parametrize("words", ["no", "still here", "+20", "it was me", "yes", "left, all fine", "the dog"])
def test_every_answer_shows_the_same_with_the_code_word(story: Callable[[], House], words: str):
    under_duress = answered(story, words, f", {CODE_WORD}")
    assert shown(under_duress) == shown(answered(story, words))
    assert under_duress.alarms == [AlarmKind.DURESS]


@pytest.mark.parametrize("at", ["13:40", "14:12"])
def test_the_line_itself_is_the_same_beside_a_code_word_of_before(at):
    def day(code: str) -> House:
        house = House(at="12:50", people=EVERYBODY)
        house.entry()
        until(house, "13:20")
        house.says(f"still here{code}")
        until(house, "13:21", *(["14:01", "14:11"] if at > "14:11" else []))
        house.change(categories=("Visit done",))
        until(house, at)
        house.says("no", to=house.last("sam"))
        return until(house, "14:21", "14:31", "14:41", "15:11")

    assert shown(day(f", {CODE_WORD}")) == shown(day(""))
