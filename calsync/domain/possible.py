"""What may be a visit + somebody's word that it is one, or none -> what becomes of it, and what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import STOOD_DOWN, Outcome, closed_by
from calsync.domain.deadlines import NO_VISIT, NO_VISIT_OF_ITS_KIND, SOONEST, TAKEN_FOR_NONE, plan, with_ladder
from calsync.domain.likeness import likenesses
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineState,
    Policy,
    Remembered,
    Tag,
    Visit,
    Watched,
)
from calsync.domain.questions import asks_whether

VERDICTS = (AnswerKind.VISIT, AnswerKind.NOT_VISIT)
"""The answers to "is it a visit?"."""
SAID = "said"
"""By what a visit was recognised of which somebody said that it is one."""
UNANSWERED = "possible-unanswered"
"""The kind of concern that stands where the worker said nothing and the line manager was told."""


def own_word(watched: Watched) -> bool | None:
    """What was said of this very entry, whether it is a visit; None when nobody said anything."""
    if any(each.reason == NO_VISIT for each in watched.deadlines if each.state is DeadlineState.CLOSED):
        return False
    return True if watched.visit.matched_by == SAID else None


def confirmed(deadline: Deadline, visit: Visit, policy: Policy, at: datetime) -> Deadline:
    """The deadline of what is a visit after all, on the policy's whole ladder; itself when it is on it already.

    Its time stays as it is. What is behind is not made up for; but where a step to others is behind too, they are told
    from ten minutes after the word on, in their order: the worker has just been heard of, and nobody may be left out.
    """
    reopened = deadline.state is DeadlineState.CLOSED and deadline.reason in TAKEN_FOR_NONE
    if deadline.alarm is not AlarmKind.SILENCE or deadline.late_entry or not (deadline.is_open or reopened):
        return deadline
    if deadline.is_open and not asks_whether(deadline):
        return deadline
    (fresh,) = plan(visit, policy, due=deadline.due)
    behind = [step for step in fresh.steps if deadline.due + step.after <= at]
    others = next((number for number, step in enumerate(behind) if not step.to_worker), None)
    base, taken = deadline.due, len(behind)
    if others is not None:
        base, taken = at + SOONEST - fresh.steps[others].after, others
    return replace(
        with_ladder(fresh, fresh.steps, base=base, taken=taken),
        planned=deadline.planned,
        extension=fresh.extension,
        responders_asked=deadline.responders_asked,
        round=deadline.round + 1,
        version=deadline.version,
    )


def take_verdict(
    answer: Answer, target: Deadline, watched: Watched, others: Sequence[Watched], policy: Policy, at: datetime
) -> Outcome:
    """What it does that somebody says whether the entry behind `target` is a visit.

    `others` are the worker's other visits: those of the same kind that have not begun are judged alike, by the worker's
    own word alone. Only that is remembered. No help that was called for, and no alarm of a visit that nobody doubted,
    ends by it.
    """
    visit = watched.visit
    by_worker = answer.who == visit.worker
    if target.alarm is not AlarmKind.SILENCE or target.state is DeadlineState.CANCELLED:
        return Outcome(took_as="noted", about=(target.id,), acts=(_act(answer, target, at, f"answer-{answer.kind}"),))
    if answer.kind is AnswerKind.VISIT:
        outcome = _is_one(answer, target, visit, policy, at)
    elif _may_be_none(target, visit):
        outcome = _is_none(answer, target, at)
    else:
        why = "That entry is watched as a visit. To end it, say that they are out and safe, or close it with a reason."
        return Outcome(took_as="refused", about=(target.id,), why=why)
    if not by_worker:
        return outcome
    alike = set(likenesses(visit))
    siblings = [
        each
        for each in others
        if each.visit.id != visit.id
        and each.visit.tag is Tag.POSSIBLE
        and each.visit.start > at
        and alike & set(likenesses(each.visit))
    ]
    is_visit = answer.kind is AnswerKind.VISIT
    remembered = tuple(
        Remembered(worker=visit.worker, about=each, is_visit=is_visit, at=answer.sent) for each in sorted(alike)
    )
    return _with_siblings(replace(outcome, remembered=remembered), answer, siblings, policy, at)


def _may_be_none(deadline: Deadline, visit: Visit) -> bool:
    """Whether "no visit" may close it: what only may be one, or became one by such a word and alarmed nobody yet."""
    if deadline.outside_body:
        return False
    return visit.tag is Tag.POSSIBLE or (visit.matched_by in (SAID, "remembered") and not deadline.responders_asked)


def _is_one(answer: Answer, deadline: Deadline, visit: Visit, policy: Policy, at: datetime) -> Outcome:
    is_one = replace(visit, tag=Tag.VISIT, matched_by=SAID, reasons=(_reason(answer, visit), *visit.reasons))
    if visit.tag is Tag.VISIT and deadline.is_open:
        return Outcome(took_as="noted", about=(deadline.id,), acts=(_act(answer, deadline, at, "answer-visit"),))
    now = confirmed(deadline, is_one, policy, at)
    return Outcome(
        took_as="confirmed",
        deadlines=(now,) if now != deadline else (),
        visits=(is_one,),
        about=(deadline.id,),
        acts=(_act(answer, deadline, at, "visit-confirmed"),),
    )


def _reason(answer: Answer, visit: Visit) -> str:
    who = "The worker" if answer.who == visit.worker else "Somebody who was told"
    return f"{who} said on {answer.sent.day} {answer.sent:%B %Y} that this is a visit."


def _is_none(answer: Answer, deadline: Deadline, at: datetime) -> Outcome:
    if not deadline.is_open:
        return Outcome(took_as="noted", about=(deadline.id,), acts=(_act(answer, deadline, at, "answer-not-visit"),))
    by_worker = answer.who == deadline.worker
    reason = NO_VISIT if by_worker else answer.reason.strip() or "it is no visit, says somebody who was told"
    closed = closed_by(deadline, answer, at, reason)
    return Outcome(
        took_as="closed",
        deadlines=(closed,),
        about=(deadline.id,),
        acts=(_act(answer, deadline, at, "deadline-closed"),),
        tell=((deadline.id, STOOD_DOWN),) if deadline.responders_asked else (),
    )


def _with_siblings(
    outcome: Outcome, answer: Answer, siblings: Sequence[Watched], policy: Policy, at: datetime
) -> Outcome:
    visits, deadlines, acts = list(outcome.visits), list(outcome.deadlines), list(outcome.acts)
    for each in siblings:
        open_ = [one for one in each.deadlines if one.is_open and one.alarm is AlarmKind.SILENCE]
        if answer.kind is AnswerKind.VISIT:
            reason = f"The worker said on {answer.sent.day} {answer.sent:%B %Y} that this kind of entry is a visit."
            visit = replace(each.visit, tag=Tag.VISIT, matched_by="remembered", reasons=(reason, *each.visit.reasons))
            visits.append(visit)
            deadlines += [now for one in open_ if (now := confirmed(one, visit, policy, at)) != one]
            acts += [_act(answer, one, at, "visit-confirmed") for one in open_[:1]]
        else:
            deadlines += [closed_by(one, answer, at, NO_VISIT_OF_ITS_KIND) for one in open_]
            acts += [_act(answer, one, at, "deadline-closed") for one in open_]
    return replace(outcome, visits=tuple(visits), deadlines=tuple(deadlines), acts=tuple(acts))


def _act(answer: Answer, deadline: Deadline, at: datetime, what: str) -> Act:
    details = (("answer", answer.id), ("via", str(answer.via)))
    return Act(at=at, what=what, who=answer.who, visit_id=deadline.visit_id, deadline_id=deadline.id, details=details)
