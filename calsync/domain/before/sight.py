"""All that the checks before one visit look at, gathered by who calls them: nothing here is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from calsync.domain.model import OfficeHours, Person, Visit
from calsync.domain.model.approvals import Approval
from calsync.domain.model.checks import Check, Checks
from calsync.domain.model.said import Said

Sunset = Callable[[float, float, date], datetime | None]
"""Degrees north and east, and a day, to the moment of sunset in UTC; None where the sun does not set."""


class Second(Enum):
    """What is known of a second worker."""

    PROVEN = "proven"
    """A colleague who accepted has the visit in their own diary, or has none that is read."""
    LACKING = "lacking"
    AWAY = "away"
    """Who agreed to come is absent at that time."""
    UNKNOWN = "unknown"
    """Their diary, or the entry itself, could not be read yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One visit as it stands, and what else bears on it."""

    visit: Visit
    said: Said
    worker: Person
    checks: Checks
    office: OfficeHours
    zone: str
    sunset: datetime | None = None
    """On its last day, at its place or the organisation's; None: nobody knows."""
    second: Second = Second.UNKNOWN
    before: tuple[Visit, ...] = ()
    """The same worker's visits that come before it on that day."""
    lacking: Mapping[str, str] = field(default_factory=dict)
    """What is missing in its entry, by the kinds of `domain/missing.py`."""
    flagged: bool = False
    """Whether an Incident at the place is open."""
    flagged_by_own: bool = False
    """Whether each such Incident happened to the visit's own worker."""
    changed: datetime | None = None
    """When its time or place was last found changed; None: it never was."""
    nobody_to_ask: bool = False
    """Whether no line manager or deputy is known who could be asked about it."""
    approvals: tuple[Approval, ...] = ()
    """What was said of it, and what stands for its worker and place; the oldest word first."""

    @property
    def out_of_hours(self) -> bool:
        """Whether the office is shut when it begins or when it ends."""
        return not (self.office.open(self.visit.start) and self.office.open(self.visit.end))

    def local(self, moment: datetime) -> datetime:
        """A moment as people here read it."""
        return moment.astimezone(ZoneInfo(self.zone))

    def said_of(self, check: Check) -> Approval | None:
        """The newest word about what a check asks; None when there is none."""
        return next((each for each in reversed(self.approvals) if each.check is check), None)
