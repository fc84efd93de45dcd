"""The ladder of an entry that may be a visit: the worker is asked, and after silence the line manager, once.

Law 4 names it as an exception: it ends there. Nobody else ever hears of such an entry (law 16).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.ladders import all_steps, chosen
from calsync.domain.model import Ask, Channel, Deadline, DeadlineKind, Person, Policy, Role, Step, Visit

MORNING = time(8, 0)
DEFAULT_ZONE = "Europe/London"
CLAUSE = "law 4"


def morning(day: date, worker: Person | None) -> datetime:
    """When the worker's own hours begin on a day, in UTC; at eight in the morning where nobody knows them."""
    hours = worker.hours if worker is not None else None
    zone = ZoneInfo(worker.zone if worker is not None else DEFAULT_ZONE)
    return datetime.combine(day, hours.start if hours is not None else MORNING, zone).astimezone(UTC)


def asking(visit: Visit, policy: Policy, worker: Person | None, *, base: datetime) -> tuple[Step, ...]:
    """The steps for an entry that may be a visit, counted from `base`.

    In its morning and at its start the worker is asked whether it is one; at its end come the policy's own questions to
    the worker; at the time of the policy's first step to others the line manager is told, once.
    """
    steps = chosen(all_steps(policy, DeadlineKind.VISIT_END, visit), policy.office, base)
    others = next((step for step in steps if not step.to_worker), None) or _after_return(visit, policy, base)
    own = [step for step in steps if step.to_worker and (others is None or step.after <= others.after)]
    spoken = own[0].channels if own else ()
    # The question may list several entries in the worker's own words: mail before what is read over a shoulder.
    channels = tuple(dict.fromkeys((Channel.MAIL, *spoken)))
    zone = ZoneInfo(worker.zone if worker is not None else DEFAULT_ZONE)
    asked = [visit.start]
    if (early := morning(visit.start.astimezone(zone).date(), worker)) < visit.start:
        asked.insert(0, early)
    questions = [
        Step(after=moment - base, roles=(Role.WORKER,), ask=Ask.IS_IT_A_VISIT, channels=channels, clause=CLAUSE)
        for moment in asked
    ]
    last = Step(
        after=others.after if others is not None else timedelta(0),
        roles=(Role.LINE_MANAGER,),
        ask=Ask.IS_IT_A_VISIT,
        channels=others.channels if others is not None else channels,
        clause=CLAUSE,
    )
    return (*questions, *own, last)


def _after_return(visit: Visit, policy: Policy, base: datetime) -> Step | None:
    """The first step to others where a policy alarms by the return alone, counted from the visit's end; None: none."""
    steps = chosen(all_steps(policy, DeadlineKind.RETURN, visit), policy.office, base)
    step = next((step for step in steps if not step.to_worker), None)
    return replace(step, after=step.after + policy.travel) if step is not None else None


def is_question(step: Step) -> bool:
    """Whether a step asks the worker whether an entry is a visit."""
    return step.to_worker and step.ask is Ask.IS_IT_A_VISIT


def asks_whether(deadline: Deadline) -> bool:
    """Whether a deadline's ladder is that of an entry that may be a visit."""
    return any(step.ask is Ask.IS_IT_A_VISIT for step in deadline.steps)


def gone_by(steps: tuple[Step, ...], base: datetime, at: datetime) -> int:
    """How many questions an entry first seen at `at` is not asked any more: its morning, when that is over."""
    questions = [base + step.after for step in steps if is_question(step)]
    return sum(1 for moment in questions[:-1] if moment < at)


def moved_with(deadline: Deadline, base: datetime) -> tuple[tuple[Step, ...], int]:
    """The steps of a deadline that now count from `base`, and how many of them were taken.

    Whether it is a visit is asked at the entry's own times, wherever the deadline goes. A line manager who was asked of
    what may be one is not asked a second time.
    """
    shift = deadline.base - base
    steps = tuple(replace(each, after=each.after + shift) if is_question(each) else each for each in deadline.steps)
    if asks_whether(deadline) and deadline.taken == len(steps) and not steps[-1].to_worker:
        steps = steps[:-1]
    return steps, sum(1 for step in deadline.steps[: deadline.taken] if is_question(step))
