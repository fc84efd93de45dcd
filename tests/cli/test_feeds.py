"""The whole service with one worker's diary in a file and everybody else's in the tenant."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.cli.conftest import AFTERNOON, Command, Joined

VISIT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:from-the-file
DTSTART:20261201T160000Z
DTEND:20261201T170000Z
SUMMARY:JS
LOCATION:14 Elm Road\\, Leeds LS6 2AB
CATEGORIES:Home visit
END:VEVENT
END:VCALENDAR
"""


def test_a_worker_with_a_feed_is_watched_by_it_and_the_others_by_the_tenant(
    calsync: Command, joined: Joined, tmp_path: Path
) -> None:
    file = tmp_path / "sam.ics"
    file.write_text(VISIT)
    with joined.config.open("a") as config:
        config.write(f'\n[[feeds.calendar]]\nworker = "{joined.mail("sam")}"\nfile = "sam.ics"\n')
    start = AFTERNOON + timedelta(hours=1)
    joined.tenant.add_event(
        joined.mail("robin"), "HV", start, start + timedelta(hours=1), "2 Mill Lane, S60 1AE", ("Home visit",)
    )
    assert calsync("poll").status == 0
    assert len(calsync("visits", "--json").facts) == 2
    # Cut off, the file is a diary that can't be read: the visit stays watched, and that is told.
    file.write_text(VISIT[:200])
    assert calsync("poll").status == 1
    assert len(calsync("visits", "--json").facts) == 2
    # Whole and without the entry, it takes a visit back that has not begun.
    file.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert calsync("poll").status == 0
    assert [fact["state"] for fact in calsync("visits", "--json").facts] == ["open"]
