"""Calendars as files, and what is read of them: each occurrence by its times in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from calsync.parsers.ics import Reading, read_occurrences
from calsync.parsers.ics_occurrence import Occurrence

YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
WEEKLY = ("DTSTART;TZID=Europe/London:20261103T100000", "DTEND;TZID=Europe/London:20261103T110000")


def calendar(*entries: list[str], head: tuple[str, ...] = ()) -> bytes:
    """A calendar of these entries, with these lines before them."""
    lines = [line for entry in entries for line in entry]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *lines, "END:VCALENDAR", ""]).encode()


def entry(*lines: str, uid: str = "sam-1") -> list[str]:
    """The lines of one entry."""
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def read(*entries: list[str], head: tuple[str, ...] = (), zone: str = "Europe/London") -> Reading:
    """What is read of a calendar of these entries, over the whole year."""
    return read_occurrences(calendar(*entries, head=head), start=YEAR[0], end=YEAR[1], zone=zone)


def shown(reading: Reading) -> list[str]:
    """The times of each occurrence."""
    return [times_of(each) for each in reading.occurrences]


def times_of(each: Occurrence) -> str:
    """The start and the end of one, by the minute or by the day."""
    if isinstance(each.start, datetime) and isinstance(each.end, datetime):
        return f"{each.start:%m-%d %H:%M} {each.end:%m-%d %H:%M}"
    return f"{each.start} {each.end}"
