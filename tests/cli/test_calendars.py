"""`calsync events` and `calsync visits` on calendars exported from Outlook."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import CALENDARS, Command

SERIES = CALENDARS / "weekly_series.ics"
ZONES = CALENDARS / "windows_zones.ics"
ALL_DAY = CALENDARS / "all_day.ics"
FLOATING = CALENDARS / "floating.ics"
ONE_BAD_ENTRY = CALENDARS / "one_bad_entry.ics"
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-12-15")
YEAR = ("--from", "2026-06-01", "--to", "2026-12-15")

FIELDS = ["file", "uid", "start", "end", "all_day", "status", "subject", "location", "categories"]


class _NoClockKind(type):
    """Whatever is a datetime counts as one, so that only reading the clock is different."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class NoClock(datetime, metaclass=_NoClockKind):
    """A datetime that refuses to be asked what time it is."""

    @classmethod
    def now(cls, tz=None):
        raise AssertionError("the clock was read")

    utcnow = today = now


@pytest.fixture
def no_clock(calsync: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of calsync can read the clock any more."""
    calsync("policy", "check", "clarendon")  # brings in every module that these commands use
    calsync("visits", FLOATING, *YEAR, "--policy", "clarendon")
    for name, module in list(sys.modules.items()):
        if name.startswith("calsync") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", NoClock)


def test_events_print_one_object_a_line_with_the_promised_fields(calsync_process: Command) -> None:
    told = calsync_process("events", SERIES, *NOVEMBER, "--json")
    assert (told.status, told.err) == (0, "")
    assert all(list(fact) == FIELDS for fact in told.facts)
    assert told.facts[0] == {
        "file": str(SERIES),
        "uid": "040000008200E00074C5B7101A82E00800000000C0D1E2F3A4B5DC0100000000000000001000000001",
        "start": "2026-11-03T10:00:00Z",
        "end": "2026-11-03T11:00:00Z",
        "all_day": False,
        "status": "CONFIRMED",
        "subject": "JS",
        "location": "14 Elm Road, Rotherham, South Yorkshire, S60 3AB; second door on the left",
        "categories": ["Home visit", "Rivelin"],
    }


def test_a_weekly_series_has_its_moved_its_cancelled_and_its_excluded_occurrence(calsync: Command) -> None:
    told = calsync("events", SERIES, *NOVEMBER, "--json")
    assert [(fact["start"], fact["status"], fact["subject"]) for fact in told.facts] == [
        ("2026-11-03T10:00:00Z", "CONFIRMED", "JS"),
        ("2026-11-11T14:30:00Z", "CONFIRMED", "JS moved"),
        ("2026-11-17T10:00:00Z", "CANCELLED", "JS"),
        ("2026-12-01T10:00:00Z", "CONFIRMED", "JS"),
        ("2026-12-08T10:00:00Z", "CONFIRMED", "JS"),
    ]


def test_windows_zones_become_utc_summer_and_winter(calsync: Command) -> None:
    told = calsync("events", ZONES, *YEAR, "--json")
    starts = {fact["uid"]: fact["start"] for fact in told.facts}
    assert starts["summer"] == "2026-07-01T13:00:00Z"
    assert starts["winter"] == "2026-12-01T14:00:00Z"
    assert starts["berlin"] == "2026-12-01T13:00:00Z"
    assert "Rivelin Valley Time" in told.err


def test_all_day_events_carry_dates(calsync: Command) -> None:
    told = calsync("events", ALL_DAY, *NOVEMBER, "--json")
    assert [(fact["start"], fact["end"], fact["all_day"]) for fact in told.facts] == [
        ("2026-12-01", "2026-12-03", True),
        ("2026-12-05", "2026-12-06", True),
    ]


@pytest.mark.parametrize(("zone", "start"), [((), "08:30"), (("--zone", "Europe/Berlin"), "07:30")])
def test_floating_times_are_read_in_the_zone_which_is_london_unless_given(calsync: Command, zone, start) -> None:
    told = calsync("events", FLOATING, *YEAR, *zone, "--json")
    assert told.status == 0
    assert told.facts[0]["start"] == f"2026-07-01T{start}:00Z"


def test_a_file_that_cannot_be_read_is_told_on_standard_error_and_the_others_are_printed(
    calsync_process: Command, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ics"
    broken.write_text("no calendar at all")
    missing = tmp_path / "missing.ics"
    told = calsync_process("events", broken, ALL_DAY, missing, FLOATING, *YEAR, "--json")
    assert told.status == 1
    assert [fact["file"] for fact in told.facts] == [str(ALL_DAY)] * 2 + [str(FLOATING)] * 3
    about_broken, about_missing = told.err.splitlines()
    assert about_broken.startswith(f"{broken}: ")
    assert "Export it from Outlook" in about_broken
    assert about_missing.startswith(f"{missing}: ")


def test_an_entry_that_cannot_be_read_is_told_and_the_rest_of_its_file_is_printed(calsync: Command) -> None:
    told = calsync("events", ONE_BAD_ENTRY, *NOVEMBER, "--json")
    assert told.status == 1
    assert "good" in [fact["uid"] for fact in told.facts]
    assert "'bad' was not read" in told.err


def test_without_json_events_are_lines_in_local_time(calsync: Command) -> None:
    told = calsync("events", FLOATING, ALL_DAY, *YEAR)
    assert "Wed 01 Jul 2026 09:30 to 10:15  Float" in told.out
    assert "Tue 01 Dec 2026 all day  Training in Leeds" in told.out


def test_without_json_a_cancelled_occurrence_is_marked_and_no_other(calsync: Command) -> None:
    told = calsync("events", SERIES, *NOVEMBER)
    assert [text[:15] for text in told.out.splitlines() if "CANCELLED" in text] == ["Tue 17 Nov 2026"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--from", "soon"), "--from: 'soon' is no time; write it like"),
        (("--at", "noon"), "--at: 'noon' is no time; write it like"),
        (("--from", "2026-12-02", "--to", "2026-12-01"), "--to: has to be later than --from"),
        (("--zone", "Mars/Base"), "no time zone"),
    ],
)
@pytest.mark.parametrize("command", ["events", "visits"])
def test_a_wrong_option_is_one_sentence_and_status_two(calsync: Command, command, options, words) -> None:
    told = calsync(command, FLOATING, ALL_DAY, *options)
    assert (told.status, told.out) == (2, "")
    (sentence,) = told.err.splitlines()
    assert words in sentence


def test_visits_are_shown_in_local_time_with_their_reasons(calsync_process: Command) -> None:
    told = calsync_process("visits", SERIES, ZONES, ALL_DAY, *YEAR)
    lines = told.out.splitlines()
    assert [line for line in lines if " VISIT " in line] == [
        "Tue 03 Nov 2026 10:00 to 11:00  VISIT  JS, 14 Elm Road, Rotherham, South Yorkshire, S60 3AB; second door on"
        " the left",
        "Wed 11 Nov 2026 14:30 to 15:30  VISIT  JS moved, 14 Elm Road, Rotherham, S60 3AB",
        "Tue 01 Dec 2026 10:00 to 11:00  VISIT  JS, 14 Elm Road, Rotherham, South Yorkshire, S60 3AB; second door on"
        " the left",
        "Tue 08 Dec 2026 10:00 to 11:00  VISIT  JS, 14 Elm Road, Rotherham, South Yorkshire, S60 3AB; second door on"
        " the left",
        "Wed 01 Jul 2026 14:00 to 15:00  VISIT  Summer, The Cottage, Mill Lane",
        "Tue 01 Dec 2026 14:00 to 15:00  VISIT  Winter, Flat 3, 12 High St",
    ]
    assert '    Its category "Home visit" says that it is a visit.' in lines
    assert any("that is none of the organisation's own sites" in line for line in lines)
    assert "    Due Wed 01 Jul 2026 15:00: by then the worker must have said that they are out and safe." in lines
    assert lines[-1].startswith("6 visits and 5 other entries between ")


def test_what_is_no_visit_is_shown_with_its_reason_when_asked_for(calsync: Command) -> None:
    told = calsync("visits", ALL_DAY, *NOVEMBER, "--all")
    assert told.status == 0
    assert "Tue 01 Dec 2026 all day  NONE   Training in Leeds" in told.out
    assert "It is shown as out of office." in told.out
    assert "Due" not in told.out


def test_an_address_of_the_organisations_own_makes_no_visit(calsync: Command) -> None:
    told = calsync("visits", ZONES, *YEAR, "--site", "Flat 3, 12 High St", "--json")
    assert [fact["uid"] for fact in told.facts] == ["summer"]


def test_with_a_policy_each_visit_has_its_ladder(calsync: Command) -> None:
    told = calsync("visits", ZONES, *YEAR, "--policy", "clarendon", "--json")
    (winter,) = [fact for fact in told.facts if fact["uid"] == "winter"]
    assert winter["due"] == "2026-12-01T15:00:00Z"
    assert winter["tag"] == "visit"
    assert winter["steps"] == [
        {"at": "2026-12-01T15:00:00Z", "roles": ["worker"], "ask": "check-in"},
        {"at": "2026-12-01T15:10:00Z", "roles": ["worker"], "ask": "check-in"},
        {"at": "2026-12-01T15:10:00Z", "roles": ["deputy", "admin"], "ask": "call-worker"},
        {"at": "2026-12-01T15:20:00Z", "roles": ["line_manager"], "ask": "inform-emergency-services"},
    ]
    in_words = calsync("visits", ZONES, *YEAR, "--policy", "clarendon")
    assert "      15:20  line manager: inform-emergency-services" in in_words.out.splitlines()


@pytest.mark.parametrize("options", [(), ("--json",), ("--policy", "clarendon")])
@pytest.mark.parametrize("command", ["events", "visits"])
@pytest.mark.usefixtures("no_clock")
def test_with_at_given_nothing_reads_the_clock(calsync: Command, command, options) -> None:
    if command == "events" and "--policy" in options:
        options = ("--zone", "Europe/London")
    told = calsync(command, SERIES, ALL_DAY, "--at", "2026-12-01T12:00", *options)
    assert told.status == 0
    # A week back and four weeks ahead: the visits of the first and the eighth of December.
    assert told.out.count("14 Elm Road") == 2


def test_a_visit_has_the_time_at_which_its_worker_means_to_be_back(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    file.write_text(BACK)
    facts = calsync("visits", file, "--from", "2026-12-01", "--to", "2026-12-02", "--json").facts
    assert [(fact["subject"], fact["back"]) for fact in facts] == [
        ("HV - K, back 11:30", "2026-12-01T11:30:00Z"),
        ("HV - R", "2026-12-01T15:45:00Z"),
    ]
    told = calsync("visits", file, "--from", "2026-12-01", "--to", "2026-12-02")
    assert "    Expected back Tue 01 Dec 2026 15:45." in told.out.splitlines()


def _entry(uid: str, start: str, end: str, subject: str) -> str:
    times = f"DTSTART:20261201T{start}Z\nDTEND:20261201T{end}Z"
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T000000Z\n{times}\nSUMMARY:{subject}\nEND:VEVENT\n"


BACK = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Sam//EN\n"
    + _entry("one", "100000", "110000", "HV - K\\, back 11:30")
    + _entry("two", "140000", "150000", "HV - R")
    + _entry("three", "154500", "170000", "Office")
    + "END:VCALENDAR\n"
)
