"""A worker's day -> when they mean to be back after a visit, by the entry that follows it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.classify import fold, own_site
from calsync.domain.model import Event, Place, PlaceKind

WITHIN = timedelta(hours=3)
"""How long after a visit's end an entry may begin and still be the return from it."""
_OFFICE = frozenset(
    (
        "office", "the office", "in office", "in the office", "back in office", "back in the office", "back at office",
        "back at the office", "back to office", "office day", "office time", "return to office", "return to the office",
        "rto", "office base", "base", "back at base",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """When a diary has its worker back after a visit, and by what it says so."""

    at: datetime
    office: bool
    """By an entry at the office that follows; False: in the words of the visit's own entry."""


class Day:
    """Entries of one diary, among which returns are looked for."""

    def __init__(self, events: Iterable[Event], sites: Sequence[Place]) -> None:
        self._events = sorted(events, key=lambda event: event.start)
        self._starts = [event.start for event in self._events]
        self._sites = sites

    def back(self, event: Event, said: datetime | None) -> Back | None:
        """When the worker is back after a visit of this entry; None when nothing tells. What it `said` itself wins."""
        if said is not None:
            return Back(at=said, office=False)
        near = self._events[bisect_left(self._starts, event.end) : bisect_right(self._starts, event.end + WITHIN)]
        found = back_at_office(event.start, event.end, near, self._sites)
        return Back(at=found, office=True) if found is not None else None


def back_at_office(start: datetime, end: datetime, day: Iterable[Event], sites: Sequence[Place]) -> datetime | None:
    """When the first entry at the office begins that follows a visit of these times, in UTC; None without one.

    It is at the office when its location is one of the organisation's own sites or rooms, or its subject or location
    says "office" and no more. It begins within 3 hours after the visit's end. What was cancelled or declined, lasts all
    day or began with the visit is none.
    """
    found = [
        event.start
        for event in day
        if end <= event.start <= end + WITHIN
        and event.start > start
        and not (event.cancelled or event.declined or event.all_day)
        and _at_office(event, sites)
    ]
    return min(found, default=None)


def _at_office(event: Event, sites: Sequence[Place]) -> bool:
    place = event.place
    if own_site(place, sites) or place.kind is PlaceKind.ROOM or fold(place.text) in _OFFICE:
        return True
    return not place.is_address and fold(event.subject) in _OFFICE
