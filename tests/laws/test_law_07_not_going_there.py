"""Law 7: "not going" of a visit told by mail, whatever it answers, is understood and shows the same with the word."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind, DeadlineState
from tests.house import CODE_WORD, House
from tests.ladders import EVERYBODY
from tests.shown import shown, until


def day(words: str, at: str, *, to_question: bool) -> House:
    house = House(at="14:00", people=EVERYBODY)
    until(house, "14:02")
    house.says("visiting 12 Elm Road until 15:30")
    house.scan()
    until(house, *(each for each in ("14:20", "15:31", at) if each <= at))
    house.says(words, to=house.last("sam") if to_question else None)
    return until(house, *(each for each in ("14:30", "15:31", "15:41", "15:51", "16:20") if each > at))


@pytest.mark.parametrize(("at", "to_question"), [("14:20", False), ("15:32", True), ("15:32", False)])
def test_not_going_is_understood_as_a_mail_of_its_own_and_to_the_question(at: str, to_question: bool) -> None:
    for words in ("not going", "Cancelled"):
        house = day(words, at, to_question=to_question)
        assert [each.state for one in house.watched() for each in one.deadlines] == [DeadlineState.CLOSED]
        assert not any("not understood" in each.text.casefold() for each in house.told("sam"))
    under_duress = day(f"not going, {CODE_WORD}", at, to_question=to_question)
    assert shown(under_duress) == shown(day("not going", at, to_question=to_question))
    assert under_duress.alarms == [AlarmKind.DURESS]


def test_of_a_visit_in_the_diary_it_stays_unclear() -> None:
    house = House(at="12:50")
    house.entry()
    until(house, "13:20")
    house.says("cancelled")
    house.scan()
    assert [each.state for one in house.watched() for each in one.deadlines] == [DeadlineState.OPEN]
