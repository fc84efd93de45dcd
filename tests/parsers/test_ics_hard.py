"""Calendars as hard as people make them: what Outlook would show of each, in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from calsync.domain.model import Series
from calsync.errors import CalsyncError
from calsync.parsers.ics import EntryUnreadable, Reading, find_occurrence, read_occurrences
from calsync.parsers.ics_occurrence import Occurrence, to_event
from calsync.parsers.ics_text import CutOff

YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
WEEKLY = ("DTSTART;TZID=Europe/London:20261103T100000", "DTEND;TZID=Europe/London:20261103T110000")


def calendar(*entries: list[str], head: tuple[str, ...] = ()) -> bytes:
    lines = [line for entry in entries for line in entry]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *lines, "END:VCALENDAR", ""]).encode()


def entry(*lines: str, uid: str = "sam-1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def read(*entries: list[str], head: tuple[str, ...] = (), zone: str = "Europe/London") -> Reading:
    return read_occurrences(calendar(*entries, head=head), start=YEAR[0], end=YEAR[1], zone=zone)


def shown(reading: Reading) -> list[str]:
    return [_shown(each) for each in reading.occurrences]


def _shown(each: Occurrence) -> str:
    if isinstance(each.start, datetime) and isinstance(each.end, datetime):
        return f"{each.start:%m-%d %H:%M} {each.end:%m-%d %H:%M}"
    return f"{each.start} {each.end}"


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
    assert [(_shown(each), each.subject) for each in found.occurrences] == [
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
    assert (_shown(before), _shown(after)) == ("11-10 10:00 11-10 11:00", "12-21 15:00 12-21 16:00")
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
    assert [(each.id, _shown(each)) for each in found.occurrences] == [
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


def test_several_days_given_by_a_duration() -> None:
    assert shown(read(entry("DTSTART;VALUE=DATE:20261201", "DURATION:P3D"))) == ["2026-12-01 2026-12-04"]


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART;TZID=GMT Standard Time:20260701T000000", "DTEND;TZID=GMT Standard Time:20260702T000000"),
        ("DTSTART:20260630T230000Z", "DTEND:20260701T230000Z"),
    ],
)
def test_outlooks_all_day_mark_on_midnights_of_the_zone_or_in_utc(times: tuple[str, str]) -> None:
    found = read(entry(*times, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"))
    assert (shown(found), found.occurrences[0].all_day) == (["2026-07-01 2026-07-02"], True)
    timed = read(entry(*times, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE")).occurrences[0]
    assert (timed.all_day, timed.start) == (False, datetime(2026, 6, 30, 23, tzinfo=UTC))


def test_entries_of_no_length_are_seen_from_their_own_moment_on() -> None:
    data = calendar(entry("DTSTART:20261201T140000Z", "DTEND:20261201T140000Z"))
    at = datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert len(read_occurrences(data, start=at, end=YEAR[1]).occurrences) == 1
    assert len(read_occurrences(data, start=YEAR[0], end=at).occurrences) == 0


def test_categories_keep_escaped_commas_and_stand_in_several_lines() -> None:
    (found,) = read(
        entry("DTSTART:20261201T140000Z", r"CATEGORIES:Home visit\, urgent,Rivelin", "CATEGORIES;LANGUAGE=en:High risk")
    ).occurrences
    assert found.categories == ("Home visit, urgent", "Rivelin", "High risk")


def guests(*lines: str, owner: str = "sam@centre.example") -> tuple[bool, tuple[str, ...]]:
    (found,) = read(entry("DTSTART:20261201T140000Z", *lines)).occurrences
    event = to_event(found, "sam", owner=owner)
    return event.declined, event.attendees


def test_only_the_owners_own_no_declines_the_entry() -> None:
    assert guests("ATTENDEE;PARTSTAT=DECLINED:mailto:Sam@centre.example")[0] is True
    assert guests("ATTENDEE;PARTSTAT=DECLINED:mailto:dee@centre.example")[0] is False
    assert guests("ATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@centre.example")[0] is False


def test_colleagues_are_those_who_said_that_they_come() -> None:
    assert guests(
        'ATTENDEE;CN="Lee, Dee";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:MAILTO:Dee@centre.example',
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ash@centre.example",
        "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:morgan@centre.example",
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@centre.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:visited@elsewhere.example",
    ) == (False, ("dee@centre.example",))


@pytest.mark.parametrize(
    ("lines", "free", "away"),
    [
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), True, False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), False, True),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TRANSP:OPAQUE"), False, False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"), False, False),
        (("TRANSP:TRANSPARENT",), True, False),
        ((), False, False),
    ],
)
def test_how_an_entry_is_shown(lines: tuple[str, ...], free: bool, away: bool) -> None:
    event = to_event(read(entry("DTSTART:20261201T140000Z", *lines)).occurrences[0], "sam")
    assert (event.free, event.away) == (free, away)


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("CLASS:PRIVATE", True),
        ("CLASS:CONFIDENTIAL", True),
        ("CLASS:Personal", True),
        ("CLASS:X-OURS", True),
        ("CLASS:PUBLIC", False),
        ("CLASS:", False),
    ],
)
def test_whatever_is_not_marked_public_is_private(line: str, private: bool) -> None:
    (found,) = read(entry("DTSTART:20261201T140000Z", line)).occurrences
    assert to_event(found, "sam").private is private


def test_private_cancelled_and_withdrawn_entries_say_so() -> None:
    private = read(entry("DTSTART:20261201T140000Z", "CLASS:PRIVATE"))
    cancelled = read(entry("DTSTART:20261201T140000Z", "STATUS:CANCELLED"))
    withdrawn = read(entry("DTSTART:20261201T140000Z"), head=("METHOD:CANCEL",))
    assert to_event(private.occurrences[0], "sam").private
    assert to_event(cancelled.occurrences[0], "sam").cancelled
    assert to_event(withdrawn.occurrences[0], "sam").cancelled


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


def test_a_billion_occurrences_are_stepped_through_no_further_than_the_window() -> None:
    found = read(entry("DTSTART:20261230T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1000000000"))
    assert len(found.occurrences) == 2


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


def test_notes_and_attachments_are_not_even_looked_at() -> None:
    found = read(entry("DTSTART:20261201T140000Z", "ATTACH;ENCODING=BASE64:" + "A" * 2_000_000, "DESCRIPTION:\x00\x01"))
    assert (len(found.occurrences), found.problems) == (1, ())


def test_a_long_subject_with_odd_signs_is_read() -> None:
    (found,) = read(entry("DTSTART:20261201T140000Z", "SUMMARY:" + "שלום 🏠\u2028x\x85y\x0b " * 2000)).occurrences
    assert found.subject.startswith("שלום 🏠 x y")


def test_more_occurrences_than_asked_for_are_refused_whole() -> None:
    data = calendar(entry("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY"))
    with pytest.raises(CalsyncError, match="more than 100 entries"):
        read_occurrences(data, start=YEAR[0], end=YEAR[1], most=100)


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


def test_entries_of_other_years_are_passed_over_without_a_word():
    old = entry("DTSTART:20240229T100000Z", "DTEND:20240229T110000Z")
    far = entry("DTSTART;VALUE=DATE:20280229", uid="sam-2")
    assert read(old, far) == Reading()
