"""What is answered to a visit told in one line of mail. No place stands in it (law 15), and no alarm (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.model import Person, Visit
from calsync.domain.one_line import Lack

EXAMPLE = 'Write one line, such as "visiting 1 High Street, Rotherham until 15:30".'
"""What a line looks like that can be read; nobody lives there."""
HOW_TO_ANSWER = 'Answer "left, all fine" when you are out, "+30" for more time, "not going" if it does not take place.'

LACKS = {
    Lack.NO_PLACE: f"it names no place. {EXAMPLE}",
    Lack.NO_END: f"it has no end. {EXAMPLE}",
    Lack.PAST: f"its end had passed when it was sent. {EXAMPLE}",
    Lack.TOO_LONG: f"it would last more than eight hours. {EXAMPLE}",
    Lack.SEVERAL: f"it names more than one visit. Write one mail for each. {EXAMPLE}",
    Lack.OTHER_DAY: "it is for another day. Put that into the diary; by mail only a visit of today is taken.",
    Lack.NO_NAME: 'it does not name who visits. Write it such as "Sam Smith is visiting 1 High Street until 15:30".',
    Lack.UNCLEAR: f"it could not be understood. {EXAMPLE}",
}

NOT_YOURS = (
    "Only who visits can say so",
    "Only who visits can say so: please ask them to answer their own mail. The visit is watched until they do.",
)
"""The title and the sentence to whoever told of a colleague's visit and now writes that it does not take place."""


def who_is_there(persons: Sequence[Person]) -> str:
    """Those who watch, each with a number where one is known: "Morgan Manages (07700 900102) is watching."."""
    names = [f"{each.name} ({number})" if (number := number_of(each)) else each.name for each in persons]
    if not names:
        return "Your team is watching."
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} watching."


def number_of(person: Person) -> str:
    """The number on which somebody is rung; empty when none is known."""
    return next(iter(person.numbers), "")


def to_worker(due: str, watching: str, *, before: bool = False) -> str:
    """The one line to the worker; `before`: they were watched there before the line came."""
    already = "You are watched there already, until" if before else "You are watched until"
    return f"{already} {due}. {watching} {HOW_TO_ANSWER}"


def to_teller(worker: Person, due: datetime, watching: str, zone: str, *, before: bool = False) -> tuple[str, str]:
    """The title and the one line to whoever told of a colleague's visit."""
    is_ = "is watched there already, until" if before else "is watched until"
    return f"Watched: {worker.name}", f"{worker.name} {is_} {due.astimezone(ZoneInfo(zone)):%H:%M}. {watching}"


def unplanned(worker: Person, visit: Visit, zone: str) -> tuple[str, str]:
    """The title and the sentence to whoever watches over a visit that begins unplanned."""
    start, end = (f"{each.astimezone(ZoneInfo(zone)):%H:%M}" for each in (visit.start, visit.end))
    return (
        f"Unplanned visit: {worker.name}",
        f"{worker.name} is on a visit that was not planned, from {start} to {end}. There is nothing to do now: you are "
        "told if no word comes at its end.",
    )


def not_made(lack: Lack) -> tuple[str, str]:
    """The title and the sentence where a line made no visit."""
    return "Nobody watches this visit yet", f"Nobody watches this visit yet: {LACKS[lack]}"


def not_known(who: str, several: bool) -> tuple[str, str]:
    """The title and the sentence where nobody, or more than one, is known by the name in the line."""
    why = f"more than one person is called {who}" if several else f"nobody who is watched is called {who}"
    return "Nobody watches this visit yet", f"Nobody watches this visit yet: {why}. Write the whole name."


def not_watched(name: str, persons: Sequence[Person]) -> tuple[str, str]:
    """The title and the sentence to somebody who is not watched, or who tells of somebody (`name`) who is not."""
    who = f"{name} is not watched" if name else "You are not watched"
    rung = [f"{each.name}, {number}" if (number := number_of(each)) else each.name for each in persons[:1]]
    return who, f"{who}. Ring {rung[0] if rung else 'your line manager'}."
