"""A worker is asked whether they are happy to go, and another word of theirs is told their manager."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model.checks import Check
from calsync.parsers.location import read_place
from tests.engine.before_house import MINUTE, TEAM, house_with, minutes, raised, read, rule
from tests.house import OAK_STREET


def test_CL5_the_worker_confirms_by_a_word():
    house = house_with(rule(Check.CONFIRMED, alert=60 * MINUTE), entry={})
    asked = house.last("sam")
    assert asked.subject.startswith("Are you happy to go? [")
    assert "alarm" not in f"{asked.subject}{asked.text}".casefold()
    house.says("Yes, happy to go.", to=asked)
    house.check()
    minutes(house, "12:59")
    assert (raised(house), len(house.mail.sent)) == ([], 1)


def test_CL5_what_nobody_confirmed_is_told_the_manager_before_the_start():
    house = house_with(rule(Check.CONFIRMED, alert=60 * MINUTE), entry={})
    minutes(house, "12:05")
    assert [each.notification.recipient for each in house.mail.sent] == ["sam", "morgan"]


def test_CL4_accompany_me_mails_the_manager_who_is_free_then():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    house.says("Please accompany me", to=house.last("sam"))
    house.check()
    told = house.last("morgan")
    assert "The worker asks for company" in told.text
    assert "At work then, and on no visit: Dee Deputises." in told.text


def test_CL4_another_word_of_the_worker_is_told_the_manager_too():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    asked = house.last("sam")
    for words in ("no: the dog", "accompany me"):
        house.says(words, to=asked)
        house.check()
        house.send()
    first, second = house.told("morgan")
    assert 'They say: "the dog"' in first.text
    assert "The worker asks for company" in second.text


def test_CL4_who_is_on_a_visit_then_is_not_free():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", place=read_place(OAK_STREET)))
    read(house)
    house.says("accompany me", to=house.last("sam"))
    house.check()
    assert "Nobody is known to be free then." in house.last("morgan").text
