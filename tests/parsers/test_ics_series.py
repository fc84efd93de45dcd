"""Each occurrence of a series keeps its own id, wherever it is moved and whatever is said of those that follow."""

from __future__ import annotations

from datetime import UTC, datetime

from calsync.domain.model import Series
from calsync.parsers.ics import find_occurrence, read_occurrences
from calsync.parsers.ics_occurrence import Occurrence, to_event
from tests.parsers.calendars import WEEKLY, YEAR, calendar, entry, read, shown, times_of


def test_this_and_following_moves_and_renames_all_that_follow() -> None:
    series = entry(*WEEKLY, "SUMMARY:Before", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/London:20261124T100000")
    change = entry(
        "RECURRENCE-ID;TZID=Europe/London;RANGE=THISANDFUTURE:20261117T100000",
        "DTSTART;TZID=Europe/London:20261118T140000",
        "DTEND;TZID=Europe/London:20261118T160000",
        "SUMMARY:After",
        "CATEGORIES:Visit done",
    )
    found = read(series, change)
    assert [(times_of(each), each.subject) for each in found.occurrences] == [
        ("11-03 10:00 11-03 11:00", "Before"),
        ("11-10 10:00 11-10 11:00", "Before"),
        ("11-18 14:00 11-18 16:00", "After"),
        ("12-02 14:00 12-02 16:00", "After"),
    ]
    # Each keeps its own place in the series, and what is said of all is said on none alone (law 6).
    assert [each.id for each in found.occurrences] == [
        f"sam-1/2026-{day}T10:00:00+00:00" for day in ("11-03", "11-10", "11-17", "12-01")
    ]
    assert {each.series for each in found.occurrences} == {Series.OCCURRENCE}


def test_an_occurrence_keeps_its_id_wherever_it_is_moved() -> None:
    series = entry(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = entry(
        "RECURRENCE-ID;TZID=Europe/London:20261110T100000",
        "DTSTART;TZID=Europe/London:20261221T150000",
        "DTEND;TZID=Europe/London:20261221T160000",
    )
    name = "sam-1/2026-11-10T10:00:00+00:00"
    before = find_occurrence(calendar(series), name)
    after = find_occurrence(calendar(series, moved), name)
    assert before is not None
    assert after is not None
    assert (times_of(before), times_of(after)) == ("11-10 10:00 11-10 11:00", "12-21 15:00 12-21 16:00")
    assert after.series is Series.EXCEPTION
    assert before.revision != after.revision


def test_a_single_entry_keeps_its_id_when_it_is_moved_and_its_revision_changes_with_its_words_alone() -> None:
    def one(*lines: str) -> Occurrence:
        (found,) = read(entry(*lines)).occurrences
        return found

    first = one("DTSTART:20261201T140000Z", "SUMMARY:JS", "DTSTAMP:20261101T000000Z", "LAST-MODIFIED:20261101T000000Z")
    stamped = one("DTSTART:20261201T140000Z", "SUMMARY:JS", "LAST-MODIFIED:20261102T000000Z")
    moved = one("DTSTART:20261203T140000Z", "SUMMARY:JS")
    assert first.id == moved.id == "sam-1"
    assert first.revision == stamped.revision != moved.revision


def test_an_override_without_its_series_counts() -> None:
    found = read(entry("RECURRENCE-ID:20261110T100000Z", "DTSTART:20261110T110000Z", "DURATION:PT1H"))
    assert [(each.id, times_of(each)) for each in found.occurrences] == [
        ("sam-1/2026-11-10T10:00:00+00:00", "11-10 11:00 11-10 12:00")
    ]


def test_an_occurrence_both_excluded_and_told_anew_counts() -> None:
    series = entry(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;TZID=Europe/London:20261110T100000")
    moved = entry("RECURRENCE-ID;TZID=Europe/London:20261110T100000", "DTSTART:20261111T100000Z", "DURATION:PT1H")
    assert shown(read(series, moved)) == ["11-03 10:00 11-03 11:00", "11-11 10:00 11-11 11:00"]


def test_exclusions_in_another_zone_and_without_one_are_the_same_moments() -> None:
    lines = (
        *WEEKLY,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20261110T100000",
        "EXDATE;TZID=Europe/Berlin:20261117T110000",
    )
    assert shown(read(entry(*lines))) == ["11-03 10:00 11-03 11:00", "11-24 10:00 11-24 11:00"]


def test_a_start_after_the_end_of_its_own_rule_counts() -> None:
    found = read(entry("DTSTART:20261202T140000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20261101T000000Z"))
    assert shown(found) == ["12-02 14:00 12-02 15:00"]


def test_an_extra_date_with_a_length_of_its_own_keeps_it() -> None:
    found = read(entry("DTSTART:20261201T140000Z", "DURATION:PT1H", "RDATE;VALUE=PERIOD:20261203T140000Z/PT3H"))
    assert shown(found) == ["12-01 14:00 12-01 15:00", "12-03 14:00 12-03 17:00"]


def test_the_newer_of_two_entries_of_one_uid_replaces_the_older() -> None:
    old = entry("DTSTART:20261201T140000Z", "SEQUENCE:0")
    new = entry("DTSTART:20261202T140000Z", "SEQUENCE:3")
    assert shown(read(new, old)) == ["12-02 14:00 12-02 14:00"]


def test_two_entries_of_one_uid_of_which_nobody_knows_the_newer_both_count_under_ids_of_their_own() -> None:
    data = calendar(entry("DTSTART:20261201T140000Z"), entry("DTSTART:20261202T140000Z"))
    found = read_occurrences(data, start=YEAR[0], end=YEAR[1]).occurrences
    assert len({each.id for each in found}) == 2
    assert [find_occurrence(data, each.id) for each in found] == list(found)


def test_an_all_day_series_keeps_its_days_over_the_change_of_the_clocks() -> None:
    found = read(entry("DTSTART;VALUE=DATE:20261024", "RRULE:FREQ=DAILY;COUNT=2"))
    assert shown(found) == ["2026-10-24 2026-10-25", "2026-10-25 2026-10-26"]
    assert found.occurrences[1].id == "sam-1/2026-10-25"
    event = to_event(found.occurrences[1], "sam")
    assert (event.all_day, event.start) == (True, datetime(2026, 10, 25, tzinfo=UTC))
