"""At which moments somebody is written to before a visit: few times a day, and by day (law 16)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.model import OfficeHours, Visit
from calsync.domain.model.checks import Rule

SOON = timedelta(hours=2)
"""What begins so soon is told whatever the hour, and by itself."""
MORNING, NIGHT = time(7, 0), time(20, 0)
"""Between these, as clocks show it where the office is, people are written to about what is not that soon.

In the morning from when the office opens, where that is earlier."""
EVENING = time(19, 30)
"""When a reminder goes out that would be due in the night, for a visit too early in the morning."""
IN_TIME = timedelta(hours=1)
"""So long before the start a reminder is still of use."""
TOGETHER = timedelta(minutes=30)
"""What is new of ordinary visits is asked every half hour, counted from the office's opening: one mail of it all."""
LATE = timedelta(minutes=3)
"""How long after that moment a look still counts as made at it."""


def by_day(at: datetime, start: datetime, office: OfficeHours) -> bool:
    """Whether somebody may be written to now about a visit that begins at `start`."""
    local = at.astimezone(ZoneInfo(office.hours.zone)).time()
    return start - at <= SOON or _morning(office) <= local < NIGHT


def _morning(office: OfficeHours) -> time:
    return min(MORNING, office.hours.start)


def asked_together(at: datetime, office: OfficeHours) -> bool:
    """Whether this is one of the moments at which what is new is asked in one mail."""
    opening = _at(at, office.hours.start, office)
    return (at - opening) % TOGETHER < LATE


def reminders(visit: Visit, rule: Rule, office: OfficeHours) -> tuple[datetime, ...]:
    """When who was asked before and has not answered is asked once more, at the first of these; empty: never.

    As the office opens on the day of the visit, so that one mail reminds of all; else when the policy says so, by day.
    """
    if rule.remind is None:
        return ()
    wanted = _by_day_at(visit.start - rule.remind, visit.start, office)
    opens = _at(visit.start, office.hours.start, office)
    return (opens, wanted) if office.open(opens) and opens < wanted else (wanted,)


def next_together(at: datetime, office: OfficeHours) -> datetime:
    """When what is new is asked next in one mail."""
    return at + TOGETHER - (at - _at(at, office.hours.start, office)) % TOGETHER


def next_morning(at: datetime, office: OfficeHours) -> datetime:
    """When somebody may next be written to after a night."""
    today = _at(at, _morning(office), office)
    return today if at < today else _at(at + timedelta(days=1), _morning(office), office)


def _by_day_at(wanted: datetime, start: datetime, office: OfficeHours) -> datetime:
    """The moment itself by day; else the next morning where that is in time, else the evening before."""
    local = wanted.astimezone(ZoneInfo(office.hours.zone))
    if by_day(wanted, start, office):
        return wanted
    day = wanted if local.time() < NIGHT else wanted + timedelta(days=1)
    for clock in (office.hours.start, _morning(office)):
        if (morning := _at(day, clock, office)) <= start - IN_TIME:
            return morning
    return _at(day - timedelta(days=1), EVENING, office)


def _at(moment: datetime, clock: time, office: OfficeHours) -> datetime:
    """A time of the clock on the day of a moment, both where the office is."""
    zone = ZoneInfo(office.hours.zone)
    return datetime.combine(moment.astimezone(zone).date(), clock, zone).astimezone(UTC)
