"""A row of Graph is read whole; what is unknown is tolerated, and what is unreadable is told without its words."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from calsync.domain.model import Event, PlaceKind, Series, Unreadable
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent
from tests.parsers.graph_rows import WHOLE, read, why


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


def test_tentative_and_working_elsewhere_are_read_from_how_it_is_shown() -> None:
    assert (read().tentative, read().elsewhere) == (False, False)
    assert (read(showAs="tentative").tentative, read(showAs="workingElsewhere").elsewhere) == (True, True)
