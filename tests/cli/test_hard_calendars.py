"""`calsync events` on a calendar with everything in it that Outlook writes: it prints what Outlook would show."""

from __future__ import annotations

from tests.cli.conftest import CALENDARS, Command

HARD = CALENDARS / "hard.ics"


def test_a_hard_calendar_is_printed_as_outlook_shows_it(calsync: Command) -> None:
    told = calsync("events", HARD, "--from", "2026-10-01", "--to", "2026-12-01", "--json")
    assert (told.status, told.err) == (0, "")
    assert [(fact["start"], fact["end"], fact["subject"]) for fact in told.facts] == [
        ("2026-10-02T22:30:00Z", "2026-10-02T23:30:00Z", "Across midnight, first Friday"),
        ("2026-10-06T09:00:00Z", "2026-10-06T10:00:00Z", "JS weekly"),
        ("2026-10-20T09:00:00Z", "2026-10-20T10:00:00Z", "JS weekly"),
        ("2026-10-20T12:30:00Z", "2026-10-20T14:00:00Z", "By a clock of its own"),
        ("2026-10-23", "2026-10-27", "Leave"),
        ("2026-10-28T15:30:00Z", "2026-10-28T16:30:00Z", "JS weekly, moved"),
        ("2026-11-03T10:00:00Z", "2026-11-03T11:00:00Z", "JS weekly"),
        ("2026-11-06T23:30:00Z", "2026-11-07T00:30:00Z", "Across midnight, first Friday"),
        ("2026-11-10T11:30:00Z", "2026-11-10T12:15:00Z", "JS weekly, later from now on"),
        ("2026-11-17T11:30:00Z", "2026-11-17T12:15:00Z", "JS weekly, later from now on"),
    ]
    assert {fact["uid"] for fact in told.facts if fact["subject"].startswith("JS")} == {
        "040000008200E00074C5B7101A82E00800000000HARD-WEEKLY"
    }


def test_a_file_that_breaks_off_is_told_and_nothing_of_it_is_printed(calsync: Command, tmp_path) -> None:
    torn = tmp_path / "torn.ics"
    torn.write_bytes(HARD.read_bytes()[:-20])
    told = calsync("events", torn, "--from", "2026-10-01", "--to", "2026-12-01", "--json")
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith(f"{torn}: This calendar breaks off before its end")
