"""What can not be read is told, is never taken for gone, and takes no other entry along."""

from __future__ import annotations

import pytest

from calsync.errors import CalsyncError
from calsync.parsers.ics import EntryUnreadable, find_occurrence, read_occurrences
from calsync.parsers.ics_text import CutOff
from tests.parsers.calendars import WEEKLY, YEAR, calendar, entry, read, shown


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:00010101T000000Z",),
        ("DTSTART:99991231T235959Z",),
        ("DTSTART:20261201T140000Z", "DTEND:99991231T235959Z"),
        ("DTSTART:20261301T140000Z",),
        ("DTSTART:20261201T140000Z", "DTSTART:20261202T140000Z"),
        ("SUMMARY:no start",),
        ("RECURRENCE-ID:soon", "DTSTART:20261201T140000Z"),
        ("DTSTART:20261201T140000Z", "RDATE:" + ",".join(["20261201T140000Z"] * 20_001)),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_is_not_gone(lines: tuple[str, ...]) -> None:
    calm = entry("DTSTART:20261201T160000Z", uid="calm")
    data = calendar(entry(*lines, uid="bad"), calm)
    reading = read_occurrences(data, start=YEAR[0], end=YEAR[1])
    assert [each.id for each in reading.occurrences] == ["calm"]
    assert [(flaw.uid, flaw.lost) for flaw in reading.flaws] == [("bad", True)]
    with pytest.raises(EntryUnreadable):
        find_occurrence(data, "bad")
    assert find_occurrence(data, "calm") == reading.occurrences[0]
    assert find_occurrence(data, "elsewhere") is None


def test_a_series_whose_rule_cannot_be_read_has_its_first_and_is_not_gone() -> None:
    intervals = "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=WEEKLY;INTERVAL=99999999999"
    for rule in ("FREQ=SECONDLY", *intervals, "FREQ=DAILY;BYEASTER=1", "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4"):
        data = calendar(entry(*WEEKLY, f"RRULE:{rule}"))
        reading = read_occurrences(data, start=YEAR[0], end=YEAR[1])
        assert [each.id for each in reading.occurrences] == ["sam-1/2026-11-03T10:00:00+00:00"]
        assert reading.flaws[0].lost
        with pytest.raises(EntryUnreadable):
            find_occurrence(data, "sam-1/2026-11-10T10:00:00+00:00")


def test_an_entry_that_breaks_off_is_told_and_takes_no_other_along() -> None:
    torn = ["BEGIN:VEVENT", "UID:torn", "DTSTART:20261201T140000Z", "BEGIN:VALARM", "ACTION:DISPLAY"]
    data = calendar(torn, entry("DTSTART:20261202T140000Z", uid="calm"))
    reading = read_occurrences(data, start=YEAR[0], end=YEAR[1])
    assert [each.id for each in reading.occurrences] == ["calm"]
    with pytest.raises(EntryUnreadable):
        find_occurrence(data, "torn")


def test_an_entry_without_a_name_that_cannot_be_read_may_be_any() -> None:
    with pytest.raises(EntryUnreadable):
        find_occurrence(calendar(["BEGIN:VEVENT", "SUMMARY:?", "END:VEVENT"]), "watched")


@pytest.mark.parametrize("keep", range(1, 8))
def test_a_calendar_that_breaks_off_is_never_an_empty_one(keep: int) -> None:
    whole = calendar(entry("DTSTART:20261201T140000Z", "SUMMARY:JS"))
    lines = whole.split(b"\r\n")
    with pytest.raises(CutOff):
        read_occurrences(b"\r\n".join(lines[:keep]), start=YEAR[0], end=YEAR[1])
    with pytest.raises(CutOff):
        read_occurrences(whole + b"\r\n".join(lines[:keep]), start=YEAR[0], end=YEAR[1])


def test_reading_ends_when_patience_does() -> None:
    class Enough(CalsyncError):
        pass

    left = iter(range(50))

    def patience() -> None:
        if next(left, None) is None:
            raise Enough("too long")

    many = [entry("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY;COUNT=2", uid=f"n{n}") for n in range(100)]
    with pytest.raises(Enough):
        read_occurrences(calendar(*many), start=YEAR[0], end=YEAR[1], patience=patience)


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART:20271301T250000Z",),
        ("DTSTART:20270230T100000Z", "DTEND:20270230T110000Z"),
        ("DTSTART;VALUE=DATE:20240231",),
        ("DTSTART:20240101T100000Z", "DTEND:20241301T110000Z"),
    ],
)
def test_an_entry_whose_date_is_no_date_is_told_though_its_digits_sort_outside_the_window(times):
    reading = read(entry(*times), entry(*WEEKLY, uid="good"))
    assert shown(reading) == ["11-03 10:00 11-03 11:00"]
    assert len(reading.flaws) == 1
    assert reading.flaws[0].uid == "sam-1"
