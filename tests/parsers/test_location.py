"""Where an entry says it is: postcodes and streets as people type them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model import PlaceKind
from calsync.parsers.location import LONGEST, find_postcode, find_street, read_place


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("14 Elm Road, Rotherham S60 3AB", "S60 3AB"),
        ("s603ab", "S60 3AB"),
        ("ring the bell,S60  3ab.", "S60 3AB"),
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("w1a 1hq", "W1A 1HQ"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("SW1A2AA", "SW1A 2AA"),
        ("GIR 0AA", "GIR 0AA"),
        ("BT1 5GS and then BT9 6AB", "BT1 5GS"),
        ("Room 4, then S60\u00a03AB", "S60 3AB"),
    ],
)
def test_a_postcode_is_found_anywhere_in_any_case_and_spacing(text: str, postcode: str) -> None:
    assert find_postcode(text) == postcode


@pytest.mark.parametrize(
    "text",
    [
        "M25 2nd exit",
        "m25 2nd",
        "Room B12 3RD floor",
        "Room B12 3RD",
        "Level B1 1ST floor",
        "QQ1 1AA",
        "S60 3CK",
        "S60 33AB",
        "XS60 3AB",
        "S60 3ABC",
        "AB1C 2DE",
        "GIR 1AA",
        "Meeting Room 2",
        "W1 3hr session",
        "",
        "10:30 to 12:00",
        "ſ60 3AB",
    ],
)
def test_ordinals_rooms_and_near_misses_are_no_postcodes(text: str) -> None:
    assert find_postcode(text) == ""


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("14 Elm Road", "14 elm road"),
        ("14a Elm Rd", "14a elm road"),
        ("14 a Elm Rd", "14 elm road"),
        ("No. 14, Elm Road, Rotherham", "14 elm road"),
        ("Flat 3, 12 High St", "12 high street"),
        ("Flat 3, Elm Court", "3 elm court"),
        ("Apartment 12 Victoria Mill, Leeds", "12 victoria mill"),
        ("14-16 Park Hill Road", "14-16 park hill road"),
        ("2 The Green", "2 the green"),
        ("9 Oak Cres, Leeds", "9 oak crescent"),
        ("3 Rose Gdns", "3 rose gardens"),
        ("7 Mill Ln", "7 mill lane"),
        ("7 Mill Terr", "7 mill terrace"),
        ("1 St John's Close", "1 st john's close"),
        ("22 St. Mary’s Ave", "22 st mary’s avenue"),
        ("5 Broadway, Bexley", "5 broadway"),
        ("6 Moorgate", "6 moorgate"),
        ("14 Heol Fawr, Caerdydd", "14 heol fawr"),
        ("The Cottage, Mill Lane", "the cottage mill lane"),
        ("Rose Cottage, Church Hill", "rose cottage church hill"),
        ("JS home, 8 Kings Mews", "8 kings mews"),
        ("Room 4 High St Office", "4 high street"),
    ],
)
def test_a_house_with_its_street_is_found_with_the_kind_of_street_in_full(text: str, street: str) -> None:
    assert find_street(text) == street
    assert read_place(text).is_address


@pytest.mark.parametrize(
    "text",
    [
        "Meeting Room 2",
        "Room 2",
        "Room 3, The Square",
        "Conference Room 2 Green Lane",
        "Level 3 car park",
        "Floor 2 Park House",
        "Microsoft Teams Meeting",
        "30 min walk",
        "3 visits St Mary's",
        "10:30 High St",
        "Elm Road",
        "Civic Centre, High Street",
        "The Office, High Street",
        "2pm Dr Smith",
        "1st floor",
        "",
    ],
)
def test_rooms_times_and_streets_without_a_door_are_no_addresses(text: str) -> None:
    assert find_street(text) == ""


@pytest.mark.parametrize(
    ("text", "postcode"),
    [("12 Main Street, Dublin D02 X285", "D02 X285"), ("a65f4e2", "A65 F4E2"), ("Room D02 2026", ""), ("B02 X285", "")],
)
def test_an_eircode_is_a_postcode_too(text: str, postcode: str) -> None:
    assert read_place(text).postcode == postcode


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("12 rue du Lac, Annecy", "12 rue du lac"),
        ("Calle Mayor 3, Madrid", "calle mayor 3"),
        ("Hauptstraße 5", "hauptstrasse 5"),
        ("53.4321, -1.3567", "53.4321,-1.3567"),
        ("via Teams", ""),
        ("123.4567, 999.1234", ""),
        ("1.25, 3.50", ""),
    ],
)
def test_foreign_doors_and_coordinates_are_addresses(text: str, street: str) -> None:
    assert read_place(text).street == street


def test_both_ways_of_writing_one_street_fold_to_the_same() -> None:
    assert read_place("14 ELM RD").street == read_place("14, Elm Road").street


def test_what_the_source_has_in_fields_of_its_own_counts_before_the_text() -> None:
    place = read_place("JS", kind=PlaceKind.ADDRESS, street="14 Elm Rd", postcode="s603ab")
    assert (place.text, place.kind, place.postcode, place.street) == ("JS", PlaceKind.ADDRESS, "S60 3AB", "14 elm road")
    assert read_place("JS", street="Rivelin Fold").street == "rivelin fold"
    assert read_place("JS", postcode="75001").postcode == ""


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    place = read_place(text, street=text, postcode=text)
    assert place.postcode == place.postcode.upper()


@given(st.text(alphabet="12 aASTst.,'RrDd-/\n", max_size=400))
def test_text_made_of_numbers_and_streets_is_read_without_an_error(text: str) -> None:
    read_place(text)


@pytest.mark.parametrize("piece", ["12 ", "a ", "12 High ", "S60 ", "St ", "'a", "1-", ",", "flat 3, "])
def test_a_long_location_takes_no_long_time(piece: str) -> None:
    started = time.perf_counter()
    place = read_place(piece * 50_000)
    assert time.perf_counter() - started < 1
    assert len(place.text) <= LONGEST
