"""What a location says: a door, somebody's home, a place that is none."""

from __future__ import annotations

import pytest

from calsync.domain.classify import recognise
from calsync.domain.model import PlaceKind, Tag
from calsync.parsers.location import read_place
from calsync.parsers.online import is_online
from tests.house import RULES, an_entry


def tag_of(place: str, subject: str = "K", kind: PlaceKind = PlaceKind.TEXT) -> Tag:
    read = read_place(place, kind=kind)
    online = not read.is_address and is_online(subject=subject, location=place)
    return recognise(an_entry(subject=subject, place=read, online=online), RULES).tag


@pytest.mark.parametrize(
    "place",
    [
        "14 Elm Road", "S60 3AB", "Flat 3, Hill Court", "plot 4, Carr Lane site", "narrowboat Willow, canal basin",
        "c/o Smith, Dalton", "Hill Farm, Wentworth", "12 rue de la Paix, Paris", "Hauptstraße 5, Berlin", "D02 X285",
        "53.4321, -1.3567", "Rose Cottage", "Pitch 7, Oak caravan park", "Teams / 14 Elm Rd",
        "14 Elm Rd; Microsoft Teams Meeting",
    ],
)  # fmt: skip
def test_an_address_of_any_form_is_a_visit(place):
    assert tag_of(place) is Tag.VISIT


@pytest.mark.parametrize(
    "place",
    [
        "her house", "family home", "mum's flat", "client's address", "foster placement", "K's house", "JS’s home",
        "address on file", "at home with mum",
    ],
)  # fmt: skip
def test_somebodys_home_is_a_visit_without_an_address(place):
    assert tag_of(place) is Tag.VISIT
    assert tag_of(place, "Team meeting") is Tag.POSSIBLE


@pytest.mark.parametrize(
    "place",
    [
        "12 Elm Court", "3 Station Road", "14 School Lane", "15 Hospital Road", "22 Academy Way", "1 The Hotel Close",
        "Court House, 3 Mill Lane", "The Old School House, Mill Lane", "3 Church Street, Dalton", "8 Station Court",
        "Flat above the shop, 3 High St", "Flat 12, The Old Library, Moorgate St S60 2AA", "17 Bank Street S60 1AA",
    ],
)  # fmt: skip
def test_a_home_in_a_street_that_is_called_after_a_public_place_is_a_visit(place):
    assert tag_of(place) is Tag.VISIT


@pytest.mark.parametrize(
    "place",
    [
        "Sheffield Magistrates Court", "Costa", "Costa, 12 High Street, S60 1AA", "The Red Lion pub",
        "Railway station", "Meeting room 2", "Boardroom", "office", "WFH", "working from home",
    ],
)  # fmt: skip
def test_public_places_rooms_and_the_own_home_are_none_and_asked_about_where_the_subject_says_visit(place):
    assert tag_of(place) is Tag.NONE
    assert tag_of(place, "HV K") is Tag.POSSIBLE


@pytest.mark.parametrize("place", ["Premier Inn", "Holiday Inn, 12 High Street, Leeds LS1 1AA", "Seaview B&B, Rhyl"])
def test_a_hotel_where_somebody_may_be_housed_is_asked_about(place):
    assert tag_of(place, "Kai") is tag_of(place, "HV K") is Tag.POSSIBLE
    assert tag_of(place, "Conference") is tag_of(place, "Team meeting") is Tag.NONE


def test_a_hotel_that_graph_knows_is_a_public_place():
    assert tag_of("The Elms, 3 High Street", kind=PlaceKind.PUBLIC) is Tag.NONE
    assert tag_of("The Elms, 3 High Street") is Tag.VISIT


@pytest.mark.parametrize(
    ("place", "subject", "tag"),
    [
        ("Dalton Primary School", "see K", Tag.VISIT),
        ("Dalton Primary School", "school visit", Tag.VISIT),
        ("Dalton Primary School", "PEP meeting", Tag.POSSIBLE),
        ("Dalton Primary School", "Parents evening", Tag.NONE),
        ("Dalton School, School Lane S65 1AA", "K", Tag.POSSIBLE),
        ("Rotherham hospital, ward 4", "Home visit", Tag.VISIT),
        ("Rotherham hospital", "JS", Tag.POSSIBLE),
        ("Rotherham hospital", "Hospital appt", Tag.NONE),
        ("Elm care home", "visit Mrs Smith", Tag.VISIT),
        ("Police station", "Strategy meeting", Tag.POSSIBLE),
    ],
)
def test_schools_and_places_of_others_count_by_what_the_subject_says(place, subject, tag):
    assert tag_of(place, subject) is tag


@pytest.mark.parametrize(
    ("place", "subject", "tag"),
    [
        ("S60", "HV", Tag.VISIT),
        ("S60", "Smith", Tag.POSSIBLE),
        ("Dalton", "K", Tag.POSSIBLE),
        ("Dalton", "Meeting", Tag.NONE),
        ("Home", "K", Tag.POSSIBLE),
        ("Home", "Admin", Tag.NONE),
        ("TBC", "K", Tag.POSSIBLE),
        ("TBC", "Team meeting", Tag.NONE),
        ("33 Gwaun", "f/u", Tag.POSSIBLE),
        ("Bryn Awel", "f/u", Tag.POSSIBLE),
        ("Bryn Awel", "Team meeting", Tag.NONE),
        ("29 Erw Las", "smoke alarm fitting", Tag.POSSIBLE),
        ("33 Gwaun", "Lunch", Tag.NONE),
        ("30 mins", "catch up", Tag.NONE),
        ("Microsoft Teams Meeting", "HV K", Tag.POSSIBLE),
        ("Microsoft Teams Meeting", "K", Tag.NONE),
    ],
)
def test_half_a_place_counts_by_what_the_subject_says(place, subject, tag):
    assert tag_of(place, subject) is tag


@pytest.mark.parametrize(
    "place",
    [
        "///filled.count.soap", "w3w filled.count.soap", "https://maps.app.goo.gl/AbC123", "9C5W+2M Rotherham",
        "grid ref SK 425 928",
    ],
)  # fmt: skip
def test_a_spot_on_a_map_is_a_door(place):
    assert tag_of(place, "K") is Tag.VISIT


@pytest.mark.parametrize(
    "place", ["Mrs Haq - home", "The Old Chapel, Low Bradfield", "102 Hallowmoor, Stannington", "patient's own home"]
)
def test_a_home_named_by_who_lives_there_or_by_what_it_was_is_a_visit(place):
    assert tag_of(place, "K") is Tag.VISIT


@pytest.mark.parametrize("place", ["behind Tesco, Elm Road", "Hillcrest, Stopes Road", "Elm Road 14", "4 Céide Glas"])
def test_a_place_that_is_not_quite_read_is_asked_about_when_it_is_about_somebody(place):
    assert tag_of(place, "K") is Tag.POSSIBLE


@pytest.mark.parametrize(
    ("place", "subject"),
    [
        ("Quarry Bank, Uppertown", "homebuyers, agent has garage key"),
        ("An Teach Bán, Gortahork", "calling out to the Hegartys re attendance"),
        ("Lansdowne Mews", "party wall sched of condition nos 6 & 8"),
        ("lay-by past garden centre", "van dwellers, intro"),
        ("", "no access 3rd attempt, 19 Penhale"),
    ],
)
def test_a_place_told_in_part_is_asked_about_whatever_word_in_it_looks_like_an_errand(place, subject):
    assert tag_of(place, subject) is Tag.POSSIBLE


def test_somebody_seen_at_a_school_by_a_short_name_before_a_meal_is_a_visit():
    assert tag_of("St Aloysius RC Sec", "catch Amara before lunch") is Tag.VISIT
    assert tag_of("Barclays Bank", "Lunch") is tag_of("Barclays Bank", "pay in") is Tag.NONE


def test_a_spot_picked_on_the_map_counts_before_a_public_place_beside_it():
    spot = read_place("the garden centre", street="51.3127,-2.2094")
    assert recognise(an_entry(subject="K", place=spot), RULES).tag is Tag.VISIT


def test_supervised_contact_in_a_cafe_is_asked_about_and_meeting_somebody_there_is_none():
    assert tag_of("Swinton Lock cafe", "Supervised contact - Hope") is Tag.POSSIBLE
    assert tag_of("Swinton Lock cafe", "Meet Sarah") is Tag.NONE
