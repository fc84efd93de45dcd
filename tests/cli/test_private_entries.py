"""Of a private entry no command shows subject or location, unless a visit category makes it a visit (law 15)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command

DAY = ("--from", "2026-12-01", "--to", "2026-12-02")
PERSONAL = ("oncology", "Hospital", "Elm")


@pytest.fixture
def sams(tmp_path: Path):
    def written(*lines: str) -> Path:
        file = tmp_path / "sam.ics"
        file.write_text(PRIVATE.replace("ENDS", "\n".join((*lines, "END:VEVENT"))))
        return file

    return written


@pytest.mark.parametrize("marked", ["CLASS:PRIVATE", "CLASS:CONFIDENTIAL", "CLASS:PERSONAL"])
@pytest.mark.parametrize("command", [("visits", "--all"), ("events",)], ids=" ".join)
def test_its_words_are_not_shown(calsync: Command, sams, command, marked: str) -> None:
    file = sams(marked)
    told = calsync(*command, file, *DAY)
    assert (told.status, told.err) == (0, "")
    assert "Tue 01 Dec 2026 14:00 to 15:00" in told.out
    assert "It is private" in told.out
    as_json = calsync(*command, file, *DAY, "--json")
    (fact,) = as_json.facts
    assert (fact["subject"], fact["location"], fact["start"]) == (None, None, "2026-12-01T14:00:00Z")
    for word in PERSONAL:
        assert word not in told.out + as_json.out


@pytest.mark.parametrize("more", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "CATEGORIES:Not a visit"])
def test_its_words_are_not_shown_whatever_else_makes_it_no_visit(calsync: Command, sams, more: str) -> None:
    file = sams("CLASS:PRIVATE", more)
    for told in (calsync("visits", file, *DAY, "--all"), calsync("visits", file, *DAY, "--all", "--json")):
        assert "NONE" in told.out.upper()
        for word in PERSONAL:
            assert word not in told.out


def test_a_visit_category_opens_it_as_it_does_for_those_who_are_told(calsync: Command, sams) -> None:
    file = sams("CLASS:PRIVATE", "CATEGORIES:Home visit")
    assert "VISIT  HV oncology, Hospital, 1 Elm Road" in calsync("visits", file, *DAY).out
    (fact,) = calsync("visits", file, *DAY, "--json").facts
    assert (fact["subject"], fact["private"], fact["tag"]) == ("HV oncology", True, "visit")


def test_the_help_of_events_says_what_it_leaves_out(calsync: Command) -> None:
    assert "never its subject or location" in " ".join(calsync("events", "--help").out.split())


PRIVATE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sam//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20261101T000000Z
DTSTART:20261201T140000Z
DTEND:20261201T150000Z
SUMMARY:HV oncology
LOCATION:Hospital\\, 1 Elm Road
ENDS
END:VCALENDAR
"""
