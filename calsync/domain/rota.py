"""Entries of a rota's calendar -> whom it names when, and for when it names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.model import Duty, Event, Hours, OfficeHours, People, PersonId, Role

BEHIND = timedelta(days=1)
AHEAD = timedelta(days=8)
"""The coming days that are read: whoever holds a role at a moment is then known without asking anybody (law 11)."""
TOLD_AHEAD = timedelta(days=2)
"""So far ahead a time for which nobody is named is told."""
STEP = timedelta(minutes=30)
_ADDRESS = re.compile(r"[^\s<>(),;:/|&]+@[^\s<>(),;:/|&]+")
_LETTERS = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """A calendar whose entries name who holds a role."""

    key: str
    """By what it is known and asked for: the shared mailbox's address, or its place in the configuration."""
    role: Role
    team: str = ""
    """The key of the team for which it counts; empty: for everybody."""
    hours: Hours = Hours.ANY
    """When somebody has to stand on it."""
    zone: str = "Europe/London"
    """In which an entry that lasts all day begins and ends."""


def addresses_in(text: str) -> tuple[str, ...]:
    """The mail addresses in a text, in lower case, each once."""
    return tuple(dict.fromkeys(found.strip(".'\"").casefold() for found in _ADDRESS.findall(text)))


def named_in(subject: str, people: People) -> tuple[PersonId, ...]:
    """Whom the subject of a rota's entry names: by address, or by a display name that only one person has.

    A name counts in either order: "Dee Deputises", or "Deputises, Dee".
    """
    by_address = [people.by_mail(each) for each in addresses_in(subject)]
    found = {each.id: None for each in by_address if each is not None}
    words = f" {' '.join(_words(subject))} "
    for person in people.persons:
        name = _words(person.name)
        if len(name) < 2 or people.by_name(person.name) is None:
            continue
        turned = [*name[-1:], *name[:-1]]
        if any(f" {' '.join(each)} " in words for each in (name, turned)):
            found[person.id] = None
    return tuple(found)


def counts(entry: Event) -> bool:
    """Whether an entry may name anybody: one that was cancelled or declined does not."""
    return not entry.cancelled and not entry.declined


def duties(rota: Rota, entry: Event, persons: Iterable[PersonId]) -> tuple[Duty, ...]:
    """The duty of each person whom an entry names; one that lasts all day runs from midnight to midnight there."""
    start, end = entry.start, entry.end
    if entry.all_day:
        zone = ZoneInfo(rota.zone)
        start, end = (each.replace(tzinfo=zone).astimezone(UTC) for each in (start, end))
    return tuple(
        Duty(role=rota.role, person=person, start=start, end=end, rota=rota.key, team=rota.team)
        for person in persons
        if start < end
    )


def first_gap(rota: Rota, named: Sequence[Duty], office: OfficeHours, at: datetime) -> tuple[datetime, datetime] | None:
    """The next time, within two days of `at`, for which a rota names nobody though somebody has to stand on it."""
    moment = at.replace(minute=30 * (at.minute // 30), second=0, microsecond=0)
    start: datetime | None = None
    while moment < at + TOLD_AHEAD:
        wanted = rota.hours is Hours.ANY or office.open(moment) is (rota.hours is Hours.OFFICE)
        open_ = wanted and not any(each.rota == rota.key and each.covers(moment) for each in named)
        if open_ and start is None:
            start = moment
        elif start is not None and not open_:
            return start, moment
        moment += STEP
    return (start, moment) if start is not None else None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _LETTERS.findall(text)]
