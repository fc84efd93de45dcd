"""Which entries are visits: categories, then what nobody looks into, then place and subject."""

from __future__ import annotations

import pytest

from calsync.domain.classify import Rules, carries, fold, own_site, recognise, same_place
from calsync.domain.model import Place, PlaceKind, Series, Tag, VisitKind
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
        ({"all_day": True}, Tag.POSSIBLE, "all-day"),
        ({"all_day": True, "subject": "Annual conference", "place": Place()}, Tag.NONE, "subject"),
        ({"all_day": True, "subject": "K", "place": read_place("her house")}, Tag.NONE, "all-day"),
        ({"all_day": True, "categories": ("Home visit",)}, Tag.VISIT, "category"),
        ({"place": ROOM}, Tag.POSSIBLE, "room"),
        ({"place": ROOM, "subject": "K"}, Tag.NONE, "room"),
        ({"place": read_place("1 Clarendon Road, Leeds LS2 9NN")}, Tag.POSSIBLE, "own-site"),
        ({"place": read_place("1 Clarendon Road, Leeds LS2 9NN"), "subject": "K"}, Tag.NONE, "own-site"),
        ({"online": True}, Tag.VISIT, "location"),
        ({"online": True, "place": Place(text="Microsoft Teams Meeting")}, Tag.POSSIBLE, "subject"),
        ({"online": True, "place": Place(text="Microsoft Teams Meeting"), "subject": "K"}, Tag.NONE, "online"),
        ({"place": Place(text="Cafe")}, Tag.POSSIBLE, "public"),
        ({"place": Place(text="Cafe"), "subject": "K"}, Tag.NONE, "public"),
        ({"place": Place()}, Tag.VISIT, "subject"),
        ({"place": Place(), "subject": "K"}, Tag.NONE, "no-location"),
        ({"tentative": True}, Tag.POSSIBLE, "tentative"),
        ({"tentative": True, "categories": ("Home visit",)}, Tag.VISIT, "category"),
        ({"series": Series.OCCURRENCE}, Tag.VISIT, "location"),
        ({"series": Series.OCCURRENCE, "subject": "K"}, Tag.POSSIBLE, "series"),
        ({"subject": "CXL home visit"}, Tag.NONE, "cancelled"),
        ({"elsewhere": True, "subject": "K", "place": Place(text="Home")}, Tag.NONE, "home"),
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


def test_what_was_outweighed_is_told_too():
    found = recognise(an_entry(categories=("Home visit", "Not a visit")), RULES)
    assert found.reasons == ('Its category "Home visit" says that it is a visit.',)
    assert found.against == ('Its category "Not a visit" says that it is no visit.',)
    found = recognise(an_entry(place=ROOM), RULES)
    assert found.reasons == ('Its subject says that it is a visit ("Home visit").',)
    assert found.against == ("Its location is a meeting room or the office.",)
    found = recognise(an_entry(subject="K", tentative=True), RULES)
    assert found.reasons[0] == "It is shown as tentative."
    assert 'address ("S60 3AB")' in found.reasons[1]


def test_no_reason_names_who_is_visited():
    for place in (read_place(ELM_ROAD), Place(), ROOM, read_place("Whitcombe's house")):
        for subject in ("Home visit: Mrs Whitcombe", "Write up visit Whitcombe", "HV Whitcombe", "See Mrs Whitcombe"):
            found = recognise(an_entry(subject=subject, place=place), RULES)
            assert "Whitcombe" not in " ".join(found.reasons + found.against)


@pytest.mark.parametrize(
    ("subject", "place", "tag"),
    [
        ("Home visit", ELM_ROAD, Tag.VISIT),
        ("Home visit", "", Tag.VISIT),
        ("K", ELM_ROAD, Tag.NONE),
        ("K", "her house", Tag.NONE),
        ("Choir", "Church hall, 3 Mill Lane S60 3AB", Tag.NONE),
    ],
)
def test_outside_the_workers_hours_a_place_alone_makes_no_visit_and_a_clear_subject_does(subject, place, tag):
    assert recognise(an_entry(subject=subject, place=read_place(place)), RULES, in_hours=False).tag is tag


def test_the_organisations_own_words_count_like_those_of_everybody():
    rules = Rules(visit_words=("blue call",), not_visit_words=("clinic slot", "ghost visit"))
    assert recognise(an_entry(subject="Blue Call K", place=Place()), rules).tag is Tag.VISIT
    assert recognise(an_entry(subject="Blue Call K", place=Place()), RULES).tag is Tag.NONE
    assert recognise(an_entry(subject="Ghost visit K", place=Place()), rules).tag is Tag.NONE
    assert recognise(an_entry(subject="Ghost visit K", place=Place()), RULES).tag is Tag.VISIT
    found = recognise(an_entry(subject="Clinic slot", place=read_place(ELM_ROAD)), rules)
    assert (found.tag, found.against) == (Tag.POSSIBLE, ('Its subject says "Clinic slot", which is no visit here.',))
    both = recognise(an_entry(subject="Blue call or ghost visit", place=Place()), rules)
    assert both.tag is Tag.POSSIBLE


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, VisitKind.HOME),
        ({"categories": ("School visit",)}, VisitKind.SCHOOL),
        ({"categories": ("Community visit",)}, VisitKind.OTHER),
        ({"subject": "School visit K", "place": Place()}, VisitKind.SCHOOL),
        ({"subject": "Prison visit", "place": Place()}, VisitKind.OTHER),
        ({"place": read_place("Elm Primary School")}, VisitKind.SCHOOL),
        ({"place": read_place("Rotherham hospital, ward 4")}, VisitKind.OTHER),
        ({"place": read_place("Elm care home")}, VisitKind.HOME),
    ],
)
def test_a_visit_is_of_the_kind_that_its_category_its_place_or_its_subject_says(changes, kind):
    found = recognise(an_entry(**changes), RULES)
    assert (found.tag, found.kind) == (Tag.VISIT, kind)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Town Hall", True),
        ("town hall, committee room 2", True),
        ("Rotherham Town Hall", True),
        ("Moorgate Street, Rotherham S60 2TH", True),
        ("14 Town Hall Lane, Rotherham S60 3AB", False),
        ("Town Hallam", False),
        ("TOWN HALL.", True),
        ("The Town-Hall", True),
        ("Moorgate St S60 2TH", True),
        ("s602th", True),
        ("Town Hall, Barkers Pool, Sheffield S1 2HH", False),
        (ELM_ROAD, False),
    ],
)
def test_an_own_site_is_known_by_its_name_or_its_door(text, own):
    assert (recognise(an_entry(place=read_place(text)), HALL).matched_by == "own-site") is own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Clarendon Children's Centre", True),
        ("clarendon childrens center", True),
        ("Clarendn Childrens Centre", True),
        ("Clarendon Children’s Ctr, room 3", True),
        ("1 Clarendon Rd, LS2 9NN", True),
        ("1 Clarendn Road, LS2 9NN", True),
        ("1 Clarendon Road", True),
        ("2 Clarendon Road, LS2 9NN", False),
        ("Clarendon Road", False),
        ("Children's Centre", False),
    ],
)
def test_an_own_site_is_known_through_its_spelling(text, own):
    assert bool(own_site(read_place(text), RULES.sites)) is own


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
