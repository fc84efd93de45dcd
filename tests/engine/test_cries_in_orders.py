"""A cry for one of several beside an order about others: help for whom it names, and no order of theirs (law 6)."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from calsync.parsers.cries_of_several import cries_apart
from tests.engine.test_bursts import TEAM, a_team_is_late
from tests.house import House

IDS = {each.name.split()[0]: each.id for each in TEAM}


def ordered(said: str) -> House:
    """Morgan answers the mail about a whole team."""
    house = a_team_is_late()
    house.says(said, who="morgan", to=house.told("morgan")[0])
    return house


def helped(house: House) -> set[str]:
    """For whom the emergency steps run."""
    every = (one for each in TEAM for watched in house.watched(each.id) for one in watched.deadlines)
    return {one.worker for one in every if one.alarm is AlarmKind.HELP}


def closed(house: House) -> set[str]:
    """Whose own deadline is closed."""
    every = (one for each in TEAM for watched in house.watched(each.id) for one in watched.deadlines)
    return {one.worker for one in every if not one.is_open}


@pytest.mark.parametrize(
    ("said", "help_for", "closes"),
    [
        ("close: Cleo is safe, I spoke to her. Dan needs help", ["Dan"], ["Cleo"]),
        ("close: Cleo and Dan are safe, I spoke to them. Eve needs help", ["Eve"], ["Cleo", "Dan"]),
        ("close: Cleo and Dan are safe, Dan is hurt", ["Dan"], []),
        ("close: Cleo and Dan are not safe", ["Cleo", "Dan"], []),
        ("no answer: Cleo and Dan, Eve said help", ["Eve"], []),
        ("Dan needs help, police called, log 77", ["Dan"], []),
    ],
)
def test_help_is_for_whom_it_names_alone_and_nobody_in_need_is_closed(said, help_for, closes):
    house = ordered(said)
    assert helped(house) == {IDS[each] for each in help_for}
    assert closed(house) == {IDS[each] for each in closes}


@pytest.mark.parametrize("said", ["close: all safe but Dan", "close: everyone except Dan is safe, I spoke to them"])
def test_a_closing_of_all_but_some_closes_nobody(said):
    house = ordered(said)
    house.send()
    assert closed(house) == set()
    assert "It is not plain who is safe" in house.last("morgan").text
    assert "Dan" not in house.last("morgan").text.split("close:")[1].split("\n")[0]


@pytest.mark.parametrize(
    ("said", "cries", "rest"),
    [
        ("I have it: Cleo. Dan needs help", ("Dan needs help",), "I have it: Cleo."),
        ("I have it: Cleo, Dan is not hurt", (), "I have it: Cleo, Dan is not hurt"),
        ("999 called for Dan, log 12", (), "999 called for Dan, log 12"),
        ("please call me about Dan", (), "please call me about Dan"),
        ("", (), ""),
    ],
)
def test_only_what_says_that_somebody_is_in_need_is_a_cry(said, cries, rest):
    assert cries_apart(said) == (cries, rest)
