"""What a calendar exported from Outlook says: every occurrence, in UTC, and a sentence for what can't be read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.model import Series
from calsync.errors import CalsyncError
from calsync.parsers.ics import Reading, read_occurrences
from calsync.parsers.ics_occurrence import Occurrence, to_event
from calsync.parsers.ics_zones import find_zone

CALENDARS = Path(__file__).parents[1] / "data" / "calendars"
AUTUMN = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def read(name: str, window: tuple[datetime, datetime] = YEAR) -> Reading:
    return read_occurrences((CALENDARS / name).read_bytes(), start=window[0], end=window[1])


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *lines, "END:VCALENDAR", ""]).encode()


def entry(*lines: str, uid: str = "sam-1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def occurrences(*lines: str, window: tuple[datetime, datetime] = YEAR, uid: str = "sam-1") -> tuple[Occurrence, ...]:
    reading = read_occurrences(calendar(*entry(*lines, uid=uid)), start=window[0], end=window[1])
    assert reading.problems == ()
    return reading.occurrences


def starts(found: tuple[Occurrence, ...]) -> list[str]:
    return [f"{each.start:%m-%d %H:%M}" for each in found]


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_weekly_series_has_its_exception_at_its_new_time_and_not_its_excluded_date() -> None:
    found = read("weekly_series.ics", AUTUMN).occurrences
    assert starts(found) == ["11-03 10:00", "11-11 14:30", "11-17 10:00", "12-01 10:00", "12-08 10:00"]
    assert [each.series for each in found] == [
        Series.OCCURRENCE,
        Series.EXCEPTION,
        Series.EXCEPTION,
        Series.OCCURRENCE,
        Series.OCCURRENCE,
    ]
    assert [each.cancelled for each in found] == [False, False, True, False, False]


def test_folded_lines_escapes_and_categories_are_read_whole() -> None:
    first = read("weekly_series.ics", AUTUMN).occurrences[0]
    assert first.location == "14 Elm Road, Rotherham, South Yorkshire, S60 3AB; second door on the left"
    assert first.categories == ("Home visit", "Rivelin")
    assert (first.subject, first.status, first.busy) == ("JS", "CONFIRMED", "BUSY")
    assert first.created == datetime(2026, 11, 2, 9, 15, tzinfo=UTC)
    assert first.uid.endswith("1000000001")


def test_an_exception_moved_into_the_window_is_there_and_one_moved_out_of_it_is_not() -> None:
    day = at(11, 11), at(11, 12)
    assert starts(read("weekly_series.ics", day).occurrences) == ["11-11 14:30"]
    assert read("weekly_series.ics", (at(11, 10), at(11, 11))).occurrences == ()


def test_all_day_entries_carry_dates_also_when_outlook_writes_midnights() -> None:
    first, second = read("all_day.ics").occurrences
    assert (first.all_day, first.start, first.end) == (True, date(2026, 12, 1), date(2026, 12, 3))
    assert (second.all_day, second.start, second.end) == (True, date(2026, 12, 5), date(2026, 12, 6))


def test_an_all_day_entry_becomes_an_event_from_midnight_to_midnight_utc() -> None:
    first, second = (to_event(each, "sam") for each in read("all_day.ics").occurrences)
    assert (first.start, first.end, first.all_day, first.away) == (at(12, 1), at(12, 3), True, True)
    assert (second.free, second.private) == (True, True)


def test_windows_zone_names_need_no_definition_in_the_file() -> None:
    found = {each.uid: each.start for each in read("windows_zones.ics").occurrences}
    assert found["winter"] == at(12, 1, 14)
    assert found["summer"] == at(7, 1, 13)
    assert found["berlin"] == at(12, 1, 13)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("europe/london", "Europe/London"),
        ("EUROPE/BERLIN", "Europe/Berlin"),
        ("w. europe standard time", "Europe/Berlin"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Sydney"),
        ("(UTC) Coordinated Universal Time", "UTC"),
    ],
)
def test_a_zone_is_known_in_any_case_and_by_the_name_that_windows_shows(name: str, zone: str) -> None:
    found = find_zone(name)
    assert found is not None
    for moment in (at(1, 15, 12), at(7, 15, 12)):
        assert moment.astimezone(found).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize(
    "name", ["(UTC+05:00) London", "(UTC+01:00) London", "(UTC-05:00) Rivelin", "(UTC+99:99) Rome"]
)
def test_a_city_without_that_offset_is_no_zone(name: str) -> None:
    assert find_zone(name) is None


def test_a_zone_that_nobody_knows_is_read_as_local_time_and_told() -> None:
    reading = read("windows_zones.ics")
    assert {each.uid: each.start for each in reading.occurrences}["nowhere"] == at(12, 1, 9)
    assert len(reading.problems) == 1
    assert "Rivelin Valley Time" in reading.problems[0]


def test_a_zone_that_the_file_defines_under_an_odd_name_goes_by_its_own_rules() -> None:
    assert starts(read("custom_zone.ics").occurrences) == ["12-01 08:00"]


def test_two_files_that_call_different_zones_alike_are_each_read_by_their_own() -> None:
    other = (CALENDARS / "custom_zone.ics").read_bytes().replace(b"+0230", b"-0500")
    assert starts(read("custom_zone.ics").occurrences) == ["12-01 08:00"]
    assert starts(read_occurrences(other, start=YEAR[0], end=YEAR[1]).occurrences) == ["12-01 15:30"]
    assert starts(read("custom_zone.ics").occurrences) == ["12-01 08:00"]


def test_floating_times_are_read_in_the_zone_that_is_asked_for() -> None:
    found = read("floating.ics").occurrences
    assert starts(found) == ["07-01 08:30", "10-20 08:30", "10-27 09:30"]
    assert found[0].end == at(7, 1, 9, 15)
    data = (CALENDARS / "floating.ics").read_bytes()
    assert (
        starts(read_occurrences(data, start=YEAR[0], end=YEAR[1], zone="Asia/Kolkata").occurrences)[0] == "07-01 04:00"
    )


def test_one_entry_that_can_not_be_read_is_told_and_the_others_count() -> None:
    reading = read("one_bad_entry.ics")
    assert [each.uid for each in reading.occurrences] == ["good", "odd-end"]
    assert len(reading.problems) == 2
    assert all("Bad" not in problem for problem in reading.problems)
    assert reading.occurrences[1].start == reading.occurrences[1].end == at(12, 1, 16)


def test_a_missing_end_is_a_moment_and_a_missing_end_of_a_day_is_a_day() -> None:
    (moment,) = occurrences("DTSTART:20261201T140000Z")
    assert moment.start == moment.end
    (day,) = occurrences("DTSTART;VALUE=DATE:20261201")
    assert (day.start, day.end) == (date(2026, 12, 1), date(2026, 12, 2))


def test_a_start_that_does_not_match_its_own_rule_counts() -> None:
    found = occurrences("DTSTART:20261202T140000Z", "DTEND:20261202T150000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2")
    assert "12-02 14:00" in starts(found)
    assert "12-08 14:00" in starts(found)


def test_extra_dates_count() -> None:
    found = occurrences("DTSTART:20261201T140000Z", "DURATION:PT1H", "RDATE:20261203T140000Z,20261204T090000Z")
    assert starts(found) == ["12-01 14:00", "12-03 14:00", "12-04 09:00"]


def test_a_series_keeps_its_local_time_through_both_clock_changes() -> None:
    spring = occurrences(
        "DTSTART;TZID=Europe/London:20260325T100000",
        "DTEND;TZID=Europe/London:20260325T110000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    assert starts(spring) == ["03-25 10:00", "04-01 09:00"]
    autumn = occurrences(
        "DTSTART;TZID=GMT Standard Time:20261021T100000",
        "DTEND;TZID=GMT Standard Time:20261021T110000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
    )
    assert starts(autumn) == ["10-21 09:00", "10-28 10:00"]
    assert all(each.end == each.start + timedelta(hours=1) for each in autumn)


def test_an_entry_across_midnight_touches_both_days() -> None:
    lines = "DTSTART:20261201T230000Z", "DTEND:20261202T010000Z"
    assert len(occurrences(*lines, window=(at(12, 1), at(12, 2)))) == 1
    assert len(occurrences(*lines, window=(at(12, 2), at(12, 3)))) == 1
    assert len(occurrences(*lines, window=(at(12, 2, 1), at(12, 3)))) == 0


def test_an_entry_longer_than_the_window_is_in_it() -> None:
    assert len(occurrences("DTSTART:20261101T090000Z", "DTEND:20261221T170000Z", window=(at(12, 2), at(12, 3)))) == 1


def test_an_entry_that_ends_before_it_starts_is_turned_round_and_told() -> None:
    data = calendar(*entry("DTSTART:20261201T150000Z", "DTEND:20261201T140000Z"))
    reading = read_occurrences(data, start=YEAR[0], end=YEAR[1])
    assert (reading.occurrences[0].start, reading.occurrences[0].end) == (at(12, 1, 14), at(12, 1, 15))
    assert len(reading.problems) == 1


def test_a_last_day_without_a_time_belongs_to_the_series() -> None:
    found = occurrences("DTSTART:20261201T140000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261203")
    assert starts(found) == ["12-01 14:00", "12-02 14:00", "12-03 14:00"]


def test_an_endless_series_gives_what_touches_the_window() -> None:
    found = occurrences("DTSTART:20200101T090000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY", window=(at(12, 1), at(12, 4)))
    assert len(found) == 3


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55;BYSECOND=0,20,40",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_without_measure_is_told_at_once_and_the_other_entries_count(rule: str) -> None:
    wild = entry("DTSTART:19700101T000000Z", "DURATION:PT1S", f"RRULE:{rule}", uid="wild")
    calm = entry("DTSTART:20261201T140000Z", "DURATION:PT1H", uid="calm")
    reading = read_occurrences(calendar(*wild, *calm), start=YEAR[0], end=YEAR[1])
    assert [each.uid for each in reading.occurrences] == ["calm"]
    assert len(reading.problems) == 1


def test_a_million_occurrences_are_refused_in_a_sentence() -> None:
    many = [line for n in range(400) for line in entry("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY", uid=f"n{n}")]
    with pytest.raises(CalsyncError, match="shorter time"):
        read_occurrences(calendar(*many), start=YEAR[0], end=YEAR[1])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html><body>Sign in</body></html>",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(CalsyncError, match=r"^This .*\.$"):
        read_occurrences(data, start=YEAR[0], end=YEAR[1])


def test_a_zone_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(CalsyncError, match="Europe/London"):
        read_occurrences(calendar(), start=YEAR[0], end=YEAR[1], zone="Rivelin/Valley")


def test_an_event_carries_what_the_rules_ask_for() -> None:
    first, second = (to_event(each, "sam") for each in read("weekly_series.ics", AUTUMN).occurrences[:2])
    assert first.id.endswith("01/2026-11-03T10:00:00+00:00")
    assert (first.worker, first.series, first.series_id) == ("sam", Series.OCCURRENCE, first.id.partition("/")[0])
    assert (first.place.postcode, first.place.street) == ("S60 3AB", "14 elm road")
    assert (first.free, first.private, first.online, first.cancelled) == (False, False, False, False)
    assert second.series is Series.EXCEPTION


@pytest.mark.parametrize(
    ("subject", "location", "online"),
    [
        ("Supervision", "Microsoft Teams Meeting", True),
        ("Teams meeting with Morgan", "", True),
        ("Review", "https://us02web.zoom.us/j/123", True),
        ("Teams meeting, then visit", "14 Elm Road", False),
        ("Teams meeting, then visit", "Mrs P's", False),
        ("Visit", "14 Elm Road (Teams link for Morgan)", False),
        ("Visit", "", False),
    ],
)
def test_an_entry_is_online_by_its_location_and_never_with_an_address(
    subject: str, location: str, online: bool
) -> None:
    (found,) = occurrences("DTSTART:20261201T140000Z", f"SUMMARY:{subject}", f"LOCATION:{location}")
    assert to_event(found, "sam").online is online


def test_entries_without_a_uid_are_told_apart() -> None:
    bare = [
        "BEGIN:VEVENT",
        "DTSTART:20261201T140000Z",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART:20261202T140000Z",
        "END:VEVENT",
    ]
    found = read_occurrences(calendar(*bare), start=YEAR[0], end=YEAR[1]).occurrences
    assert len({each.uid for each in found}) == 2


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: calendar(*entry(*text.splitlines())))))
def test_whatever_the_file_holds_it_is_read_or_refused_in_a_sentence(data: bytes) -> None:
    sentence = "."
    try:
        read_occurrences(data, start=AUTUMN[0], end=AUTUMN[1])
    except CalsyncError as refusal:
        sentence = str(refusal)
    assert sentence.endswith(".")


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "DURATION", "CATEGORIES"]),
    value=st.text(alphabet="0123456789TZ:;,=PFREQWKLYDAIUNTLCO-+/", max_size=40),
)
def test_a_value_gone_wrong_harms_only_its_own_entry(name: str, value: str) -> None:
    broken = entry("DTSTART:20261201T090000Z", f"{name}:{value}", uid="broken")
    calm = entry("DTSTART:20261201T140000Z", "DURATION:PT1H", uid="calm")
    reading = read_occurrences(calendar(*broken, *calm), start=AUTUMN[0], end=AUTUMN[1])
    assert "calm" in [each.uid for each in reading.occurrences]
