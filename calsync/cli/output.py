"""How commands print: facts as JSON lines or as a few plain lines, and errors as sentences."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from calsync.errors import CalsyncError

YEARS = range(1990, 2100)
"""Of a moment that an option gives; weeks before and after it can be reckoned as well."""


def line(words: str = "", *, end: str = "\n") -> None:
    """Print a line, at once."""
    print(words, end=end, flush=True)


def aside(words: str) -> None:
    """Print a line about the output on standard error."""
    print(words, file=sys.stderr, flush=True)


def fact(**facts: object) -> None:
    """Print one JSON object on a line of its own."""
    print(json.dumps(facts, default=_plain, ensure_ascii=False), flush=True)


def _plain(value: object) -> str:
    return stamp(value) if isinstance(value, datetime) else str(value)


def stamp(moment: datetime) -> str:
    """A moment in JSON: ISO 8601 in UTC with Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local(moment: datetime, zone: str = "Europe/London") -> str:
    """A moment as people read it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%a %d %b %Y %H:%M")


def moment(words: str | None, what: str) -> datetime | None:
    """The moment that an option gives, in UTC; None when it was not given. A time without a zone is local."""
    if words is None:
        return None
    try:
        found = datetime.fromisoformat(words)
    except ValueError as error:
        raise CalsyncError(f"{what}: {words!r} is no time; write it like 2026-12-01T14:00 or 2026-12-01.") from error
    if found.year not in YEARS:
        raise CalsyncError(f"{what}: {words!r} lies in a year that nobody means.")
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo("Europe/London"))).astimezone(UTC)


def known_zone(name: str) -> str:
    """The zone that an option names. Raises CalsyncError for one that nobody knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalsyncError(f"--zone: there is no time zone {name!r}; write it like Europe/London.") from error
    return name


def finish(*, well: bool) -> None:
    """End with status 1 when what was looked at is not well."""
    if not well:
        raise typer.Exit(1)
