"""When somebody, or a whole office, is at work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When a person works, in their own zone."""

    days: frozenset[int] = frozenset(range(5))
    """Weekdays, Monday is 0."""
    start: time = time(8, 0)
    end: time = time(18, 0)
    zone: str = "Europe/London"

    def covers(self, at: datetime) -> bool:
        """Whether `at` falls into them. A night shift belongs to the day on which it begins."""
        local = at.astimezone(ZoneInfo(self.zone))
        today, now = local.weekday(), local.time()
        if self.start < self.end:
            return today in self.days and self.start <= now < self.end
        return (today in self.days and now >= self.start) or ((today - 1) % 7 in self.days and now < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """When an office is open: its hours, and the days on which it is shut although they say otherwise."""

    hours: WorkingHours = field(default_factory=WorkingHours)
    holidays: frozenset[date] = frozenset()
    """Bank holidays, as days in the zone of `hours`."""

    def open(self, at: datetime) -> bool:
        """Whether the office is open at `at`."""
        return at.astimezone(ZoneInfo(self.hours.zone)).date() not in self.holidays and self.hours.covers(at)
