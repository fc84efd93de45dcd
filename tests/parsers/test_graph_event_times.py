"""A time of Graph is read by its own offset or the clock of its zone, and without a true start there is no entry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from calsync.parsers.graph_time import read_moment, zone_named
from tests.parsers.graph_rows import WHOLE, at, read, why


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
