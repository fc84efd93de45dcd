"""Visit and policy -> deadlines, and how far each may be moved (law 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.keys import deadline_key
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Person,
    Policy,
    Role,
    Step,
    Visit,
)

SOONEST = timedelta(minutes=10)
"""A deadline that the diary makes earlier comes at the soonest this long after it was read (law 2)."""

ONE_QUESTION = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, clause="law 3"),)
"""All that an entry made after its own end brings: one question to the worker."""
ASK_FOR_TIMES = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CONFIRM, clause="law 12"),)
"""All that a visit lasting all day brings: midnight is nobody's time to be back, so the worker is asked for times."""
MORNING = time(8, 0)
DEFAULT_ZONE = "Europe/London"


def plan(visit: Visit, policy: Policy) -> tuple[Deadline, ...]:
    """The deadlines of a visit with their ladders ready: here one, at its end."""
    steps = tuple(step for step in policy.steps if step.deadline is DeadlineKind.VISIT_END)
    deadline = Deadline(
        id=deadline_key(visit.id, DeadlineKind.VISIT_END),
        visit_id=visit.id,
        worker=visit.worker,
        kind=DeadlineKind.VISIT_END,
        due=visit.end,
        planned=visit.end,
        extension=policy.extension(risk=visit.risk),
        steps=steps,
        emergency=policy.emergency,
        policy=policy.name,
        base=visit.end,
        risk=visit.risk,
    )
    return (with_ladder(deadline, steps, base=visit.end),)


def plan_late_entry(visit: Visit, policy: Policy, at: datetime) -> tuple[Deadline, ...]:
    """The one question for an entry made after its own end: no alarm for a past that nobody was to watch (law 3)."""
    (deadline,) = plan(visit, policy)
    return (with_ladder(replace(deadline, late_entry=True), ONE_QUESTION, base=at),)


def plan_without_times(
    visit: Visit, policy: Policy, worker: Person | None, at: datetime, *, of: Deadline | None = None
) -> tuple[Deadline, ...]:
    """The question for the times of a visit that lasts all day, asked on its morning; none when the day is over.

    An all-day entry is its date in whatever zone: midnight UTC stands for the worker's own day. `of` is the deadline
    that the visit had while it still had times.
    """
    if visit.end <= at:
        return ()
    (deadline,) = plan(visit, policy)
    hours = worker.hours if worker is not None else None
    zone = ZoneInfo(worker.zone if worker is not None else DEFAULT_ZONE)
    morning = datetime.combine(visit.start.date(), hours.start if hours is not None else MORNING, zone).astimezone(UTC)
    asked = with_ladder(replace(deadline, late_entry=True), ASK_FOR_TIMES, base=max(at, morning))
    return (replace(asked, version=of.version, round=of.round + 1) if of is not None else asked,)


def with_ladder(deadline: Deadline, steps: tuple[Step, ...], *, base: datetime) -> Deadline:
    """The deadline at the foot of a ladder that counts from `base`."""
    return replace(
        deadline,
        steps=steps,
        base=base,
        taken=0,
        repeat_at=None,
        next_step_at=base + steps[0].after if steps else None,
    )


def moved(deadline: Deadline, due: datetime) -> Deadline:
    """The deadline with another time in force and its ladder begun anew.

    Its round rises, so that a question asked for the old time can be asked again for the new one.
    """
    again = with_ladder(deadline, deadline.steps, base=due)
    return replace(again, due=due, round=deadline.round + 1, owner=None, owned_until=None, renewals=0)


def latest(deadline: Deadline) -> datetime:
    """The last moment to which the deadline may be extended, whoever asks (law 2)."""
    return deadline.planned + deadline.extension


def _movable(deadline: Deadline) -> bool:
    """Whether its time may still move: not once help stands or an outside body was told, when a person must speak."""
    return (
        deadline.is_open
        and not deadline.late_entry
        and not deadline.outside_body
        and deadline.alarm is AlarmKind.SILENCE
    )


def extended_by_word(deadline: Deadline, wished: datetime, at: datetime) -> Deadline:
    """The deadline moved on the worker's own word, as far as law 2 lets it; itself when it can't be moved."""
    if not _movable(deadline):
        return deadline
    due = min(wished, latest(deadline))
    return moved(deadline, due) if due > deadline.due and due > at else deadline


def followed(deadline: Deadline, end: datetime, at: datetime, *, later: bool) -> Deadline:
    """The deadline of a begun visit after its entry's end was changed and its start was not (law 2).

    A later end extends it, within bounds, before any responder was asked to act, and never on a risk visit. An earlier
    end makes it earlier, at the soonest ten minutes from now. `later` says which of both the edit was: an end put off,
    but not as far as the worker's own word has moved the deadline, takes nothing back.
    """
    if not _movable(deadline):
        return deadline
    if later:
        quiet = not deadline.risk and not deadline.responders_asked
        return extended_by_word(deadline, end, at) if quiet else deadline
    due = max(end, at + SOONEST)
    return moved(deadline, due) if due < deadline.due else deadline


def follows(deadline: Deadline, visit: Visit, policy: Policy) -> bool:
    """Whether a deadline carries the policy as it is now; an incident keeps its own ladder."""
    if deadline.alarm is not AlarmKind.SILENCE:
        return True
    (fresh,) = plan(visit, policy)
    wanted = (fresh.steps, fresh.emergency, fresh.extension, fresh.policy, fresh.risk)
    return wanted == (deadline.steps, deadline.emergency, deadline.extension, deadline.policy, deadline.risk)


def replanned(deadline: Deadline, visit: Visit, policy: Policy, at: datetime, *, end_changed: bool) -> Deadline:
    """The deadline of a visit that has not begun, made anew from the diary and the policy as they are now.

    The diary decides before the start; but where it sets an end that is all but over, or brings a cancelled entry back
    after its end, the worker still gets ten minutes. The worker's own extension outlives a change of anything else.
    """
    closed_by_person = deadline.state is DeadlineState.CLOSED
    if deadline.alarm is not AlarmKind.SILENCE or (closed_by_person and not end_changed):
        return deadline
    if deadline.is_open and not end_changed and follows(deadline, visit, policy):
        return deadline
    (fresh,) = plan(visit, policy)
    due, planned = visit.end, visit.end
    if not deadline.is_open:
        due = planned = max(visit.end, at + SOONEST)
    elif not end_changed:
        due, planned = deadline.due, deadline.planned
    elif due < deadline.due:
        due = planned = min(deadline.due, max(due, at + SOONEST))
    fresh = with_ladder(replace(fresh, due=due, planned=planned), fresh.steps, base=due)
    return replace(fresh, version=deadline.version, round=deadline.round + 1)
