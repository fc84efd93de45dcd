"""Policy + visit -> the steps of one deadline: which of them are of this visit, and of these hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.applies import CAPPED, applies
from calsync.domain.model import DeadlineKind, Hours, OfficeHours, Policy, Step, Visit

NEAR = timedelta(days=3)
"""Bank holidays so far from a deadline can decide about it; no others are copied into it."""


def all_steps(policy: Policy, kind: DeadlineKind, visit: Visit) -> tuple[Step, ...]:
    """A policy's steps of one kind for this visit, at whatever hours; empty when it has none."""
    late, outside = _ends_late(policy, visit), _is_outside(policy, visit)
    return tuple(
        step
        for step in policy.steps
        if step.deadline is kind and applies(step, visit, capped=True, late=late, outside=outside)
    )


def ends_day(policy: Policy, visit: Visit) -> bool:
    """Whether nobody is expected at the office after a visit: it ends late or lies outside the home area, and no entry
    has its worker back (RO13)."""
    return visit.back is None and (_ends_late(policy, visit) or _is_outside(policy, visit))


def _ends_late(policy: Policy, visit: Visit) -> bool:
    """Whether a visit ends so late that nobody is expected back at the office after it (RO13).

    That is at `late_after` or later on the day of its start, or on any later day: half past midnight is late too.
    """
    if policy.late_after is None:
        return False
    zone = ZoneInfo(policy.office.hours.zone)
    starts, ends = visit.start.astimezone(zone), visit.end.astimezone(zone)
    return ends.date() > starts.date() or ends.time() >= policy.late_after


def _is_outside(policy: Policy, visit: Visit) -> bool:
    """Whether a visit is outside the home area; of one without a postcode nobody knows, and it is taken for inside."""
    district = visit.place.postcode.split(" ")[0]
    area = district.rstrip("0123456789" if district[-1:].isdigit() else "")
    return bool(policy.home_area and district) and not {district, area} & set(policy.home_area)


def chosen(
    ladder: tuple[Step, ...], office: OfficeHours | None, base: datetime, *, capped: bool = False
) -> tuple[Step, ...]:
    """The steps of a ladder for a deadline at `base`.

    Out of hours is judged by the deadline and not by each step's own moment: else a ladder that runs over the end of
    the day could lose the last step of both hours.
    """
    open_ = office is None or office.open(base)
    wanted = (Hours.ANY, Hours.OFFICE if open_ else Hours.OUT)
    return tuple(step for step in ladder if step.hours in wanted and (capped or CAPPED not in step.when))


def has_choice(ladder: tuple[Step, ...]) -> bool:
    """Whether anything but the visit decides which of its steps are taken."""
    return any(step.hours is not Hours.ANY or CAPPED in step.when for step in ladder)


def office_near(office: OfficeHours, moment: datetime) -> OfficeHours:
    """The office hours with the bank holidays around a moment alone, small enough to stand in each deadline."""
    first, last = (moment - NEAR).date(), (moment + NEAR).date()
    near: frozenset[date] = frozenset(day for day in office.holidays if first <= day <= last)
    return OfficeHours(hours=office.hours, holidays=near)


def at_latest(steps: Iterable[Step]) -> Iterator[tuple[timedelta, Step]]:
    """Each step of a ladder with how long after its deadline it comes when nothing is logged of the one before it.

    Where a step that others follow is not of this ladder, those that follow it come the sooner.
    """
    after = timedelta(0)
    for step in steps:
        after = step.after if step.then_within is None else after + step.then_within
        yield after, step


def tells_responders(steps: tuple[Step, ...]) -> bool:
    """Whether any of these steps goes to somebody besides the worker."""
    return any(not step.to_worker for step in steps)
