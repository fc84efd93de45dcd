"""Law 7: asked before a visit, a worker is sent the same all day with and without a code word in their answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta
from functools import cache

import pytest

from calsync.domain.before.asking import NOT_BELIEVED
from calsync.domain.model import AlarmKind, OfficeHours, People, Role
from calsync.domain.model.approvals import Verdict
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.domain.model.letters import Letters
from calsync.engine.concerns import concerns_of_days
from calsync.parsers.location import read_place
from tests.house import CAST, CLARENDON, CODE_WORD, MONDAY, OAK_STREET, House, clock
from tests.letter_house import letters, to
from tests.shown import believed

HOUR = timedelta(hours=1)
CONFIRMED = Rule(before=24 * HOUR, remind=HOUR, alert=timedelta(minutes=30))
LETTERS = Letters(list=(Role.ADMIN,), concerns=(Role.ADMIN,))
OPEN_AT_SIX = OfficeHours(hours=replace(CLARENDON.office.hours, start=time(6)))
"""Nobody is asked before the office opens, and Sam is asked before the summary is sent."""
POLICY = replace(CLARENDON, checks=Checks(rules=((Check.CONFIRMED, CONFIRMED),)), letters=LETTERS, office=OPEN_AT_SIX)
READER = replace(CAST, roles=((Role.ADMIN, ("sam",)), *(each for each in CAST.roles if each[0] is not Role.ADMIN)))
PLAIN = (
    "yes",
    "Happy to go.",
    "accompany me",
    "no",
    "no: dog",
    "not happy to go",
    "1 yes",
    "2 no: the brother is there",
    "1 yes, 2 accompany me",
    "1 no, 2 yes",
    "hm",
    "1 yes, 3 no",
    "all fine",
)


def day(words: str, *, at: str = "06:30", then: str = "", until: str = "16:00", people: People = CAST) -> House:
    """A day of two visits, at which Sam is asked at six, and answers in these words."""
    house = House(at="06:00", policy=POLICY, people=people)
    house.entry("e1", "10:00", "11:00")
    house.entry("e2", "14:00", "15:00", place=read_place(OAK_STREET))
    house.tick()
    (question,) = house.told("sam")
    while house.clock.now() < clock(until):
        house.clock.moment += timedelta(minutes=15)
        now = house.clock.now()
        house.tick()
        letters(house)
        if now == clock(at):
            house.says(words, to=question)
        if then and now == clock("11:15"):
            house.says(then, to=house.last("sam"))
    return house


def sent_to_sam(house: House) -> list[object]:
    """All mails to Sam, of either kind, without the words in their subjects by which answers are known."""
    told = [(each.notification.recorded, _plain(each.subject), each.text) for each in house.told("sam")]
    return told + [(_plain(each.subject), each.text) for each in to(house.mailbox.sent, "sam")]


def _plain(subject: str) -> str:
    return re.sub(r"\[\w{6}\]", "", subject)


def shown_to_managers(house: House, at: str) -> list[str]:
    with house.store.transaction() as tx:
        day_ = concerns_of_days(tx, ["sam"], MONDAY, MONDAY + 24 * HOUR, house.core, clock(at))
    return [each.words for _, found in day_ for each in found if each.kind == Check.CONFIRMED]


@pytest.mark.parametrize("words", [*PLAIN, "no: help me"])
def test_an_answer_before_the_day_begins(words):
    same_with_a_code_word(words, ", {}")


@pytest.mark.parametrize("code", [" {}", "\n{}", ". {}!"])
@pytest.mark.parametrize("words", ["yes", "1 yes, 2 accompany me"])
def test_wherever_the_code_word_stands(words, code):
    same_with_a_code_word(words, code)


@pytest.mark.parametrize("words", ["yes", "no: dog", "2 yes", "hm", "all fine"])
@pytest.mark.parametrize("then", ["", "left, all fine"])
def test_an_answer_while_the_first_visit_is_going_on(words, then):
    same_with_a_code_word(words, ", {}", at="10:30", then=then)


def same_with_a_code_word(words: str, code: str, **changes: str) -> None:
    under_duress = day(words + code.format(CODE_WORD), **changes)
    assert sent_to_sam(under_duress) == plainly_sent(words, **changes)
    assert AlarmKind.DURESS in under_duress.alarms


@cache
def plainly_sent(words: str, **changes: str) -> list[object]:
    return sent_to_sam(day(words, **changes))


def test_a_code_word_alone_is_answered_as_any_word_that_is_not_clear():
    assert sent_to_sam(day(CODE_WORD)) == sent_to_sam(day("banana"))


@pytest.mark.parametrize("words", ["yes", "1 yes, 2 yes"])
def test_a_yes_beside_the_code_word_is_no_yes_to_whoever_decides(words):
    house = day(f"{words}, {CODE_WORD}", until="07:00")
    assert believed(house) == [(Verdict.YES, False)] * 2
    assert shown_to_managers(house, "07:00") == [NOT_BELIEVED] * 2
    assert not any(NOT_BELIEVED in each.text for each in house.told("sam"))


def test_a_yes_that_is_not_believed_is_told_the_manager_when_it_is_due():
    house = day(f"yes, {CODE_WORD}", until="10:00")
    assert [each.notification.due for each in house.told("morgan") if NOT_BELIEVED in each.text] == [clock("09:30")]


def test_a_no_beside_the_code_word_is_told_the_manager_without_it():
    house = day(f"no: the dog {CODE_WORD}", until="07:00")
    (told, _) = [each for each in house.told("morgan") if "not happy to go" in each.text]
    assert "the dog" in told.text
    assert CODE_WORD not in told.text


def test_a_worker_who_reads_the_list_of_everybody_is_sent_the_same():
    sent = [sent_to_sam(day(f"yes{code}", until="08:15", people=READER)) for code in ("", f", {CODE_WORD}")]
    assert sent[0] == sent[1]
    assert any("Sam Visits" in str(each) for each in sent[0])


def test_a_later_yes_that_was_said_freely_counts():
    house = day(f"yes, {CODE_WORD}", until="07:00")
    house.says("yes", to=house.told("sam")[0])
    house.tick()
    assert shown_to_managers(house, "07:00") == []


def test_a_mail_that_is_read_twice_is_taken_once():
    house = day(f"yes, {CODE_WORD}", until="06:30")
    before = (house.alarms, believed(house))
    assert house.read_mail() == 0
    assert (house.alarms, believed(house)) == before


@pytest.mark.parametrize("words", ["no: help me", "accompany me, I need help"])
def test_law_6_a_call_for_help_in_an_answer_is_heard_beside_it(words):
    assert AlarmKind.HELP in day(words, until="06:45").alarms
