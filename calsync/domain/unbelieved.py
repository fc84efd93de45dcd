"""A "no" that came with the code word is not believed, and its worker must not see that (law 7).

Somebody at their side may have dictated it. So their own visits become what a plain "no" would make of them, and their
devices show nothing else. What that takes off is watched by a second visit beside, hidden from them: it has the steps
to others alone, and only what becomes of its entry in the diary changes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from calsync.domain.deadlines import on_ladder, visit_end, with_ladder
from calsync.domain.keys import visit_key
from calsync.domain.ladders import tells_responders
from calsync.domain.model import AlarmKind, Deadline, DeadlineKind, DeadlineState, Policy, Visit, VisitState, Watched

PREFIX = "unbelieved:"
"""With what the name of the entry begins of which such a visit speaks: no diary has an entry of that name."""


def is_unbelieved(visit: Visit) -> bool:
    """Whether a visit watches what was said under duress to be none."""
    return visit.event_id.startswith(PREFIX)


def shown(watched: Iterable[Watched]) -> list[Watched]:
    """The visits without those that nothing on their worker's devices may show."""
    return [each for each in watched if not is_unbelieved(each.visit)]


def watched_on(visit: Visit, policy: Policy, at: datetime) -> Watched:
    """The visit beside, with the steps to others of the ladder that the visit itself would have.

    To the diary it is one that left it, so that no reading decides about it and no entry takes it over.
    """
    event_id = PREFIX + visit.event_id.removeprefix(PREFIX)
    beside = replace(
        visit,
        id=visit_key(visit.worker, event_id),
        event_id=event_id,
        state=VisitState.BEGUN,
        left_diary=at,
        first_seen=at,
        last_seen=at,
    )
    end = visit_end(beside, policy)
    if not tells_responders(end.steps):
        # The policy alarms by the return alone.
        end = on_ladder(beside, policy, DeadlineKind.RETURN, beside.end + policy.travel)
    return Watched(visit=beside, deadlines=(without_worker(end),))


def without_worker(deadline: Deadline) -> Deadline:
    """The deadline with its worker asked nothing."""
    steps = tuple(step for step in deadline.steps if not step.to_worker)
    taken = sum(1 for step in deadline.steps[: deadline.taken] if not step.to_worker)
    return with_ladder(replace(deadline, ladder=(), office=None), steps, base=deadline.base, taken=taken)


def followed(beside: Watched | None, visit: Visit, policy: Policy, at: datetime, *, stays: bool) -> Watched | None:
    """What watches on after a reading in which its entry would make `visit`; None when nothing changes.

    `stays`: the entry may be a visit, and its worker is not asked about it as about others. Until its start the diary
    decides; whoever closed it has settled it.
    """
    if beside is None:
        return watched_on(visit, policy, at) if stays and visit.end > at else None
    (deadline,) = beside.deadlines
    if deadline.state is DeadlineState.CLOSED:
        return None
    if not stays:
        over = replace(deadline, state=DeadlineState.CANCELLED, next_step_at=None, repeat_at=None)
        return replace(beside, deadlines=(over,)) if deadline.is_open else None
    if deadline.is_open and (beside.visit.start <= at or _same(beside.visit, visit)):
        return None
    (fresh,) = (again := watched_on(visit, policy, at)).deadlines
    return replace(again, deadlines=(replace(fresh, version=deadline.version, round=deadline.round + 1),))


def is_settled(watched: Watched) -> bool:
    """Whether a person ended the watch over a visit otherwise than by saying that it is none."""
    return any(each.state is DeadlineState.CLOSED and each.denied is None for each in _own(watched))


def is_asked(watched: Watched) -> bool:
    """Whether a visit's own deadline is open, whatever was called for beside it."""
    return any(each.is_open for each in _own(watched))


def _own(watched: Watched) -> list[Deadline]:
    return [each for each in watched.deadlines if each.alarm is AlarmKind.SILENCE]


def _same(one: Visit, other: Visit) -> bool:
    return (one.start, one.end, one.subject, one.place) == (other.start, other.end, other.subject, other.place)
