"""Law 7: a code word that a manager was told, and writes beside an answer of their own, is heard as its worker's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import AlarmKind
from calsync.domain.model.approvals import Verdict
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.ports import Message
from tests.engine.away_house import a_house, asked
from tests.house import CLARENDON, CODE_WORD, House
from tests.laws.test_law_07_in_a_subject import edited_long_before, no_visit, rung
from tests.shown import believed

HOUR = timedelta(hours=1)
APPROVED = Rule(before=24 * HOUR, remind=HOUR, alert=timedelta(minutes=30))
POLICY = replace(CLARENDON, checks=Checks(rules=((Check.RISK_ASSESSMENT, APPROVED),)))


def before_a_visit(words: str, *, at: str = "09:30") -> House:
    """Morgan is asked about Sam's visit at 13:00, and answers in these words."""
    house = House(at="09:00", policy=POLICY)
    house.entry()
    house.tick()
    (question,) = house.told("morgan")
    house.dark_until(at)
    house.says(words, who="morgan", to=question)
    for moment in ("12:01", "13:05", "14:01", "14:11"):
        house.dark_until(moment)
        house.tick()
    return house


def shown(messages: list[Message]) -> list[tuple[object, str, str]]:
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in messages]


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        ("approved", ", Sam said {}", Verdict.YES),
        ("not approved: the brother is back", "\nSam told me {}", Verdict.NO),
        ("approved", "\n{}", Verdict.YES),
    ],
)
@pytest.mark.parametrize("at", ["09:30", "13:05"])
def test_beside_an_approval_it_starts_the_workers_emergency_steps_and_the_approval_counts(words, code, verdict, at):
    house = before_a_visit(words + code.format(CODE_WORD), at=at)
    assert house.alarms == [AlarmKind.DURESS]
    assert any("Sam Visits gave the code word" in each.subject for each in house.told("dee"))
    assert believed(house) == [(verdict, True)]
    assert shown(house.told("sam")) == shown(before_a_visit(words, at=at).told("sam"))


def test_alone_under_a_question_before_a_visit_it_is_heard_and_asked_back_by_nobody():
    house = before_a_visit(f"Sam says {CODE_WORD}")
    assert house.alarms == [AlarmKind.DURESS]
    assert believed(house) == []
    assert not any("was not clear" in each.text for each in house.told("morgan"))


def called_off(words: str) -> House:
    """Morgan is asked about Sam's day, and answers in these words."""
    house = a_house("08:25")
    house.go_to("08:30")
    house.says(words, who="morgan", to=asked(house))
    house.send()
    for moment in ("10:05", "11:01", "11:25", "15:01", "15:11"):
        house.dark_until(moment)
        house.tick()
    return house


@pytest.mark.parametrize("words", ["call off", "call off 1", "they stand"])
def test_beside_an_order_it_wins_and_the_worker_is_shown_the_order(words):
    house = called_off(f"{words}, Sam said {CODE_WORD}")
    assert house.alarms == [AlarmKind.DURESS]
    plain = called_off(words)
    assert shown(house.told("sam")) == shown(plain.told("sam"))
    confirmed = [
        [each.text for each in one.told("morgan") if "Today's visits" in each.subject] for one in (house, plain)
    ]
    assert confirmed[0] == confirmed[1] != []


@pytest.mark.parametrize("words", [CODE_WORD, f"she said {CODE_WORD}!", "code word"])
@pytest.mark.parametrize("story", [edited_long_before, no_visit])
def test_whoever_rang_and_was_told_it_starts_the_emergency_steps(story, words):
    house = story()
    house.says(words, who="morgan", to=rung(house)[0])
    house.scan()
    assert house.alarms == [AlarmKind.DURESS]
    assert "Sam Visits gave the code word" in house.last("dee").subject
    assert house.told("sam") == []


def test_a_mail_that_passes_it_on_is_taken_once():
    house = no_visit()
    house.says("code word", who="morgan", to=rung(house)[0])
    assert house.read_mail() == 0
    assert house.alarms == [AlarmKind.DURESS]


def test_they_are_fine_says_nothing_of_whoever_rang():
    house = no_visit()
    house.says("rang them, all fine", who="morgan", to=rung(house)[0])
    house.scan()
    assert house.alarms == []
    assert len(house.told("morgan")) == 1
