"""`calsync visits` lists what may be a visit: its worker is asked about it, and after silence the manager hears."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command

DAY = ("--from", "2026-12-01", "--to", "2026-12-03")


@pytest.fixture
def sams(tmp_path: Path) -> Path:
    file = tmp_path / "sam.ics"
    file.write_text(CALENDAR)
    return file


def test_it_is_listed_as_possible_with_when_it_is_asked_about_and_due(calsync: Command, sams: Path) -> None:
    told = calsync("visits", sams, *DAY)
    lines = told.out.splitlines()
    assert "Tue 01 Dec 2026 14:00 to 15:00  POSSIBLE HV? K, 14 Elm Road, Leeds LS6 2AB" in lines
    asked = "    Possibly a visit. The worker is asked whether it is one: {}."
    assert asked.format("Tue 01 Dec 2026 08:00 and Tue 01 Dec 2026 14:00") in lines
    assert any(
        line.startswith("    Due Tue 01 Dec 2026 15:00: if they have not said that it is none") for line in lines
    )
    assert lines[-1].startswith("0 visits, 2 possible visits and 1 other entry between ")
    assert "Lunch" not in told.out


def test_of_one_that_lasts_all_day_its_worker_is_asked_once_and_nothing_is_due(calsync: Command, sams: Path) -> None:
    (fact,) = [each for each in calsync("visits", sams, *DAY, "--json").facts if each["all_day"]]
    assert (fact["tag"], fact["asked"], fact["due"]) == ("possible", ["2026-12-02T08:00:00Z"], None)


def test_with_a_policy_it_has_the_ladder_of_a_possible_visit(calsync: Command, sams: Path) -> None:
    first, _ = calsync("visits", sams, *DAY, "--policy", "clarendon", "--json").facts
    assert (first["tag"], first["due"]) == ("possible", "2026-12-01T15:00:00Z")
    assert first["asked"] == ["2026-12-01T08:00:00Z", "2026-12-01T14:00:00Z"]
    assert [(step["at"][11:16], step["roles"], step["ask"]) for step in first["steps"]] == [
        ("08:00", ["worker"], "is-it-a-visit"),
        ("14:00", ["worker"], "is-it-a-visit"),
        ("15:00", ["worker"], "check-in"),
        ("15:10", ["worker"], "check-in"),
        ("15:10", ["line_manager"], "is-it-a-visit"),
    ]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sam//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20261101T000000Z
DTSTART:20261201T140000Z
DTEND:20261201T150000Z
SUMMARY:HV? K
LOCATION:14 Elm Road\\, Leeds LS6 2AB
END:VEVENT
BEGIN:VEVENT
UID:two
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261202
DTEND;VALUE=DATE:20261203
SUMMARY:HV K
END:VEVENT
BEGIN:VEVENT
UID:three
DTSTAMP:20261101T000000Z
DTSTART:20261201T120000Z
DTEND:20261201T123000Z
SUMMARY:Lunch
END:VEVENT
END:VCALENDAR
"""
