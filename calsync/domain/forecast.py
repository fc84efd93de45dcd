"""Entries of one diary that is only looked at -> their visits with every deadline that a policy would give them.

By the very functions of the service. A return is shown at the moment at which its worker is expected back; that it is
brought forward while an end stays unanswered is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.deadlines import moved, plan, plan_without_times
from calsync.domain.missing import as_visit
from calsync.domain.model import Deadline, DeadlineKind, Event, Person, Policy, Recognition, Watched
from calsync.domain.outings import APART, OF_OUTINGS, Outing, brought_forward, has_outings, of_outings, outings
from calsync.domain.returning import Back

LONG_BEFORE = timedelta(days=1)
"""How long before a day's first visit its outings are planned: when nothing of it has begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One deadline of a visit, as it is once everybody answers in time."""

    deadline: Deadline
    why: str = ""
    """Of an outing's deadline: what says that its worker is back by then."""
    at_latest: datetime | None = None
    """Of a return that comes earlier while an end stays unanswered: when; None: it does not."""


def watched_of(
    event: Event, told: Recognition, policy: Policy, worker: Person | None, *, key: str, back: Back | None = None
) -> Watched:
    """The visit of an entry with its own deadlines, as it is planned before it begins."""
    visit = replace(as_visit(event, told, key=key, at=event.start), risk=told.risk, back=back.at if back else None)
    if event.all_day:
        return Watched(
            visit=visit, deadlines=plan_without_times(visit, policy, worker, event.start - timedelta(days=1))
        )
    return Watched(visit=visit, deadlines=plan(visit, policy, worker))


def by_days(watched: Sequence[Watched], zone: ZoneInfo) -> Iterator[list[Watched]]:
    """The visits of one diary in groups that no outing reaches across, in the order of their starts."""
    group: list[Watched] = []
    for each in sorted(watched, key=lambda one: (one.visit.start, one.visit.id)):
        start = each.visit.start
        if group:
            first, last = group[0].visit.start, max(one.visit.end for one in group)
            if start.astimezone(zone).date() != first.astimezone(zone).date() and start - last > APART:
                yield group
                group = []
        group.append(each)
    if group:
        yield group


def with_outings(day: Sequence[Watched], policy: Policy, worker: Person | None) -> list[Watched]:
    """The visits of a day with the deadlines of its outings besides, as they are planned before the first begins."""
    if not day or not has_outings(policy):
        return list(day)
    at = min(each.visit.start for each in day) - LONG_BEFORE
    return replaced(day, of_outings((), day, policy, worker, at, by_word=False))


def replaced(watched: Sequence[Watched], changed: Sequence[Deadline]) -> list[Watched]:
    """The visits with these deadlines in the place of those that they had, or besides them."""
    of_visit: dict[str, dict[str, Deadline]] = {}
    for deadline in changed:
        of_visit.setdefault(deadline.visit_id, {})[deadline.id] = deadline
    return [
        replace(each, deadlines=tuple({**{one.id: one for one in each.deadlines}, **of_visit[each.visit.id]}.values()))
        if each.visit.id in of_visit
        else each
        for each in watched
    ]


def expected(
    watched: Sequence[Watched], backs: Mapping[str, Back], policy: Policy, worker: Person | None, zone: ZoneInfo
) -> dict[str, tuple[Expected, ...]]:
    """The deadlines of each visit by its id, an outing's with its first visit; `backs` are by the visits' ids."""
    found: dict[str, tuple[Expected, ...]] = {}
    for day in by_days(watched, zone):
        planned = with_outings(day, policy, worker)
        at = day[0].visit.start - LONG_BEFORE
        of_first = {outing.first.id: outing for outing in outings(planned, policy, at)} if has_outings(policy) else {}
        for each in planned:
            found[each.visit.id] = tuple(
                _expected(one, of_first[each.visit.id], backs, policy)
                if one.kind in OF_OUTINGS and each.visit.id in of_first
                else Expected(deadline=one)
                for one in each.deadlines
            )
    return found


def _expected(deadline: Deadline, outing: Outing, backs: Mapping[str, Back], policy: Policy) -> Expected:
    if deadline.kind is DeadlineKind.HOME_SAFE:
        ends = max(each.visit.end for each in outing.watched)
        after = "the last end" if deadline.planned - (policy.home_safe or timedelta(0)) == ends else "the return"
        return Expected(deadline=deadline, why=f"{_minutes(policy.home_safe)} minutes after {after}")
    earlier = brought_forward(outing, policy)
    early = earlier is not None and earlier < deadline.planned
    return Expected(
        deadline=moved(deadline, deadline.planned, capped=False) if early else deadline,
        why=_why(deadline.planned, outing, backs, policy),
        at_latest=earlier if early else None,
    )


def _why(at: datetime, outing: Outing, backs: Mapping[str, Back], policy: Policy) -> str:
    """What says that the worker is back at that moment."""
    for each in outing.watched:
        back = backs.get(each.visit.id)
        if back is not None and back.at == at:
            return "office entry" if back.office else "the entry says so"
    return f"the last end plus {_minutes(policy.travel)} minutes' way"


def _minutes(span: timedelta | None) -> int:
    return int((span or timedelta(0)).total_seconds() // 60)
