"""Deadline and the time -> its next state and the steps that are due. The ladder never runs out (law 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.model import Ask, Deadline, PersonId, Step

IN_TIME = timedelta(minutes=1)
"""A step that is taken within this time of its moment was not late."""
LAST_STEP_EVERY = timedelta(minutes=5)
"""The last step repeats at this pace unless the policy says less (law 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """One step that is owed now."""

    step: Step
    number: int
    """Its place in the ladder, counted from 1."""
    round: int
    due: datetime
    repeat: bool = False
    only: PersonId | None = None
    """A repeat while somebody owns the alarm goes to them alone (law 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """A deadline after one scan, and what is owed for it, oldest first."""

    deadline: Deadline
    due: tuple[StepDue, ...]


def pace(deadline: Deadline, index: int) -> timedelta | None:
    """How often a step is told again until the next one; None: once."""
    step = deadline.steps[index]
    if step.to_worker or step.ask in (Ask.KNOW, Ask.IS_IT_A_VISIT):
        return step.every
    if index == len(deadline.steps) - 1:
        return min(step.every or LAST_STEP_EVERY, LAST_STEP_EVERY)
    return step.every


def advance(deadline: Deadline, at: datetime, *, hasten: bool = False) -> Advance:
    """The deadline moved on to `at`, with every step that fell due until then: none is skipped (law 3).

    After darkness several steps may be owed at once; of a step's repeats only one is, and the next comes on its own
    pace. With `hasten` the next step is taken whatever its time, since nobody of the one before could be reached.
    """
    due: list[StepDue] = []
    while deadline.taken < len(deadline.steps):
        step = deadline.steps[deadline.taken]
        moment = deadline.base + step.after
        if moment > at and not hasten:
            break
        hasten = False
        due.append(StepDue(step=step, number=deadline.taken + 1, round=deadline.round, due=min(moment, at)))
        every = pace(deadline, deadline.taken)
        deadline = replace(
            deadline,
            taken=deadline.taken + 1,
            repeat_at=_next_repeat(min(moment, at), every, at) if every else None,
            responders_asked=deadline.responders_asked or not (step.to_worker or step.ask is Ask.KNOW),
        )
    if not due and deadline.repeat_at is not None and deadline.repeat_at <= at:
        every = pace(deadline, deadline.taken - 1)
        only = deadline.owner if deadline.owned(at) else None
        step = deadline.steps[deadline.taken - 1]
        repeated = replace(deadline, round=deadline.round + 1)
        due.append(
            StepDue(
                step=step,
                number=deadline.taken,
                round=repeated.round,
                due=deadline.repeat_at,
                repeat=True,
                only=only,
            )
        )
        deadline = replace(repeated, repeat_at=_next_repeat(deadline.repeat_at, every, at) if every else None)
    return Advance(deadline=replace(deadline, next_step_at=_next(deadline)), due=tuple(due))


def _next_repeat(moment: datetime, every: timedelta, at: datetime) -> datetime:
    """The first repeat after `at`: on its own pace, or a whole pace after a telling that came late.

    Repeats missed in darkness are owed once, not in a burst, and the next one does not follow on their heels.
    """
    return (at if at - moment >= IN_TIME else moment) + every


def _next(deadline: Deadline) -> datetime | None:
    moments = [deadline.repeat_at] if deadline.repeat_at is not None else []
    if deadline.taken < len(deadline.steps):
        moments.append(deadline.base + deadline.steps[deadline.taken].after)
    return min(moments, default=None)


def current_step(deadline: Deadline) -> Step | None:
    """The step last taken; None before the first one."""
    return deadline.steps[deadline.taken - 1] if deadline.taken else None


def next_step(deadline: Deadline) -> Step | None:
    """The step that comes next; None after the last one."""
    return deadline.steps[deadline.taken] if deadline.taken < len(deadline.steps) else None
