from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model import Event, PlaceKind, Series, Unreadable
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent
from calsync.parsers.graph_time import read_moment, zone_named

# The example of Microsoft's pages, as the design quotes it.
WHOLE: dict[str, Any] = {
    "@odata.etag": 'W/"EZ9r3czxY0m2jz8c45czkwAAFXcvIQ=="',
    "id": "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A",
    "createdDateTime": "2026-03-01T08:00:00.1234567Z",
    "changeKey": "EZ9r3czxY0m2jz8c45czkwAAFXcvIQ==",
    "categories": ["Home visit"],
    "subject": "Family support visit",
    "sensitivity": "normal",
    "isAllDay": False,
    "isCancelled": False,
    "isOrganizer": True,
    "seriesMasterId": None,
    "showAs": "busy",
    "type": "singleInstance",
    "isOnlineMeeting": False,
    "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
    "start": {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-02T10:30:00.0000000", "timeZone": "UTC"},
    "location": {
        "displayName": "12 High St, Bexley",
        "locationUri": "",
        "locationType": "default",
        "uniqueIdType": "private",
        "address": {"street": "", "city": "", "state": "", "countryOrRegion": "", "postalCode": ""},
        "coordinates": {},
    },
    "locations": [{"displayName": "12 High St, Bexley", "locationType": "default", "uniqueIdType": "private"}],
    "attendees": [
        {
            "type": "required",
            "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
            "emailAddress": {"name": "Dee", "address": "Dee@Clarendon.example"},
        }
    ],
    "organizer": {"emailAddress": {"name": "Sam Worker", "address": "sam@clarendon.example"}},
}


def read(**changes: Any) -> Event:
    found = read_event(WHOLE | changes, "sam")
    assert isinstance(found, Event)
    return found


def why(**changes: Any) -> str:
    found = read_event(WHOLE | changes, "sam")
    assert isinstance(found, Unreadable)
    assert (found.worker, found.id) == ("sam", WHOLE["id"])
    return found.why


def at(text: str, zone: str | None = "UTC") -> dict[str, Any]:
    return {"dateTime": text, "timeZone": zone}


def test_microsofts_example_is_read_whole() -> None:
    event = read()
    assert (event.worker, event.id, event.change_key) == ("sam", WHOLE["id"], WHOLE["changeKey"])
    assert event.start == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
    assert (event.subject, event.categories) == ("Family support visit", ("Home visit",))
    assert (event.place.text, event.place.kind, event.place.street) == (
        "12 High St, Bexley",
        PlaceKind.TEXT,
        "12 high street",
    )
    assert (event.series, event.series_id) == (Series.SINGLE, None)
    assert event.created == datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
    flags = (event.all_day, event.cancelled, event.declined, event.free, event.away, event.private)
    assert not any(flags)


def test_a_decoded_row_reads_as_its_json_does() -> None:
    row = msgspec.json.decode(msgspec.json.encode(WHOLE), type=GraphEvent)
    assert read_event(row, "sam") == read()


# --- times -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("2026-07-06T09:30:00.0000000", "UTC", 9),
        ("2026-07-06T09:30:00.0000000", None, 9),
        ("2026-07-06T09:30:00.0000000", "GMT Standard Time", 8),  # London's clock, in summer
        ("2026-07-06T09:30:00.0000000", "Europe/London", 8),
        ("2026-07-06T09:30:00.0000000", "Greenwich Standard Time", 9),  # Reykjavik's, which knows no summer
        ("2026-07-06T09:30:00.0000000", "Etc/GMT", 9),
        ("2026-07-06T09:30:00", "W. Europe Standard Time", 7),
        ("2026-07-06T09:30", "tzone://Microsoft/Utc", 9),
        ("2026-07-06T09:30:00.0000000Z", "tzone://Microsoft/Custom", 9),
        ("2026-07-06T09:30:00.0000000+02:00", "tzone://Microsoft/Custom", 7),
        ("2026-07-06T09:30:00.0000000-05:00", "UTC", 14),
    ],
)
def test_trap_11_a_time_is_read_by_its_own_offset_or_the_clock_of_its_zone(
    text: str, zone: str | None, hour: int
) -> None:
    event = read(start=at(text, zone), end=at("2026-07-06T23:00:00"))
    assert event.start == datetime(2026, 7, 6, hour, 30, tzinfo=UTC)


def test_trap_11_seven_digits_are_cut_to_six() -> None:
    assert read_moment("2026-03-02T09:30:00.1234567").microsecond == 123456


@pytest.mark.parametrize(("fraction", "microseconds"), [("5", 500_000), ("25", 250_000), ("000001", 1)])
def test_trap_11_a_shorter_fraction_is_one_of_a_second_too(fraction: str, microseconds: int) -> None:
    assert read_moment(f"2026-03-02T09:30:00.{fraction}").microsecond == microseconds


def test_a_zone_of_somebodys_own_is_not_guessed() -> None:
    assert why(start=at("2026-03-02T09:30:00", "tzone://Microsoft/Custom")) == (
        "The entry's start can't be read. The time zone 'tzone://Microsoft/Custom' is not known here."
    )


@pytest.mark.parametrize(
    "name", ["Nowhere Standard Time", "../../etc/passwd", "Europe", "x" * 400, "Europe/\x00", "\ud800"]
)
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize(
    "start",
    [
        None,
        {},
        at(""),
        at("tomorrow"),
        at("2026-02-30T09:00:00"),
        at("2026-03-02T24:30:00"),
        at("2026-03-02T09:30:00", "Nowhere Standard Time"),
        at("2026-03-02T09:30:00+99:00"),
        at("0001-01-01T00:00:00.0000000"),
        at("0001-01-01T00:00:00.0000000", "Tokyo Standard Time"),
        at("9999-12-31T23:59:59.9999999"),
        {"dateTime": 7},
        "2026-03-02T09:30:00",
    ],
)
def test_an_entry_without_a_true_start_is_unreadable_with_a_sentence(start: Any) -> None:
    assert why(start=start).endswith((".", ")."))


def test_an_entry_without_an_end_or_with_one_before_its_start_is_unreadable() -> None:
    assert why(end=None) == "The entry has no end."
    assert why(end=at("2026-03-02T09:29:59")) == "The entry ends before it starts."


def test_an_entry_without_length_is_an_entry() -> None:
    assert read(end=WHOLE["start"]).end == read().start


@pytest.mark.parametrize("zone", ["UTC", "GMT Standard Time", "tzone://Microsoft/Custom"])
def test_trap_12_an_all_day_entry_is_its_dates_in_whatever_zone_it_came(zone: str) -> None:
    event = read(
        isAllDay=True, start=at("2026-07-06T00:00:00.0000000", zone), end=at("2026-07-07T00:00:00.0000000", zone)
    )
    assert (event.start, event.end) == (datetime(2026, 7, 6, tzinfo=UTC), datetime(2026, 7, 7, tzinfo=UTC))
    assert event.all_day


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "nonsense", "", None])
def test_a_creation_time_of_year_one_or_none_is_unknown_and_harms_nothing(text: str | None) -> None:
    assert read(createdDateTime=text).created is None


# --- what Microsoft may add or leave out -------------------------------------------------------------------


def test_unknown_values_are_tolerated() -> None:
    event = read(type="quantum", showAs="dancing", sensitivity="loud", responseStatus={"response": "perhaps"})
    assert event.series is Series.SINGLE
    assert not any((event.free, event.away, event.private, event.declined))


def test_an_unknown_type_with_a_series_counts_as_of_the_series() -> None:
    assert read(type="quantum", seriesMasterId="M").series is Series.OCCURRENCE


def test_nothing_but_id_and_times_is_needed() -> None:
    bare = {name: WHOLE[name] for name in ("id", "start", "end")}
    event = read_event(bare, "sam")
    assert isinstance(event, Event)
    assert (event.subject, event.place.text, event.categories, event.attendees) == ("", "", (), ())


def test_null_everywhere_is_as_good_as_absent() -> None:
    read(**{name: None for name in WHOLE if name not in ("id", "start", "end")})


def test_a_row_without_an_id_is_unreadable_and_so_is_what_is_no_object() -> None:
    for raw in ({}, {"id": None}, {"id": 7}, [], None, "row"):
        found = read_event(raw, "sam")  # type: ignore[arg-type]
        assert isinstance(found, Unreadable)
        assert found.id == ""


def test_a_sentence_names_the_field_and_quotes_nothing_of_it() -> None:
    said = why(subject={"secret": "14 Elm Road"})
    assert said == "A field is not of its kind ($.subject)."


def test_trap_14_what_takes_an_entry_out_is_read() -> None:
    event = read(isCancelled=True, showAs="free", sensitivity="private", responseStatus={"response": "declined"})
    assert (event.cancelled, event.free, event.private, event.declined) == (True, True, True, True)
    assert read(showAs="oof").away
    assert read(isOnlineMeeting=True).online


# --- places ------------------------------------------------------------------------------------------------


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


# --- who is on it ------------------------------------------------------------------------------------------


def guests(*people: dict[str, Any], organizer: str = "sam@clarendon.example") -> tuple[str, ...]:
    raw = WHOLE | {"attendees": list(people), "organizer": {"emailAddress": {"address": organizer}}}
    found = read_event(raw, "sam", colleagues_at="clarendon.example")
    assert isinstance(found, Event)
    return found.attendees


def guest(address: str, response: str = "accepted", kind: str = "required") -> dict[str, Any]:
    return {"type": kind, "status": {"response": response}, "emailAddress": {"address": address}}


def test_nobody_is_kept_unless_asked_for() -> None:
    assert read().attendees == ()


def test_colleagues_are_kept_and_the_family_is_not() -> None:
    found = guests(
        guest("Dee@Clarendon.example"),
        guest("family@home.example"),
        guest("anwar@clarendon.example.evil.example"),
        guest("x@notclarendon.example"),
    )
    assert found == ("dee@clarendon.example",)


def test_a_manager_who_was_merely_invited_or_is_in_copy_is_not_on_the_visit() -> None:
    found = guests(
        guest("morgan@clarendon.example", "none"), guest("dee@clarendon.example", "accepted", kind="optional")
    )
    assert found == ()


def test_somebody_who_declined_and_a_room_are_not_on_the_visit() -> None:
    found = guests(
        guest("dee@clarendon.example", "declined"), guest("oak@clarendon.example", kind="resource"), organizer=""
    )
    assert found == ()


# --- anything at all ---------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
MOMENTS = st.fixed_dictionaries(
    {},
    optional={
        "dateTime": JSON
        | st.datetimes().map(lambda moment: moment.isoformat() + "0")
        | st.from_regex(r"\d{4}-\d\d-\d\d"),
        "timeZone": JSON | st.sampled_from(["UTC", "GMT Standard Time", "Tokyo Standard Time", "Europe/London"]),
    },
)
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "displayName": st.text(max_size=30) | JSON,
        "locationType": st.sampled_from(["default", "conferenceRoom", "streetAddress"]) | JSON,
        "locationUri": st.text(max_size=30) | JSON,
        "address": st.dictionaries(st.sampled_from(["street", "city", "postalCode"]), st.text(max_size=12)) | JSON,
    },
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(max_size=5) | JSON,
        "start": MOMENTS | JSON,
        "end": MOMENTS | JSON,
        "isAllDay": st.booleans() | JSON,
        "location": PLACES | JSON,
        "locations": st.lists(PLACES, max_size=3) | JSON,
        "attendees": st.lists(st.just(guest("dee@clarendon.example")) | JSON, max_size=2),
        "type": JSON,
        "createdDateTime": st.text(max_size=30) | JSON,
    },
)


@given(raw=ROWS | st.dictionaries(st.sampled_from(sorted(WHOLE)), JSON).map(lambda changes: WHOLE | changes) | JSON)
def test_no_row_however_odd_raises_or_leaves_utc(raw: Any) -> None:
    found = read_event(raw, "sam", colleagues_at="clarendon.example")
    assert isinstance(found, Event | Unreadable)
    if isinstance(found, Event):
        assert found.start.tzinfo is UTC
        assert found.start <= found.end
    else:
        assert found.why.endswith(".")


# --- how it is shown, and where ------------------------------------------------------------------------------


def test_tentative_and_working_elsewhere_are_read_from_how_it_is_shown() -> None:
    assert (read().tentative, read().elsewhere) == (False, False)
    assert (read(showAs="tentative").tentative, read(showAs="workingElsewhere").elsewhere) == (True, True)


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
