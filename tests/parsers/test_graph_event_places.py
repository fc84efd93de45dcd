"""Where an entry is: a room by its type or address, a door by its fields, and words where there are no more."""

from __future__ import annotations

from typing import Any

import pytest

from calsync.domain.model import Event, PlaceKind
from tests.parsers.graph_rows import read


def located(*places: dict[str, Any]) -> Event:
    return read(location=places[0] if places else None, locations=list(places))


@pytest.mark.parametrize(
    "place",
    [
        {"displayName": "Boardroom", "locationType": "conferenceRoom"},
        {"displayName": "Boardroom", "locationType": "default", "locationUri": "boardroom@clarendon.example"},
        {"displayName": "Boardroom", "locationUri": "mailto:boardroom@clarendon.example"},
        {
            "displayName": "Boardroom",
            "locationType": "conferenceRoom",
            "address": {"street": "1 Town Square", "postalCode": "S60 3AB"},
        },
    ],
)
def test_a_room_is_known_by_its_type_or_its_mail_address(place: dict[str, Any]) -> None:
    event = located(place)
    assert (event.place.kind, event.place.text, event.place.postcode) == (PlaceKind.ROOM, "Boardroom", "")


def test_a_place_from_the_map_is_no_room() -> None:
    event = located({"displayName": "14 Elm Road", "locationUri": "https://www.bing.com/maps?q=a@b"})
    assert event.place.kind is PlaceKind.TEXT


@pytest.mark.parametrize("kind", ["streetAddress", "homeAddress", "postalAddress", "businessAddress"])
def test_an_address_in_fields_is_an_address_and_stands_in_the_words(kind: str) -> None:
    address = {"street": "14 Elm Road", "city": "Rotherham", "postalCode": "s60 3ab"}
    place = located({"displayName": "Mrs Example", "locationType": kind, "address": address}).place
    assert (place.kind, place.street, place.postcode) == (PlaceKind.ADDRESS, "14 elm road", "S60 3AB")
    assert place.text == "Mrs Example, 14 Elm Road, Rotherham, s60 3ab"


def test_an_address_type_with_blank_fields_is_words_alone() -> None:
    event = located({"displayName": "14 Elm Road", "locationType": "streetAddress", "address": {"street": " "}})
    assert (event.place.kind, event.place.street) == (PlaceKind.TEXT, "14 elm road")


def test_several_locations_are_joined_and_a_room_among_them_hides_no_door() -> None:
    event = located(
        {"displayName": "Boardroom", "locationType": "conferenceRoom"}, {"displayName": "14 Elm Road, S60 3AB"}
    )
    assert (event.place.kind, event.place.text) == (PlaceKind.TEXT, "Boardroom; 14 Elm Road, S60 3AB")
    assert event.place.postcode == "S60 3AB"


def test_two_rooms_are_a_room() -> None:
    rooms = [{"displayName": name, "locationType": "conferenceRoom"} for name in ("Oak", "Ash")]
    assert located(*rooms).place.kind is PlaceKind.ROOM


def test_no_words_are_no_place() -> None:
    assert located({"displayName": " ", "locationType": "default"}).place.text == ""
    assert located().place.text == ""


@pytest.mark.parametrize(
    ("kind", "spot", "street"),
    [
        ("geoCoordinates", {"latitude": 53.43215, "longitude": -1.35671}, "53.43215,-1.35671"),
        ("default", {"latitude": 53.43215, "longitude": -1.35671}, ""),
        ("geoCoordinates", {"latitude": "north"}, ""),
        ("geoCoordinates", ["odd"], ""),
        ("geoCoordinates", None, ""),
    ],
)
def test_a_spot_picked_on_the_map_is_an_address_and_one_that_can_not_be_read_loses_no_entry(
    kind: str, spot: object, street: str
) -> None:
    place = {"displayName": "Field gate", "locationType": kind, "coordinates": spot}
    assert read(location=place, locations=[place]).place.street == street


def test_a_hotel_and_a_restaurant_are_public_places() -> None:
    for kind, public in (("hotel", True), ("restaurant", True), ("localBusiness", False)):
        place = {"displayName": "The Elms", "locationType": kind}
        assert (read(location=place, locations=[place]).place.kind is PlaceKind.PUBLIC) is public
