"""Whoever is asked before a visit that was seen late has some minutes, before others are told of no answer (law 16)."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.model.checks import Check
from tests.engine.before_house import house_with, minutes, rule

HOUR = timedelta(hours=1)
CONFIRMED = rule(Check.CONFIRMED, alert=HOUR)


def alerts(house) -> list[str]:
    house.send()
    return [each.text for each in house.told("morgan") if each.subject.startswith("Before a visit of Sam Visits")]


def test_who_is_asked_of_a_visit_first_seen_within_its_alert_time_has_ten_minutes_to_answer():
    house = house_with(CONFIRMED, at="12:15", entry={})
    house.send()
    assert house.last("sam").subject.startswith("Are you happy to go?")
    assert alerts(house) == []
    minutes(house, "12:24")
    assert alerts(house) == []
    minutes(house, "12:26")
    assert len(alerts(house)) == 1
    assert "just now" not in alerts(house)[0]


def test_an_answer_in_those_minutes_leaves_the_line_manager_alone():
    house = house_with(CONFIRMED, at="12:15", entry={})
    house.send()
    house.says("yes", to=house.last("sam"))
    minutes(house, "12:55")
    assert alerts(house) == []


def test_ten_minutes_before_the_start_the_line_manager_is_told_that_it_was_only_asked_now():
    house = house_with(CONFIRMED, at="12:52", entry={})
    (said,) = alerts(house)
    assert "It was only asked just now" in said


def test_a_visit_known_in_time_is_told_at_the_policys_own_minute():
    house = house_with(CONFIRMED, entry={})
    minutes(house, "11:59")
    assert alerts(house) == []
    minutes(house, "12:00")
    assert len(alerts(house)) == 1
