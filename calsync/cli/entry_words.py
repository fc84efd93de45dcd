"""How commands name an entry of a diary: by its times and its own words, but for those of a private one (law 15)."""

from __future__ import annotations

from datetime import date, datetime

from calsync.cli.output import local

PRIVATE = "It is private: its subject and its location were not looked into, and are not shown."


def span(start: date, end: date, zone: str, *, all_day: bool) -> str:
    """From when to when it lasts, as people read it; of what lasts all day its first day."""
    if all_day or not isinstance(start, datetime) or not isinstance(end, datetime):
        return f"{start:%a %d %b %Y} all day"
    begin, finish = local(start, zone), local(end, zone)
    return f"{begin} to {finish[16:] if begin[:15] == finish[:15] else finish}"


def shown(words: str, *, private: bool) -> str | None:
    """A private entry's own words for JSON: None, whatever stands there."""
    return None if private else words


def named(subject: str, location: str = "", *, private: bool) -> str:
    """What a line calls an entry: its subject and location; of a private one a sentence in their place."""
    if private:
        return PRIVATE
    return ", ".join(filter(None, (" ".join(subject.split()) or "(no subject)", " ".join(location.split()))))
