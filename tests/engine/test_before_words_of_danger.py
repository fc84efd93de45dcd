"""An answer before a visit: a word of danger in it is heard, and nothing else of it counts later."""

from __future__ import annotations

from calsync.domain.model import AlarmKind
from calsync.domain.model.checks import Check
from tests.engine.before_house import APPROVAL, approvals, house_with, rule


def test_law_7_a_code_word_under_a_question_before_a_visit_is_heard():
    house = house_with(rule(Check.CONFIRMED), at="12:45", entry={})
    house.says("yes, pineapple", to=house.last("sam"))
    assert house.alarms == [AlarmKind.DURESS]
    assert [each.is_believed for each in approvals(house)] == [False]


def test_law_6_a_call_for_help_under_a_question_before_a_visit_is_heard():
    house = house_with(rule(Check.CONFIRMED), at="12:45", entry={})
    house.says("call me", to=house.last("sam"))
    assert house.alarms == [AlarmKind.HELP]


def test_law_6_a_yes_before_the_visit_is_nothing_that_was_heard_of_it_later():
    house = house_with(rule(Check.CONFIRMED), APPROVAL, entry={})
    house.says("yes", to=house.last("sam"))
    house.go_to("14:21")
    sheet = house.last("morgan").text
    assert "Last heard: nothing since the visit began" in sheet
    assert "Morgan Manages told at 09:00" not in sheet


def test_law_16_nobody_asked_before_a_visit_is_told_when_it_is_closed():
    house = house_with(APPROVAL, entry={})
    house.go_to("14:01")
    before = len(house.told("morgan"))
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    assert len(house.told("morgan")) == before
