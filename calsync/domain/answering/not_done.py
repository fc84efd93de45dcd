"""A visit that the diary marked as done, of which its worker says that it is not -> watched again (laws 1 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.outcome import EXTENDED, PUT_BACK, STILL_CLOSED, Outcome, act_of, noted
from calsync.domain.answering.reopening import WITHIN, reopened
from calsync.domain.deadlines import SOONEST, extended_by_word, on_ladder, with_ladder
from calsync.domain.escalation import next_at
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Policy,
    Step,
    Tag,
    Visit,
    Watched,
)

MARKED_DONE = "marked-done"
"""The line to a worker whose visit the diary has closed."""
IN_DIARY = "marked as done in the diary"
"""Why the diary's "Visit done" has closed a deadline: by this it is known that a person may still take it back."""
NOT_PLAIN = "not plain"
"""The reason of an answer that is no plain "no": who wrote it has ten minutes to say more before time is counted."""
STILL_THERE = "still there"
"""The reason of an answer that says "still here", or asks for more time: it may be about a later visit."""

TAKEN_BACK = "taken back"
"""The reason of a "no" or "still here" after a person closed the visit: it is about that, and takes it back."""


def is_marked_done(deadline: Deadline) -> bool:
    """Whether nothing but the diary has ended it, so that its worker can put it back."""
    return deadline.state is DeadlineState.CLOSED and deadline.reason == IN_DIARY


def as_of_another(answer: Answer, watched: Sequence[Watched]) -> Answer | None:
    """The word as one about the visit that is under way, where that is another than the one marked as done; else None.

    Whoever needs more time answers whatever mail is at hand. A plain "no" is about what it answers.
    """
    if answer.reason != STILL_THERE:
        return None
    more = answer.minutes is not None or answer.until is not None
    kind = AnswerKind.EXTEND if more else AnswerKind.CONTACT
    return replace(answer, kind=kind, reason="", deadline_id=None) if is_out(watched, answer.sent) else None


def is_out(watched: Sequence[Watched], at: datetime) -> bool:
    """Whether the worker is on a visit that is not over, as far as their devices show it."""
    return any(
        each.visit.start <= at < deadline.due
        for each in watched
        for deadline in each.deadlines
        if deadline.is_open and deadline.kind is DeadlineKind.VISIT_END and deadline.alarm is AlarmKind.SILENCE
    )


def not_done(answer: Answer, watched: Sequence[Watched], at: datetime, policy: Policy | None = None) -> Outcome:
    """What a "no" to "marked done" brings: the visit's end put back, and what had been asked during it until then.

    It is contact where it is watched already, or was never begun; of what a person has closed within two hours the
    time that it gets is that of `reopened`.
    """
    own = next((each for each in watched if answer.deadline_id in {one.id for one in each.deadlines}), None)
    if own is None:
        return Outcome(took_as="nothing")
    answered = next(each for each in own.deadlines if each.id == answer.deadline_id)
    if not is_marked_done(answered):
        lately = answered.closed_at is not None and answered.closed_at <= answer.sent < answered.closed_at + WITHIN
        person = answered.state is DeadlineState.CLOSED and answered.closed_by is not None
        if person and lately and policy is not None and answer.reason == TAKEN_BACK:
            more = answer.minutes is not None or answer.until is not None
            if more and answered.closed_by == answer.who:
                # More time takes nothing back of their own word that they are out: they are asked which counts.
                return noted(answer, answered, at, "contact", tell=((answered.id, STILL_CLOSED),))
            return reopened(answer, own, answered, policy, at)
        return noted(answer, answered, at, "contact")
    plain = _as_without_word(answered, own.visit, policy)
    back = [_put_back(answered, plain, answer, at)]
    back += [
        _open(each, at, base=each.due, taken=0)
        for each in own.deadlines
        # What was asked during the visit and is past has its answer: this very word is a sign of life.
        if each.kind is DeadlineKind.INTERVAL and not each.is_open and each.closed_at == answered.closed_at
        and each.closed_by == answered.closed_by and each.due > at
    ]  # fmt: skip
    later = ((answered.id, EXTENDED),) if back[0].responders_asked and back[0].due > answered.due else ()
    return Outcome(
        took_as="put-back",
        deadlines=tuple(back),
        about=(answered.id,),
        acts=tuple(act_of(answer, each, at, "deadline-put-back", ("due", each.due.isoformat())) for each in back),
        tell=((answered.id, PUT_BACK), *later),
    )


def _as_without_word(deadline: Deadline, visit: Visit, policy: Policy | None) -> tuple[Step, ...]:
    """The steps of which some were taken; of a deadline whose worker is asked alone since a code word was said, those
    that it would have without the word: its worker must be asked the same (law 7)."""
    face = policy is not None and visit.tag is not Tag.POSSIBLE and all(step.to_worker for step in deadline.steps)
    return on_ladder(visit, policy, deadline.kind, deadline.base).steps if face and policy else deadline.steps


def _put_back(deadline: Deadline, plain: Sequence[Step], answer: Answer, at: datetime) -> Deadline:
    """The deadline as it stood. Is it past, its ladder counts from now, as for one that is due at this moment.

    Others who had been asked to act were told that it is over: they are told again at once. The word that puts it back
    asks the worker, so their own questions whose time has come are not asked beside it.
    """
    first = next((place for place, step in enumerate(plain) if not step.to_worker), len(plain))
    if deadline.responders_asked or (len(plain) > len(deadline.steps) and _others_asked(deadline, plain)):
        before = [step for step in deadline.steps if step.to_worker and _comes_before(step, plain, first)]
        return _extended(_open(deadline, at, base=deadline.base, taken=len(before)), answer, at)
    base = deadline.due
    if base <= at:
        base = at + (SOONEST if answer.reason == NOT_PLAIN else timedelta(0))
    return _extended(_open(deadline, at, base=base, taken=_asked_by_now(deadline, base, at)), answer, at)


def _extended(back: Deadline, answer: Answer, at: datetime) -> Deadline:
    """The deadline with the time that the same word asks for, within its bound (law 2)."""
    wished = answer.until
    if wished is None and answer.minutes:
        wished = max(back.due, answer.sent) + timedelta(minutes=answer.minutes)
    return extended_by_word(back, wished, at) if wished is not None else back


def _others_asked(deadline: Deadline, plain: Sequence[Step]) -> bool:
    """Whether others would have been asked to act before the diary closed it."""
    until = deadline.closed_at or deadline.base
    return any(deadline.base + step.after <= until for step in plain if not step.to_worker and step.ask is not Ask.KNOW)


def _comes_before(question: Step, plain: Sequence[Step], first: int) -> bool:
    """Whether a question to the worker comes before the first step to others."""
    others = plain[first].after if first < len(plain) else question.after + SOONEST
    same = any(step.to_worker and step.after == question.after for step in plain[:first])
    return question.after < others or (question.after == others and same)


def _open(deadline: Deadline, at: datetime, *, base: datetime, taken: int) -> Deadline:
    fresh = replace(
        deadline,
        state=DeadlineState.OPEN,
        closed_at=None,
        closed_by=None,
        reason="",
        owner=None,
        owned_until=None,
        renewals=0,
        round=deadline.round + 1,
    )
    back = with_ladder(fresh, deadline.steps, base=base, taken=taken)
    asked = deadline.steps[taken - 1] if taken else None
    if asked is None or asked.every is None or not asked.to_worker:
        return back
    repeat = base + asked.after
    while repeat <= at:
        repeat += asked.every
    back = replace(back, repeat_at=repeat)
    return replace(back, next_step_at=next_at(back))


def _asked_by_now(deadline: Deadline, base: datetime, at: datetime) -> int:
    """How many of the worker's questions at the foot of the ladder have their time behind them."""
    taken = 0
    while taken < len(deadline.steps) and deadline.steps[taken].to_worker and base + deadline.steps[taken].after <= at:
        taken += 1
    return taken
