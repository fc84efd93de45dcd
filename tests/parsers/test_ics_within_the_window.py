"""What reaches into the window is seen, and nothing outside it costs a word or a step."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from calsync.errors import CalsyncError
from calsync.parsers.ics import Reading, read_occurrences
from tests.parsers.calendars import YEAR, calendar, entry, read


def test_entries_of_no_length_are_seen_from_their_own_moment_on() -> None:
    data = calendar(entry("DTSTART:20261201T140000Z", "DTEND:20261201T140000Z"))
    at = datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert len(read_occurrences(data, start=at, end=YEAR[1]).occurrences) == 1
    assert len(read_occurrences(data, start=YEAR[0], end=at).occurrences) == 0


def test_a_billion_occurrences_are_stepped_through_no_further_than_the_window() -> None:
    found = read(entry("DTSTART:20261230T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1000000000"))
    assert len(found.occurrences) == 2


def test_more_occurrences_than_asked_for_are_refused_whole() -> None:
    data = calendar(entry("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY"))
    with pytest.raises(CalsyncError, match="more than 100 entries"):
        read_occurrences(data, start=YEAR[0], end=YEAR[1], most=100)


def test_years_of_past_entries_hide_nothing_that_reaches_into_the_window() -> None:
    window = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
    data = calendar(
        entry("DTSTART:20200101T090000Z", "DTEND:20200101T100000Z", uid="past"),
        entry("DTSTART:20200101T090000Z", "DTEND:20270101T100000Z", uid="long"),
        entry("DTSTART:20200101T090000Z", "DURATION:P4000D", uid="long-too"),
        entry(
            "DTSTART;TZID=Pacific/Auckland:20261202T090000", "DTEND;TZID=Pacific/Auckland:20261202T100000", uid="far"
        ),
        entry("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261202", uid="days"),
    )
    found = read_occurrences(data, start=window[0], end=window[1]).occurrences
    assert {each.id for each in found} == {"long", "long-too", "far", "days"}
    assert isinstance(next(each for each in found if each.id == "days").start, date)


def test_entries_of_other_years_are_passed_over_without_a_word():
    old = entry("DTSTART:20240229T100000Z", "DTEND:20240229T110000Z")
    far = entry("DTSTART;VALUE=DATE:20280229", uid="sam-2")
    assert read(old, far) == Reading()
