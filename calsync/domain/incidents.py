"""Help and duress: deadlines on the policy's emergency ladder, and what the worker goes on seeing meanwhile (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.deadlines import with_ladder
from calsync.domain.keys import deadline_key, visit_key
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    Policy,
    Step,
    Visit,
    VisitState,
)

OUTCRY = "outcry:"
"""With what the name of the entry begins that stands for a call for help outside any visit: no diary has one."""


def alarm_of(answer: Answer) -> AlarmKind:
    """The alarm that a call for help or a code word raises."""
    return AlarmKind.DURESS if answer.kind is AnswerKind.DURESS else AlarmKind.HELP


def incident(
    visit: Visit, others: Sequence[Deadline], kind: AlarmKind, emergency: tuple[Step, ...], policy: str, at: datetime
) -> Deadline:
    """A deadline of its own for what happens on a visit, on the emergency ladder from `at` on.

    Its own, so that under duress the visit's deadline can go on as if a plain "safe" had come.
    """
    earlier = sum(1 for each in others if each.alarm is not AlarmKind.SILENCE)
    deadline = Deadline(
        id=f"{deadline_key(visit.id, DeadlineKind.VISIT_END)}.{kind}{earlier or ''}",
        visit_id=visit.id,
        worker=visit.worker,
        kind=DeadlineKind.VISIT_END,
        due=at,
        planned=at,
        extension=timedelta(0),
        steps=emergency,
        emergency=emergency,
        policy=policy,
        base=at,
        alarm=kind,
        risk=visit.risk,
    )
    return with_ladder(deadline, emergency, base=at)


def is_beside(deadline: Deadline) -> bool:
    """Whether it is a call for help or a code word with a deadline of its own, beside those of its visit."""
    own = deadline_key(deadline.visit_id, DeadlineKind.VISIT_END)
    return deadline.alarm is not AlarmKind.SILENCE and deadline.id.startswith(f"{own}.")


def is_outcry(visit: Visit) -> bool:
    """Whether it stands for a call for help outside any visit: nobody is out on it, and no outing has it."""
    return visit.event_id.startswith(OUTCRY)


def outcry(answer: Answer, policy: Policy, at: datetime) -> tuple[Visit, Deadline]:
    """A visit and its incident for a worker who calls for help while no visit of theirs is watched."""
    event_id = f"{OUTCRY}{answer.id}"
    visit = Visit(
        id=visit_key(answer.who, event_id),
        worker=answer.who,
        event_id=event_id,
        start=answer.sent,
        end=answer.sent,
        state=VisitState.BEGUN,
        matched_by="answer",
        reasons=("The worker called for help outside any visit in the diary.",),
        left_diary=at,
        first_seen=at,
        last_seen=at,
    )
    return visit, incident(visit, (), alarm_of(answer), policy.emergency, policy.name, at)


def alarmed(deadline: Deadline, at: datetime) -> Deadline:
    """The deadline on its emergency ladder from `at` on, whatever its own time is and whoever owns it."""
    if deadline.alarm is not AlarmKind.SILENCE:
        return deadline
    again = with_ladder(replace(deadline, ladder=(), office=None), deadline.emergency, base=at)
    return replace(again, alarm=AlarmKind.HELP, round=deadline.round + 1, owner=None, owned_until=None, renewals=0)
