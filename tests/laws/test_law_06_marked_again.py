"""Laws 6 and 7: once its worker has said "not me", no mark in the diary is their word on this visit; they are asked."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState
from tests.house import CODE_WORD, House, clock
from tests.ladders import EVERYBODY
from tests.shown import shown, until


def marked_again(words: str) -> House:
    """Marked as done at 13:40, taken back with these words, and marked twice more."""
    house = House(at="12:50", people=EVERYBODY)
    house.entry()
    until(house, "13:40")
    house.change(categories=("Visit done",))
    until(house, "13:41")
    house.says(words, to=house.last("sam"))
    until(house, "13:43")
    house.change(categories=())
    until(house, "13:44")
    house.change(categories=("Visit done",))
    return until(house, "13:45")


def test_a_second_mark_closes_nothing_and_its_worker_is_asked():
    house = marked_again("NO")
    assert (house.deadline.state, house.deadline.due) == (DeadlineState.OPEN, clock("14:00"))
    assert house.last("sam").subject.startswith("Are you not going, or have you finished? [")
    assert "visit-marked-again" in [each.what for each in house.acts()]
    house.says("yes, left, all fine", to=house.last("sam"))
    assert house.deadline.state is DeadlineState.CLOSED


@pytest.mark.parametrize("ends", [(), ("14:01", "14:11", "14:21")])
def test_beside_a_code_word_it_shows_the_same(ends: tuple[str, ...]):
    assert shown(until(marked_again(f"NO, {CODE_WORD}"), *ends)) == shown(until(marked_again("NO"), *ends))
