"""Deadline and the time -> its next state and the steps that are due. The ladder never runs out (law 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.model import Ask, Deadline, OnNoAnswer, PersonId, Step

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
        moment = step_at(deadline)
        if moment > at and not hasten:
            break
        hasten = False
        told = min(moment, at)
        due.append(StepDue(step=step, number=deadline.taken + 1, round=deadline.round, due=told))
        every = pace(deadline, deadline.taken)
        deadline = replace(
            deadline,
            taken=deadline.taken + 1,
            then_at=_follows(deadline, told),
            repeat_at=_next_repeat(told, every, at) if every else None,
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
    return Advance(deadline=replace(deadline, next_step_at=next_at(deadline)), due=tuple(due))


def _next_repeat(moment: datetime, every: timedelta, at: datetime) -> datetime:
    """The first repeat after `at`: on its own pace, or a whole pace after a telling that came late.

    Repeats missed in darkness are owed once, not in a burst, and the next one does not follow on their heels.
    """
    return (at if at - moment >= IN_TIME else moment) + every


def next_at(deadline: Deadline) -> datetime | None:
    """When the ladder moves next, by a step or a repeat; None at its end, where nothing is repeated."""
    moments = [deadline.repeat_at] if deadline.repeat_at is not None else []
    if deadline.taken < len(deadline.steps):
        moments.append(step_at(deadline))
    return min(moments, default=None)


def step_at(deadline: Deadline) -> datetime:
    """When the next step of a ladder that is not at its end is due."""
    return deadline.then_at or deadline.base + deadline.steps[deadline.taken].after


def _follows(deadline: Deadline, told: datetime) -> datetime | None:
    """When the step behind the one that is taken at `told` comes, where it follows that one; None: at its own time."""
    if deadline.taken + 1 >= len(deadline.steps):
        return None
    within = deadline.steps[deadline.taken + 1].then_within
    return told + within if within is not None else None


def gone_on(deadline: Deadline, at: datetime, *, no_answer: bool) -> Deadline:
    """The deadline once it is logged what came of the step last taken: by the policy, the next may come at once.

    A step that follows another waits for nothing but this. Any other is hastened only by "no answer", and only where
    the step before it says `on_no_answer = "next"`. Its own time is never put off.
    """
    step, following = current_step(deadline), next_step(deadline)
    if step is None or following is None or step.to_worker:
        return deadline
    goes_on = following.then_within is not None or (no_answer and step.on_no_answer is OnNoAnswer.NEXT)
    if not goes_on or step_at(deadline) <= at:
        return deadline
    hastened = replace(deadline, then_at=at)
    return replace(hastened, next_step_at=next_at(hastened))


def current_step(deadline: Deadline) -> Step | None:
    """The step last taken; None before the first one."""
    return deadline.steps[deadline.taken - 1] if deadline.taken else None


def next_step(deadline: Deadline) -> Step | None:
    """The step that comes next; None after the last one."""
    return deadline.steps[deadline.taken] if deadline.taken < len(deadline.steps) else None
