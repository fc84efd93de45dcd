"""Working days and hours as people write them; each raises ValueError with what it must be."""

from __future__ import annotations

import re
from datetime import time

from calsync.domain.model import WorkingHours

_TIME = re.compile(r"(\d{1,2})[:.](\d\d)(?::\d\d)?", re.ASCII)
_RANGE = re.compile(r"\s*(?:-|–|to)\s*")
_BETWEEN = re.compile(r"[\s,;/&|]+|\band\b")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(?P<days>.*?)\s*(?P<start>\d{1,2}[:.]\d\d)\s*(?:-|–|to)\s*(?P<end>\d{1,2}[:.]\d\d)")


def working_hours(text: str, zone: str) -> WorkingHours:
    """The hours of "Mon-Fri 18:00-23:00", or of "22:00-06:00" on every day, in a zone.

    A night belongs to the day on which it begins.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError("must be days and hours, like Mon-Fri 18:00-23:00")
    start, end = clock(found["start"]), clock(found["end"])
    if start == end and start != time(0):
        raise ValueError("must begin and end at two different times; write 00:00-24:00 for the whole day")
    return WorkingHours(days=days(found["days"] or "every day"), start=start, end=end, zone=zone)


def days(text: str) -> frozenset[int]:
    """Weekdays, Monday is 0, from "Mon-Fri", "Mon, Wed, Fri", "Saturday to Monday" or "every day"."""
    told = text.strip().lower()
    if told in ("every day", "daily", "all"):
        return frozenset(range(7))
    found: set[int] = set()
    for part in filter(None, _BETWEEN.split(_RANGE.sub("-", told))):
        first, dash, last = part.partition("-")
        start, end = _day(first), _day(last if dash else first)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(found or {_day("")})


def _day(word: str) -> int:
    for number, name in enumerate(_DAYS):
        if len(word) >= 2 and name.startswith(word.rstrip(".")):
            return number
    raise ValueError("must be weekdays, like Mon-Fri, or Mon Wed Fri")


def clock(text: str) -> time:
    """A time of day from "8:30", "08.30" or "08:30:00"; 24:00 is midnight."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return time(0)
    if hour > 23 or minute > 59:
        raise ValueError("must be a time of day, like 08:30")
    return time(hour, minute)
