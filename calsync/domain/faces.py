"""The face of a deadline whose incident runs beside it: what its worker's devices show, byte for byte (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.deadlines import followed, on_ladder, with_ladder
from calsync.domain.escalation import next_at
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Deadline,
    DeadlineState,
    Policy,
    Step,
    Tag,
    Visit,
)

CODE_WORD = "the code word was given"
"""Why a deadline was closed for the worker's eyes, while the incident runs beside it (law 7)."""


def worker_only(deadline: Deadline) -> Deadline:
    """The deadline with nothing but its questions to the worker, repeats too, each at the time at which it comes.

    Where steps to others were taken its round rises: the steps have other numbers now, and no message's identity may
    come twice.
    """
    steps, taken = _asked_alone(deadline)
    # Nobody else is told of it, at whatever hours; the worker is asked at other hours as they would be otherwise.
    ladder = tuple(step for step in deadline.ladder if step.to_worker)
    face = with_ladder(replace(deadline, ladder=ladder), steps, base=deadline.base, taken=taken)
    current = deadline.steps[deadline.taken - 1] if deadline.taken else None
    if current is not None and current.to_worker and steps[taken - 1].every is not None:
        face = replace(face, repeat_at=deadline.repeat_at)
        face = replace(face, next_step_at=next_at(face))
    return replace(face, round=deadline.round + 1) if taken < deadline.taken else face


def _asked_alone(deadline: Deadline) -> tuple[tuple[Step, ...], int]:
    """The questions to the worker, and how many were asked.

    A step to others would end the repeats of the question before it. As it is left out, each of them is a question of
    its own.
    """
    found: list[Step] = []
    taken = 0
    for place, step in enumerate(deadline.steps):
        if not step.to_worker:
            continue
        following = deadline.steps[place + 1] if place + 1 < len(deadline.steps) else None
        ends = following is not None and not following.to_worker
        if step.every is None or following is None or not ends:
            found.append(step)
            taken += place < deadline.taken
            continue
        moment = step.after
        while moment < following.after or moment == step.after:
            found.append(replace(step, after=moment, every=None))
            told = deadline.repeat_at is None or deadline.base + moment < deadline.repeat_at
            taken += place + 1 < deadline.taken or (place + 1 == deadline.taken and told)
            moment += step.every
    return tuple(found), taken


def is_call_shown_alone(deadline: Deadline) -> bool:
    """Whether it is a call for help that only the worker's devices show: the code word beside it has the alarm."""
    return deadline.is_open and deadline.alarm is AlarmKind.HELP and not deadline.steps


def faces_to_come(own: Sequence[Deadline], at: datetime) -> list[Deadline]:
    """Of a visit's deadlines those whose time has not come and that a code word has kept from others, or closed for
    its worker's eyes alone: what is watched on once it is closed. Not what its worker said that they have left."""
    return [
        each
        for each in own
        if each.due > at
        and each.alarm is AlarmKind.SILENCE
        and (each.is_open or (each.reason == CODE_WORD and each.closed_by != each.worker))
    ]


def whole_again(face: Deadline, visit: Visit, policy: Policy, at: datetime) -> Deadline:
    """The deadline of such a face, open and with the steps to others again.

    Its worker is asked as they would be without either, and nothing twice. Its round rises, since the steps have other
    numbers now.
    """
    whole = on_ladder(visit, policy, face.kind, face.base)
    taken = sum(1 for step in whole.steps if face.base + step.after <= at)
    open_ = replace(face, state=DeadlineState.OPEN, closed_at=None, closed_by=None, reason="")
    ladder = replace(open_, ladder=whole.ladder, office=whole.office, round=face.round + 1)
    return with_ladder(ladder, whole.steps, base=face.base, taken=taken)


def as_if_plain(deadline: Deadline, visit: Visit, policy: Policy, at: datetime) -> Deadline:
    """The deadline, of a face as if others had been asked at the times of its policy: the diary moves it no further."""
    if deadline.alarm is not AlarmKind.SILENCE or visit.tag is Tag.POSSIBLE or deadline.late_entry:
        return deadline
    if deadline.responders_asked or not all(step.to_worker for step in deadline.steps):
        return deadline
    plain = on_ladder(visit, policy, deadline.kind, deadline.base).steps
    asked = [step for step in plain if not (step.to_worker or step.ask is Ask.KNOW)]
    would = any(deadline.base + step.after <= at for step in asked)
    return replace(deadline, responders_asked=True) if would else deadline


def followed_as_plain(
    deadline: Deadline, visit: Visit, policy: Policy, end: datetime, at: datetime, *, later: bool
) -> Deadline:
    """The deadline of a begun visit after its entry's end was changed, a face as it would be without the code word."""
    plain = as_if_plain(deadline, visit, policy, at)
    now = followed(plain, end, at, later=later)
    return deadline if now == plain else now
