"""The longest time and the last moment that an entry names for itself: "max 45 min", "until 15:30".

A policy may take it for the agreed timescale of a risk visit, in place of the entry's end (`domain/agreed.py`). What is
read too early makes a question come early; so only what says plainly that it is an end is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from calsync.domain.agreed import Named, by_agreement
from calsync.domain.classify import Rules
from calsync.domain.model import Event, Policy, Visit
from calsync.parsers.amounts import LEAST, MOST, Marked, bare_clock, mark, next_moment

T = TypeVar("T")
LONGEST = 1000
"""Characters of each text that are read."""
_HOURS_WRITTEN = re.compile(r"\b([01]?[0-9]|2[0-3])[:.]?([0-5][0-9]) ?(?:hrs?|hours|h)\b", re.ASCII)
"""A time of day that calls itself hours: "1530hrs" is half past three."""
_MOST_AT = re.compile(
    r"(?:\b(?:max|maximum|at most|no more than|no longer than|not more than|not longer than|up to)\b"
    r"[ .,:=\-–]{0,3}(?:(?:of|time|length|stay|visit|duration)\b[ .:=]{0,3})?<(?P<front>[nb])>(?! ?[^\W\d_])|"
    r"<(?P<behind>n)> {0,2}(?:max|maximum|at most|tops)\b)"
)
_SHORT, _LONG = 5, 240
"""Bare numbers behind "max" are minutes between these; others are people, floors or pounds."""
_UNTIL = re.compile(
    r"(?<!not )(?<!leave )(?<!closed )(?<!busy )(?<!free )(?<!away )(?<!out )(?<!available )(?<!unavailable )(?<!off )"
    r"(?<!wait )(?<!valid )(?<!booked )(?<!pay )(?<!paid )"
    r"\b(?:until|untill|till|til|out by|finish by|finished by|ends by|must end at|must end by|to end by)\b[ .:=~]{0,3}"
    r"(?:(?:max|latest|approx|about|around|circa|c)\b[ .:~]{0,3})?(?:<(?P<t>t)>|<(?P<b>b)>(?= ?(?:$|[,;)\]])))"
)
"""A bare number is a time of day at the end of a part alone: "until 12 Dec" and "until 15/12" are days."""
_WORTH_A_LOOK = re.compile(r"max|most|more than|longer than|up to|tops|til|by|end", re.IGNORECASE)


def named_in(event: Event, zone: str) -> Named:
    """What an entry's subject, place and categories name as its longest time and its last moment. Never raises.

    A time of day is the first of that name after the entry's start, on the clocks of `zone`.
    """
    return named((event.subject, event.place.text, *event.categories), event.start, zone)


def as_agreed(event: Event, policy: Policy, rules: Rules, zone: str) -> Event:
    """The entry with the end that it names, where the policy takes that for the agreed timescale; else itself."""
    return by_agreement(event, rules, lambda each: named_in(each, zone)) if policy.agreed_time else event


def is_agreed(visit: Visit, zone: str) -> bool:
    """Whether a visit ends when its entry's own words say, which may be before the entry itself does."""
    words = named((visit.subject, visit.place.text, *visit.categories), visit.start, zone)
    return visit.risk and words.end(visit.start) == visit.end


def named(texts: Iterable[str], start: datetime, zone: str) -> Named:
    """What any of these texts names; where several name one, the shortest and the soonest."""
    seen = [mark(told_plainly(each[:LONGEST])) for each in texts if _WORTH_A_LOOK.search(each[:LONGEST])]
    lengths = [found for each in seen if (found := at_most(each)) is not None]
    moments = [moment for each in seen if (moment := until(each, start, ZoneInfo(zone))) is not None]
    return Named(at_most=min(lengths, default=None), until=min(moments, default=None))


def told_plainly(text: str) -> str:
    """The text without case, its spaces single, its times of day as mark() reads them."""
    return _HOURS_WRITTEN.sub(r"\1:\2", " ".join(text.casefold().split()))


def at_most(marked: Marked) -> timedelta | None:
    """How long it is to last at most; None when it says nothing of it."""
    text = " ".join(marked.text.split())
    for found in _MOST_AT.finditer(text):
        name = "front" if found["front"] else "behind"
        number = text.count(f"<{found[name]}>", 0, found.start(name) - 1)
        if found[name] == "n":
            minutes = nth(marked.lengths, number) or 0
        else:
            bare = nth(marked.bare, number) or "0"
            minutes = int(bare) if bare.isdigit() and _SHORT <= int(bare) <= _LONG else 0
        if LEAST <= minutes <= MOST:
            return timedelta(minutes=minutes)
    return None


def until(marked: Marked, start: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment after `start` until which it says to last, in UTC; None when it says none."""
    text = " ".join(marked.text.split())
    for found in _UNTIL.finditer(text):
        kind = "t" if found["t"] else "b"
        number = text.count(f"<{kind}>", 0, found.start(kind) - 1)
        clock = nth(marked.times, number) if kind == "t" else None
        if kind == "b" and (bare := nth(marked.bare, number)) is not None:
            clock = bare_clock(bare)
        moment = next_moment(clock, start, zone) if clock is not None else None
        if moment is not None:
            return moment
    return None


def nth(values: tuple[T, ...], number: int) -> T | None:
    """None past the end: somebody may have typed a placeholder themselves."""
    return values[number] if number < len(values) else None
