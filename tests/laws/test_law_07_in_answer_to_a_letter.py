"""Laws 6, 7 and 16: "thanks" to the summary of the day asks nothing back, and neither does the code word beside it."""

from __future__ import annotations

from functools import cache

import pytest

from calsync.domain.model import AlarmKind
from calsync.domain.model.letters import LetterKind
from tests.house import CODE_WORD, House
from tests.letter_house import house as house_with_letters
from tests.letter_house import letters, replies, rows, to

UNCLEAR = "It was not clear from your answer"
LATER = ("08:31", "12:00", "13:01", "14:01", "14:11")


@cache
def day(words: str, at: str = "08:30") -> House:
    """A day with one visit at 13:00, on which Sam answers the summary of 08:01 at a time."""
    house = house_with_letters("07:00", summary=True)
    house.entry()
    house.tick()
    (summary,) = to(letters(house, "08:01"), "sam")
    assert [each.kind for each in rows(house)] == [LetterKind.SUMMARY]
    house.dark_until(at)
    house.tick()
    replies(house, words, summary, who="sam")
    for moment in (each for each in LATER if each > at):
        house.dark_until(moment)
        house.tick()
    return house


def shown(house: House) -> list[tuple[object, str, str]]:
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in house.told("sam")]


@pytest.mark.parametrize("words", ["thanks", "ok", "Received, see you later", "all fine"])
def test_before_any_visit_it_brings_nothing_with_and_without_the_code_word(words):
    plain, under_duress = day(words), day(f"{words}, {CODE_WORD}")
    assert not any(UNCLEAR in each.text for each in plain.told("sam"))
    assert shown(under_duress) == shown(plain)
    assert under_duress.alarms == [AlarmKind.DURESS]


def test_before_any_visit_a_call_for_help_in_it_is_heard():
    assert day("help").alarms == [AlarmKind.HELP]


def test_while_a_visit_is_going_on_what_is_unclear_is_asked_back_as_ever():
    assert any(UNCLEAR in each.text for each in day("the dog", at="13:30").told("sam"))
