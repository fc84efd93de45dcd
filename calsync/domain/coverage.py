"""A visit's deadlines + people -> the times at which nobody of a step would be at work and could be reached.

Law 4 still tells the out-of-hours contact then; but who is always asked last should not be the only one there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.missing import concern, is_judged
from calsync.domain.model import AlarmKind, Ask, Channel, Concern, Deadline, People, Step, Visit, Watched
from calsync.domain.responders import whom_to_tell

NOBODY_THERE = "nobody-to-reach"
"""Raised on the evening before."""
STILL_NOBODY = "nobody-to-reach-today"
"""Raised again in the morning, as long as it is so."""
EVENING, MORNING = time(17, 0), time(6, 0)
_ASKS_NOTHING = frozenset({Ask.KNOW, Ask.IS_IT_A_VISIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A step at whose time none of its own people could be reached."""

    step: Step
    moment: datetime
    stood_in: bool
    """Whether the out-of-hours contact would at least be told in their place."""


def gaps(deadlines: Iterable[Deadline], visit: Visit, people: People, *, ready: frozenset[Channel]) -> tuple[Gap, ...]:
    """Each step to responders at whose time nobody of it could be reached, in their order; empty when all is well.

    A step to the out-of-hours contact themselves is covered by them, and a buddy covers for the line manager. Where
    somebody of another step is at work, it is enough that the out-of-hours contact stands in at this one.
    """
    moments = sorted((one for each in deadlines for one in _moments(each)), key=lambda each: each[1])
    found, covered = [], False
    for step, moment in moments:
        told = whom_to_tell(step.roles, visit, people, moment, channels=step.channels, ready=ready)
        covered = covered or told.own
        if not told.own:
            found.append(Gap(step=step, moment=moment, stood_in=told.at_work))
    return tuple(each for each in found if not (covered and each.stood_in))


def uncovered(
    watched: Watched, people: People, at: datetime, *, ready: frozenset[Channel], zone: str
) -> Concern | None:
    """The concern that is to be raised at `at` about a visit that nobody stands behind; None when none is.

    It is raised from 17:00 of the day before, and once more from 06:00 of the day itself while it is not over: in
    local time.
    """
    visit = watched.visit
    kind = _when(visit, at, ZoneInfo(zone))
    if not kind or not is_judged(visit):
        return None
    found = gaps(watched.deadlines, visit, people, ready=ready)
    return concern(visit, kind, words(found, ZoneInfo(zone)), at) if found else None


def shown_now(
    watched: Watched, people: People, at: datetime, *, ready: frozenset[Channel], zone: str
) -> tuple[Concern, ...]:
    """What stands of it about a visit that is not over, at whatever hour it is looked at; empty when all is well."""
    visit = watched.visit
    if at >= visit.end or not is_judged(visit):
        return ()
    found = gaps(watched.deadlines, visit, people, ready=ready)
    return (concern(visit, NOBODY_THERE, words(found, ZoneInfo(zone)), at),) if found else ()


def words(found: tuple[Gap, ...], zone: ZoneInfo) -> str:
    """What is said of the gaps of one visit: of the first, and how it is closed."""
    first = found[0]
    who = " and ".join(role.replace("_", " ") for role in first.step.roles)
    instead = (
        "only the out-of-hours contact would be told" if first.stood_in else "nobody at all could be reached instead"
    )
    return (
        f"If the worker does not answer, nobody of those who are told at {first.moment.astimezone(zone):%H:%M} "
        f"({who}) is at work and can be reached; {instead}. Name somebody for that time, by the rota or as a buddy."
    )


def _moments(deadline: Deadline) -> Iterator[tuple[Step, datetime]]:
    if not deadline.is_open or deadline.alarm is not AlarmKind.SILENCE or deadline.late_entry:
        return
    for step in deadline.steps[deadline.taken :]:
        if not step.to_worker and step.ask not in _ASKS_NOTHING:
            yield step, deadline.base + step.after


def looked_for(visit: Visit, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The evening and the morning from which on a concern about the visit is raised."""
    day = visit.start.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=1), EVENING, zone), datetime.combine(day, MORNING, zone)


def _when(visit: Visit, at: datetime, zone: ZoneInfo) -> str:
    """Of which kind a concern about the visit is at `at`; empty while it is too early, and once it is over."""
    evening, morning = looked_for(visit, zone)
    if at >= visit.end or at < evening:
        return ""
    return STILL_NOBODY if at >= morning else NOBODY_THERE
