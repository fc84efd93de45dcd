"""What stands in a diary: one entry, one occurrence, or the master of a series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from calsync.demo.graph_time import LONDON, floating_instant
from calsync.demo.recurrence import Recurrence


@dataclass(frozen=True, slots=True)
class Address:
    """A name and a mail address."""

    mail: str
    name: str = ""

    def text(self) -> str:
        """The address as mail headers write it."""
        return f"{self.name} <{self.mail}>" if self.name else self.mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody invited, and what they answered."""

    address: Address
    kind: str = "required"
    response: str = "none"
    answered: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place as Outlook keeps it: free text in `name`, the rest empty unless it was picked from a map."""

    name: str
    kind: str = "default"
    uri: str = ""
    address: Mapping[str, str] | None = None
    coordinates: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. Times are in UTC; an all-day entry's are floating midnights, written as if they were UTC."""

    key: str
    start: datetime
    end: datetime
    created: datetime
    modified: datetime
    change_key: str
    ical_uid: str
    subject: str = ""
    zone: str = LONDON
    all_day: bool = False
    locations: tuple[Location, ...] = ()
    categories: tuple[str, ...] = ()
    show_as: str = "busy"
    sensitivity: str = "normal"
    importance: str = "normal"
    body: str = ""
    body_type: str = "html"
    attendees: tuple[Attendee, ...] = ()
    organizer: Address | None = None
    response: str = "organizer"
    response_at: datetime | None = None
    cancelled: bool = False
    online_meeting: bool = False
    transaction_id: str | None = None
    reminder_minutes: int = 15
    reminder_on: bool = True
    recurrence: Recurrence | None = None
    kind: str = "singleInstance"
    original: date | None = None
    original_start: datetime | None = None
    calendar: str = ""
    """The key of the calendar that it stands in; empty: the primary one."""

    def overlaps(self, after: datetime, before: datetime) -> bool:
        """Whether any moment of the entry, or the moment it stands at, lies in the window."""
        start, end = self.start, self.end
        if self.all_day:
            start, end = floating_instant(start, self.zone), floating_instant(end, self.zone)
        return start < before and (end > after or start >= after)


# What a person or an app may change of an entry; everything else is kept by the tenant itself.
CHANGEABLE = frozenset(
    [
        "subject",
        "start",
        "end",
        "zone",
        "all_day",
        "locations",
        "categories",
        "show_as",
        "sensitivity",
        "importance",
        "body",
        "body_type",
        "attendees",
        "response",
        "response_at",
        "cancelled",
        "online_meeting",
        "reminder_minutes",
        "reminder_on",
        "recurrence",
    ]
)


def places(value: str | Location | tuple[Location, ...]) -> tuple[Location, ...]:
    """The locations that a text, a place or several places stand for; none for an empty text."""
    if isinstance(value, str):
        return (Location(name=value),) if value else ()
    return (value,) if isinstance(value, Location) else value


def clean_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes by the names that `Entry` uses; raises TypeError for a name that can't be changed."""
    wanted = dict(changes)
    if "location" in wanted:
        wanted["locations"] = places(wanted.pop("location"))
    if "categories" in wanted:
        wanted["categories"] = tuple(wanted["categories"])
    unknown = set(wanted) - CHANGEABLE
    if unknown:
        raise TypeError(f"An entry has no {', '.join(sorted(unknown))} to change.")
    return wanted
