"""Visit and policy -> deadlines, and how far each may be moved (law 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

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
    Tag,
    Visit,
)
from calsync.domain.questions import asking, gone_by, morning, moved_with

SOONEST = timedelta(minutes=10)
"""A deadline that the diary makes earlier comes at the soonest this long after it was read (law 2)."""

ONE_QUESTION = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, clause="law 3"),)
"""All that an entry made after its own end brings: one question to the worker."""
ASK_FOR_TIMES = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CONFIRM, clause="law 12"),)
"""All that a visit lasting all day brings: midnight is nobody's time to be back, so the worker is asked for times."""
ASK_WHETHER = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.IS_IT_A_VISIT, clause="law 16"),)
"""All that an entry that lasts all day and may be a visit brings."""


def plan(
    visit: Visit,
    policy: Policy,
    worker: Person | None = None,
    at: datetime | None = None,
    *,
    due: datetime | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines of a visit with their ladders ready: here one, at its end, or at `due`.

    What may be a visit has a ladder of its own, in the worker's own morning; a morning that is over at `at` is left
    out. None for `at` leaves nothing out.
    """
    end = due if due is not None else visit.end
    possible = visit.tag is Tag.POSSIBLE
    steps = tuple(step for step in policy.steps if step.deadline is DeadlineKind.VISIT_END)
    if possible:
        steps = asking(visit, policy, worker, base=end)
    deadline = Deadline(
        id=deadline_key(visit.id, DeadlineKind.VISIT_END),
        visit_id=visit.id,
        worker=visit.worker,
        kind=DeadlineKind.VISIT_END,
        due=end,
        planned=end,
        extension=policy.extension(risk=visit.risk),
        steps=steps,
        emergency=policy.emergency,
        policy=policy.name,
        base=end,
        risk=visit.risk,
    )
    taken = gone_by(steps, end, at) if possible and at is not None else 0
    return (with_ladder(deadline, steps, base=end, taken=taken),)


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
    question = ASK_WHETHER if visit.tag is Tag.POSSIBLE else ASK_FOR_TIMES
    early = morning(visit.start.date(), worker)
    asked = with_ladder(replace(deadline, late_entry=True), question, base=max(at, early))
    return (replace(asked, version=of.version, round=of.round + 1) if of is not None else asked,)


def with_ladder(deadline: Deadline, steps: tuple[Step, ...], *, base: datetime, taken: int = 0) -> Deadline:
    """The deadline at the foot of a ladder that counts from `base`, or past the `taken` steps that are behind it."""
    return replace(
        deadline,
        steps=steps,
        base=base,
        taken=taken,
        repeat_at=None,
        next_step_at=base + steps[taken].after if taken < len(steps) else None,
    )


def moved(deadline: Deadline, due: datetime) -> Deadline:
    """The deadline with another time in force and its ladder begun anew.

    Its round rises, so that a question asked for the old time can be asked again for the new one.
    """
    steps, taken = moved_with(deadline, due)
    again = with_ladder(deadline, steps, base=due, taken=taken)
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


def follows(deadline: Deadline, visit: Visit, policy: Policy, worker: Person | None = None) -> bool:
    """Whether a deadline carries the policy as it is now; an incident, and what was denied, keep their own ladder."""
    if deadline.alarm is not AlarmKind.SILENCE or deadline.denied is not None:
        return True
    (fresh,) = plan(visit, policy, worker, due=deadline.base)
    wanted = (fresh.steps, fresh.emergency, fresh.extension, fresh.policy, fresh.risk)
    return wanted == (deadline.steps, deadline.emergency, deadline.extension, deadline.policy, deadline.risk)


def replanned(
    deadline: Deadline,
    visit: Visit,
    policy: Policy,
    at: datetime,
    *,
    end_changed: bool,
    worker: Person | None = None,
) -> Deadline:
    """The deadline of a visit that has not begun, made anew from the diary and the policy as they are now.

    The diary decides before the start; but where it sets an end that is all but over, or brings a cancelled entry back
    after its end, the worker still gets ten minutes. The worker's own extension outlives a change of anything else.
    `worker` is needed for what may be a visit: they are asked in their own morning.
    """
    closed_by_person = deadline.state is DeadlineState.CLOSED and deadline.denied is None
    if deadline.alarm is not AlarmKind.SILENCE or (closed_by_person and not end_changed):
        return deadline
    if deadline.is_open and not end_changed and follows(deadline, visit, policy, worker):
        return deadline
    due, planned = visit.end, visit.end
    if not deadline.is_open:
        due = planned = max(visit.end, at + SOONEST)
    elif not end_changed:
        due, planned = deadline.due, deadline.planned
    elif due < deadline.due:
        due = planned = min(deadline.due, max(due, at + SOONEST))
    (fresh,) = plan(visit, policy, worker, at, due=due)
    return replace(fresh, planned=planned, version=deadline.version, round=deadline.round + 1)
