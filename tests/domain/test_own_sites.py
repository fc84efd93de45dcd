"""Own sites: a house, a flat or a family at their postcode or under their name is none of them."""

from __future__ import annotations

import pytest

from calsync.domain.classify import Rules, own_site, recognise
from calsync.domain.model import Tag
from calsync.parsers.location import read_place
from tests.house import an_entry

NAME_AND_POSTCODE = "Town Hall, Barry CF62 1AA"
WHOLE = "Town Hall, 1 High Street, Barry CF62 1AA"
BY_NAME = "Riverside Family Centre"
HOUSE = "Riverside House, 2 Mill Lane, Barry CF62 2BB"
TOWN_FIRST = "Barry, 14 High Street, CF62 1AA"


def own(site: str, location: str) -> bool:
    return bool(own_site(read_place(location), (read_place(site),)))


@pytest.mark.parametrize(
    "location",
    [
        "Flat 3, 9 Other Lane, Barry CF62 1AA", "1 High Street, CF62 1AA", "14, CF62 1AA", "at 14, Barry CF62 1AA",
        "Flat 3, Barry CF62 1AA", "Rose Cottage, CF62 1AA", "Mrs Haq, CF62 1AA", "K's house, CF62 1AA",
    ],
)  # fmt: skip
@pytest.mark.parametrize("site", [NAME_AND_POSTCODE, "CF62 1AA"])
def test_a_house_or_a_flat_at_a_postcode_is_not_the_site_that_has_no_more_than_that_postcode(site, location):
    assert not own(site, location)


@pytest.mark.parametrize(
    "location",
    [
        "CF62 1AA", "cf621aa", "Barry CF62 1AA", "Town Hall CF62 1AA", "Committee room 2, CF62 1AA",
        "Town Hall, 1 High Street, Barry CF62 1AA",
    ],
)  # fmt: skip
def test_a_postcode_alone_or_beside_the_sites_own_words_is_the_site(location):
    assert own(NAME_AND_POSTCODE, location)


@pytest.mark.parametrize(
    "location",
    [
        "2 High Street, CF62 1AA", "9 Other Lane, Barry CF62 1AA", "Flat 3, 1 High Street, Barry CF62 1AA",
        "14, CF62 1AA", "Town Hall, 9 Other Lane", "1 High Street, Cardiff", "1 High Street, Cardiff CF10 1AA",
        "The Cottage, High Street, CF62 1AA", "Barry", "K Smith, Barry", "Mrs Haq, Town Hall",
    ],
)  # fmt: skip
def test_a_door_that_contradicts_the_site_is_not_the_site(location):
    assert not own(WHOLE, location)


@pytest.mark.parametrize("location", ["1 High Street", "1 High St, CF62 1AA", "1 High Street, Barry", "Town Hall"])
def test_a_site_is_known_by_its_door_or_its_name(location):
    assert own(WHOLE, location)


def test_a_street_without_a_town_or_a_postcode_is_not_the_site_at_another_postcode():
    assert not own("Town Hall, 1 High Street", "1 High Street, S70 1AA")
    assert own("Town Hall, 1 High Street", "Town Hall, 1 High Street, S60 1AE")


@pytest.mark.parametrize(
    "location",
    [
        "flat above Riverside Family Centre", "opposite the Riverside Family Centre", "14 Riverside Family Centre",
        "her house, near Riverside Family Centre", "Flat 3, Riverside Family Centre",
        "Riverside Family Centre, then 14 Elm Road",
    ],
)  # fmt: skip
def test_a_home_that_is_told_by_the_site_beside_it_is_not_the_site(location):
    assert not own(BY_NAME, location)


@pytest.mark.parametrize(
    "location",
    [
        "Riverside Family Centre, 2 Mill Lane, S60 2BB",
        "Room 4, Riverside Family Centre",
        "Riverside Family Ctr, room 4",
    ],
)
def test_a_name_that_could_be_nobody_elses_is_the_site_where_nothing_contradicts_it(location):
    assert own(BY_NAME, location)


@pytest.mark.parametrize(
    ("location", "is_own"),
    [
        ("Riverside House", True),
        ("Riverside House, room 3", True),
        ("Riverside House, Barry", True),
        ("Riverside House, K Smith", False),
        ("Riverside House, Penarth", False),
        ("14 Riverside House, Barry", False),
    ],
)
def test_a_name_that_a_familys_house_could_have_counts_with_the_sites_words_and_rooms_alone(location, is_own):
    assert own(HOUSE, location) is is_own


@pytest.mark.parametrize("location", ["Barry", "Smith house, Barry", "14 Riverside, Barry"])
def test_a_town_in_front_of_a_sites_address_is_not_the_site(location):
    assert not own(TOWN_FIRST, location)


def test_a_house_at_the_postcode_of_a_site_counts_by_its_address():
    entry = an_entry(subject="K", place=read_place("Flat 3, 9 Other Lane, Barry CF62 1AA"))
    found = recognise(entry, Rules(sites=(read_place(NAME_AND_POSTCODE),)))
    assert (found.tag, found.matched_by) == (Tag.VISIT, "location")


@pytest.mark.parametrize(
    "place",
    [
        "by Maltby Library", "across from Maltby Library", "corner of Maltby Library", "in front of Maltby Library",
        "past Maltby Library", "Maltby Library flats", "Maltby Library end house",
    ],
)  # fmt: skip
def test_a_home_told_by_the_site_beside_it_is_not_the_site(place):
    assert own_site(read_place(place), [read_place("Maltby Library, 1 High Street, S66 8LE")]) == ""


def test_a_site_that_is_called_like_a_home_is_known_by_its_address_alone():
    sites = [read_place("Family home, 14 Elm Road, S66 7HQ")]
    assert own_site(read_place("Family home"), sites) == ""
    assert own_site(read_place("14 Elm Road, S66 7HQ"), sites) != ""
