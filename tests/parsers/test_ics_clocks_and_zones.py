"""Times are what Outlook would show of them: over the change of the clocks, and in every zone by each of its names."""

from __future__ import annotations

import pytest

from tests.parsers.calendars import entry, read, shown

CLOCKS_GO_FORWARD = [
    # Sunday 29 March 2026, 01:00 GMT becomes 02:00 BST.
    ("20260329T003000", "DTEND;TZID={zone}:20260329T023000", "03-29 00:30 03-29 01:30"),
    ("20260329T003000", "DURATION:PT2H", "03-29 00:30 03-29 02:30"),
    ("20260328T180000", "DURATION:P1D", "03-28 18:00 03-29 17:00"),
    ("20260328T180000", "DTEND;TZID={zone}:20260329T180000", "03-28 18:00 03-29 17:00"),
    ("20260329T013000", "DTEND;TZID={zone}:20260329T033000", "03-29 01:30 03-29 02:30"),
    ("20260329T013000", "DURATION:PT30M", "03-29 01:30 03-29 02:00"),
    ("20260329T100000", "DURATION:PT1H", "03-29 09:00 03-29 10:00"),
]
CLOCKS_GO_BACK = [
    # Sunday 25 October 2026, 02:00 BST becomes 01:00 GMT: an hour that comes twice is the first.
    ("20261025T003000", "DTEND;TZID={zone}:20261025T023000", "10-24 23:30 10-25 02:30"),
    ("20261025T003000", "DURATION:PT2H", "10-24 23:30 10-25 01:30"),
    ("20261024T230000", "DTEND:20261025T030000Z", "10-24 22:00 10-25 03:00"),
    ("20261025T013000", "DURATION:PT30M", "10-25 00:30 10-25 01:00"),
    ("20261025T013000", "DTEND;TZID={zone}:20261025T014500", "10-25 00:30 10-25 00:45"),
    ("20261025T015000", "DTEND:20261025T011000Z", "10-25 00:50 10-25 01:10"),
    ("20261025T100000", "DURATION:PT1H", "10-25 10:00 10-25 11:00"),
]


@pytest.mark.parametrize("zone", ["Europe/London", "GMT Standard Time"])
@pytest.mark.parametrize(("start", "end", "times"), [*CLOCKS_GO_FORWARD, *CLOCKS_GO_BACK])
def test_an_entry_over_a_change_of_the_clocks(start: str, end: str, times: str, zone: str) -> None:
    reading = read(entry(f"DTSTART;TZID={zone}:{start}", end.format(zone=zone)))
    assert (shown(reading), reading.problems) == ([times], ())


def test_hours_of_a_series_are_hours_also_on_the_night_of_the_change() -> None:
    lines = "DTSTART;TZID=Europe/London:20260328T003000", "DURATION:PT2H", "RRULE:FREQ=DAILY;COUNT=3"
    assert shown(read(entry(*lines))) == [
        "03-28 00:30 03-28 02:30",
        "03-29 00:30 03-29 02:30",
        "03-29 23:30 03-30 01:30",
    ]


def test_a_series_ends_by_the_clock_on_the_wall_also_when_its_first_end_was_given_in_utc() -> None:
    lines = "DTSTART;TZID=Europe/London:20261024T230000", "DTEND:20261025T030000Z", "RRULE:FREQ=WEEKLY;COUNT=2"
    assert shown(read(entry(*lines))) == ["10-24 22:00 10-25 03:00", "10-31 23:00 11-01 03:00"]


def test_a_series_in_utc_stays_in_utc() -> None:
    found = read(entry("DTSTART:20261020T090000Z", "DTEND:20261020T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert shown(found) == ["10-20 09:00 10-20 10:00", "10-27 09:00 10-27 10:00"]


@pytest.mark.parametrize(
    ("zone", "start"), [("Europe/London", "07-01 08:30"), ("Europe/Berlin", "07-01 07:30"), ("Etc/UTC", "07-01 09:30")]
)
def test_floating_times_are_those_of_the_workers_own_clock(zone: str, start: str) -> None:
    floating = entry("DTSTART:20260701T093000", "DTEND:20260701T103000", "RRULE:FREQ=WEEKLY;COUNT=2")
    first = read(floating, zone=zone).occurrences[0]
    assert f"{first.start:%m-%d %H:%M}" == start


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("/citadel.org/20210210_1/Europe/Berlin", "12-01 09:00"),
        ("gmt standard time", "12-01 10:00"),
        ('"W. Europe Standard Time"', "12-01 09:00"),
        ("tzone://Microsoft/Utc", "12-01 10:00"),
    ],
)
def test_a_zone_is_known_by_each_of_its_names(name: str, start: str) -> None:
    reading = read(entry(f"DTSTART;TZID={name}:20261201T100000"))
    assert (f"{reading.occurrences[0].start:%m-%d %H:%M}", reading.problems) == (start, ())


DEFINED = (
    "BEGIN:VTIMEZONE",
    "TZID:(UTC+01:00) Somewhere",
    "BEGIN:STANDARD",
    "DTSTART:16010101T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)


@pytest.mark.parametrize("written", ["(UTC+01:00) Somewhere", '"(UTC+01:00) Somewhere"'])
def test_a_zone_of_the_files_own_has_its_summer_time(written: str) -> None:
    found = read(entry(f"DTSTART;TZID={written}:20260324T100000", "RRULE:FREQ=WEEKLY;COUNT=2"), head=DEFINED)
    assert shown(found) == ["03-24 09:00 03-24 09:00", "03-31 08:00 03-31 08:00"]
    assert found.problems == ()


def test_a_zone_that_would_be_worked_out_for_ever_is_known_to_nobody() -> None:
    head = tuple(line.replace("FREQ=YEARLY", "FREQ=SECONDLY") for line in DEFINED)
    found = read(entry("DTSTART;TZID=(UTC+01:00) Somewhere:20260701T100000"), head=head)
    assert shown(found) == ["07-01 09:00 07-01 09:00"]
    assert "known to nobody" in found.problems[0]
