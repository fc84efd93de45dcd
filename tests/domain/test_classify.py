"""Which entries are visits, by the first rule that speaks."""

from __future__ import annotations

import pytest

from calsync.domain.classify import Rules, carries, fold, recognise, same_place
from calsync.domain.model import Place, PlaceKind, Tag
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, OAK_STREET, RULES, an_entry

HALL = Rules(sites=(read_place("Town Hall, Moorgate Street, Rotherham S60 2TH"),))
ROOM = Place(text="Meeting room 2", kind=PlaceKind.ROOM)


@pytest.mark.parametrize(
    ("changes", "tag", "rule"),
    [
        ({}, Tag.VISIT, "location"),
        ({"cancelled": True, "categories": ("Home visit",)}, Tag.NONE, "cancelled"),
        ({"declined": True, "categories": ("Home visit",)}, Tag.NONE, "declined"),
        ({"categories": ("Home visit",), "place": Place()}, Tag.VISIT, "category"),
        ({"categories": ("Visit",), "private": True, "free": True, "away": True}, Tag.VISIT, "category"),
        ({"categories": ("HOME  visit",), "place": Place()}, Tag.VISIT, "category"),
        ({"categories": ("Home visit", "Not a visit")}, Tag.VISIT, "category"),
        ({"categories": ("High risk",), "place": Place()}, Tag.VISIT, "category"),
        ({"categories": ("High risk", "Not a visit")}, Tag.VISIT, "category"),
        ({"categories": ("Not a visit",)}, Tag.NONE, "category"),
        ({"private": True}, Tag.NONE, "private"),
        ({"away": True}, Tag.NONE, "away"),
        ({"free": True}, Tag.NONE, "free"),
        ({"all_day": True}, Tag.NONE, "all-day"),
        ({"all_day": True, "categories": ("Home visit",)}, Tag.VISIT, "category"),
        ({"place": ROOM}, Tag.NONE, "room"),
        ({"place": read_place("1 Clarendon Road, Leeds LS2 9NN")}, Tag.NONE, "own-site"),
        ({"online": True}, Tag.VISIT, "location"),
        ({"online": True, "place": Place(text="Microsoft Teams Meeting")}, Tag.NONE, "online"),
        ({"place": Place(text="Cafe")}, Tag.NONE, "location"),
        ({"place": Place()}, Tag.NONE, "no-location"),
    ],
)
def test_the_first_rule_that_speaks_decides(changes, tag, rule):
    found = recognise(an_entry(**changes), RULES)
    assert (found.tag, found.matched_by) == (tag, rule)
    assert found.reasons


def test_the_reasons_are_sentences():
    for changes in ({}, {"online": True}, {"private": True}, {"categories": ("High risk",), "all_day": True}):
        found = recognise(an_entry(**changes), RULES)
        assert all(reason[0].isupper() and reason.endswith(".") for reason in found.reasons)


@pytest.mark.parametrize(
    ("changes", "risk"),
    [
        ({"categories": ("High risk",)}, True),
        ({"categories": ("Home visit", "high  RISK")}, True),
        ({"categories": ("Home visit",)}, False),
        ({"categories": ("High risk",), "cancelled": True}, False),
    ],
)
def test_risk_is_said_by_its_category_on_visits_alone(changes, risk):
    assert recognise(an_entry(**changes), RULES).risk is risk


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Town Hall", True),
        ("town hall, committee room 2", True),
        ("Rotherham Town Hall", True),
        ("Moorgate Street, Rotherham S60 2TH", True),
        ("14 Town Hall Lane, Rotherham S60 3AB", False),
        ("Town Hallam", False),
        (ELM_ROAD, False),
    ],
)
def test_an_own_site_is_known_by_its_name_or_its_door(text, own):
    assert (recognise(an_entry(place=read_place(text)), HALL).matched_by == "own-site") is own


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ELM_ROAD, ELM_ROAD, True),
        (ELM_ROAD, "14 ELM ROAD, S60 3AB", True),
        (ELM_ROAD, "14 Elm Road", True),
        (ELM_ROAD, "S60 3AB", True),
        (ELM_ROAD, "16 Elm Road, Rotherham S60 3AB", False),
        (ELM_ROAD, "14 Elm Road, Sheffield S1 2AB", False),
        (ELM_ROAD, OAK_STREET, False),
        ("The market", "the  Market.", True),
        ("The market", "The station", False),
        ("", "", False),
        ("", ELM_ROAD, False),
    ],
)
def test_two_places_are_the_same_door(one, other, same):
    assert same_place(read_place(one), read_place(other)) is same
    assert same_place(read_place(other), read_place(one)) is same


def test_spellings_are_compared_without_case_spaces_and_marks():
    assert fold("  Home   VISIT, ") == "home visit"
    assert carries(("Red", "home visit."), ("Home Visit",)) == "home visit."
    assert carries((), ("Home visit",)) == carries(("Red",), ()) == ""
