"""What may be a visit + somebody's word that it is one, or none -> what becomes of it, and what is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import STOOD_DOWN, UNCLEAR, Outcome, closed_by
from calsync.domain.deadlines import ASK_FOR_TIMES, again, intervals, visit_end, with_ladder
from calsync.domain.likeness import Known, likenesses, said_of, words_of
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Denial,
    Event,
    Policy,
    Recognition,
    Remembered,
    Tag,
    Visit,
    Watched,
)
from calsync.domain.questions import asks_whether
from calsync.domain.unbelieved import is_asked, is_unbelieved, without_worker

VERDICTS = (AnswerKind.VISIT, AnswerKind.NOT_VISIT)
"""The answers to "is it a visit?"."""
SAID = "said"
"""By what a visit was recognised of which somebody said that it is one."""
OF_ITS_KIND = "the worker says that this kind of entry is no visit"
WATCHED = "That entry is watched as a visit. To end it, say that they are out and safe, or close it with a reason."
WHY_NONE = 'Closing needs a reason. Write it behind the words: "not a visit: it was a team meeting".'
UNANSWERED = "possible-unanswered"
"""The kind of concern that stands where the worker said nothing and the line manager was told."""


def denied(watched: Watched) -> bool:
    """Whether a visit's entry was said to be none."""
    return any(each.denied is not None for each in watched.deadlines)


def own_word(watched: Watched, event: Event, now: Recognition) -> bool | None:
    """What was said of this very entry, whether it is a visit; None when nobody said anything that still counts.

    A "no" counts as long as the entry says what it said then: other words, another place or a new flag are asked about
    anew.
    """
    if any(each.denied is Denial.ENTRY for each in watched.deadlines):
        return False if says_the_same(watched, event, now) else None
    return True if watched.visit.matched_by == SAID else None


def says_the_same(watched: Watched, event: Event, now: Recognition) -> bool:
    """Whether an entry says what it said when it was read before, so that what was said of it still counts."""
    visit = watched.visit
    return words_of(visit) == words_of(event) and set(now.flags) <= set(visit.flags)


def confirmed(deadline: Deadline, visit: Visit, policy: Policy, at: datetime) -> Deadline:
    """The deadline of what is a visit after all, on the policy's whole ladder; itself when it is on it already.

    Its time stays as it is. What is behind is not made up for; but where a step to others is behind too, the ladder is
    climbed from its foot, counted from now: the worker is asked first, and nobody may be left out. Of what lasts all
    day the worker is asked for the times.
    """
    if deadline.alarm is not AlarmKind.SILENCE or not (deadline.is_open or deadline.denied is not None):
        return deadline
    if deadline.kind is not DeadlineKind.VISIT_END:
        return deadline
    if deadline.denied is None and not asks_whether(deadline):
        return deadline
    if deadline.late_entry:
        opened = replace(deadline, state=DeadlineState.OPEN, closed_at=None, closed_by=None, reason="", denied=None)
        return with_ladder(replace(opened, round=deadline.round + 1), ASK_FOR_TIMES, base=at)
    fresh = visit_end(visit, policy, due=deadline.due)
    behind = [step for step in fresh.steps if deadline.due + step.after <= at]
    base, taken = deadline.due, len(behind)
    if not all(step.to_worker for step in behind):
        base, taken = at - fresh.steps[0].after, 0
    return replace(
        with_ladder(fresh, fresh.steps, base=base, taken=taken),
        planned=deadline.planned,
        extension=fresh.extension,
        responders_asked=deadline.responders_asked,
        round=deadline.round + 1,
        version=deadline.version,
    )


def take_verdict(
    answer: Answer,
    target: Deadline,
    watched: Watched,
    others: Sequence[Watched],
    remembered: Known,
    policy: Policy,
    at: datetime,
) -> Outcome:
    """What it does that somebody says whether the entry behind `target` is a visit.

    `others` are the worker's other visits: those of the same kind are judged alike, by the worker's own word alone and
    as far as the same list does not ask of them by another number. Only that is remembered, and no "no" beside a "yes"
    about the same kind: contradictory words about it hide nothing (law 6). No help that was called for, and no alarm of
    a visit that nobody doubted, ends by it.
    """
    visit = watched.visit
    is_visit = answer.kind is AnswerKind.VISIT
    if target.alarm is not AlarmKind.SILENCE or target.state is DeadlineState.CANCELLED:
        return Outcome(took_as="noted", about=(target.id,), acts=(_act(answer, target, at, f"answer-{answer.kind}"),))
    if not (is_visit or answer.who == visit.worker or answer.reason.strip()):
        return Outcome(took_as="refused", about=(target.id,), why=WHY_NONE)
    if is_visit:
        outcome = _is_one(answer, target, watched.deadlines, visit, policy, at)
    elif _may_be_none(target, visit, at):
        outcome = _is_none(answer, target, at)
    else:
        # Whoever wrote it must not believe that it did something.
        ask_back = ((target.id, UNCLEAR),) if answer.who == visit.worker and target.is_open else ()
        return Outcome(took_as="refused", about=(target.id,), tell=ask_back, why=WATCHED)
    if answer.who != visit.worker:
        return outcome
    if (
        not is_visit
        and visit.tag is Tag.POSSIBLE
        and (said := said_of(visit, remembered, shown=True))
        and said.is_visit
    ):
        return outcome
    alike = likenesses(visit, is_visit=is_visit)
    siblings = [
        each
        for each in others
        if each.visit.id != visit.id
        and each.visit.tag is Tag.POSSIBLE
        and is_asked(each)
        and set(alike) & set(likenesses(each.visit))
        and not any(deadline.id in answer.listed for deadline in each.deadlines)
        and (is_visit or _may_be_hidden(each.visit, at))
    ]
    about = tuple(Remembered(worker=visit.worker, about=each, is_visit=is_visit, at=answer.sent) for each in alike)
    return _with_siblings(replace(outcome, remembered=about), answer, siblings, policy, at)


def _may_be_hidden(visit: Visit, at: datetime) -> bool:
    """Whether what was said of another entry of its kind may close it: not once it has begun, nor with any flag."""
    return visit.start > at and not visit.flags and not visit.risk


def still_asked(watched: Watched, event: Event, remembered: Known) -> bool:
    """Whether an entry is asked about whatever was said of its kind, since it was known by then and left open.

    What was said of a kind reached at once those that it was to reach: see `take_verdict`.
    """
    visit = watched.visit
    said = said_of(event, remembered, shown=True)
    known_then = said is not None and visit.first_seen <= said.at
    return known_then and visit.tag is Tag.POSSIBLE and not denied(watched) and words_of(visit) == words_of(event)


def _may_be_none(deadline: Deadline, visit: Visit, at: datetime) -> bool:
    """Whether "no visit" may close it: what only may be one, or was taken for one by such a word and has not begun.

    A visit that has begun ends by a plain word that it is over (laws 1 and 6).
    """
    if deadline.outside_body:
        return False
    by_word = visit.matched_by in (SAID, "remembered") and visit.start > at and not visit.risk
    return visit.tag is Tag.POSSIBLE or (by_word and not deadline.responders_asked)


def asked_during(
    visit: Visit, own: Sequence[Deadline], end: Deadline, policy: Policy, at: datetime
) -> tuple[Deadline, ...]:
    """What is asked during a visit that was confirmed, as of any other; what was to be asked before `at` is not.

    Nothing where the visit's end is not watched, or has no time.
    """
    if end.kind is not DeadlineKind.VISIT_END or end.alarm is not AlarmKind.SILENCE:
        return ()
    if not end.is_open or end.late_entry:
        return ()
    had = {each.id: each for each in own}
    coming = [each for each in intervals(visit, policy) if each.due > at]
    return tuple(
        again(each, had.get(each.id, each))
        for each in coming
        if each.id not in had or had[each.id].state is DeadlineState.CANCELLED
    )


def _is_one(
    answer: Answer, deadline: Deadline, own: Sequence[Deadline], visit: Visit, policy: Policy, at: datetime
) -> Outcome:
    is_one = replace(visit, tag=Tag.VISIT, matched_by=SAID, reasons=(_reason(answer, visit), *visit.reasons))
    if visit.tag is Tag.VISIT and deadline.is_open and deadline.denied is None:
        return Outcome(took_as="noted", about=(deadline.id,), acts=(_act(answer, deadline, at, "answer-visit"),))
    now = confirmed(deadline, is_one, policy, at)
    if is_unbelieved(visit):
        now = without_worker(now)  # somebody who was told says so: its worker's devices show nothing of it
    during = () if is_unbelieved(visit) else asked_during(is_one, own, now, policy, at)
    return Outcome(
        took_as="confirmed",
        deadlines=(*((now,) if now != deadline else ()), *during),
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
    reason = "the worker says that it is no visit" if by_worker else answer.reason.strip()
    closed = replace(closed_by(deadline, answer, at, reason), denied=Denial.ENTRY)
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
            now = [confirmed(one, visit, policy, at) for one in open_]
            deadlines += [one for one, old in zip(now, open_, strict=True) if one != old]
            deadlines += [found for one in now for found in asked_during(visit, each.deadlines, one, policy, at)]
            acts += [_act(answer, one, at, "visit-confirmed") for one in open_[:1]]
        else:
            closed = [closed_by(one, answer, at, OF_ITS_KIND) for one in open_]
            deadlines += [replace(one, denied=Denial.KIND) for one in closed]
            acts += [_act(answer, one, at, "deadline-closed") for one in open_]
    return replace(outcome, visits=tuple(visits), deadlines=tuple(deadlines), acts=tuple(acts))


def _act(answer: Answer, deadline: Deadline, at: datetime, what: str) -> Act:
    details = (("answer", answer.id), ("via", str(answer.via)))
    return Act(at=at, what=what, who=answer.who, visit_id=deadline.visit_id, deadline_id=deadline.id, details=details)
