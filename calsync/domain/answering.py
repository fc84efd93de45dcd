"""Deadline + answer -> its next state. Doubt is not safety (law 6), and "I have it" is not "they are safe" (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.classify import same_place
from calsync.domain.deadlines import extended_by_word, latest
from calsync.domain.escalation import current_step, gone_on, next_step
from calsync.domain.incidents import alarm_of, alarmed, incident, worker_only
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Remembered,
    Visit,
    Watched,
)

NEARLY = timedelta(minutes=10)
"""A plain "safe" counts from this long before the deadline (law 6)."""
HOLD = timedelta(minutes=10)
"""How long "I have it" stops the repeats to the others (law 5)."""
HOLD_OUTSIDE = timedelta(minutes=3)
"""The same on a step that asks for an outside body, until the call is logged (law 5)."""

INTERVAL = DeadlineKind.INTERVAL

NO_LOG_NUMBER = "not given"
"""What stands for the log number of a call outside when none was given."""

NOT_UNDERSTOOD = (
    'It was not clear what is to be done, so nothing was. Say "I have it", "999 called, log 123", or close it with a '
    'reason: "close: safe and well, I spoke to them".'
)

CODE_WORD = "the code word was given"
"""Why a deadline was closed for the worker's eyes, while the incident runs beside it (law 7)."""

UNCLEAR = "unclear"
EXTENDED = "extended"
LIMITED = "limited"
STOOD_DOWN = "stood-down"
KNOW = "renewed"
NOT_TAKEN = "not-taken"
"""Names of the messages outside the ladder that an answer brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer did."""

    took_as: str
    """closed, confirmed, contact, extended, acknowledged, incident, noted, refused or nothing."""
    deadlines: tuple[Deadline, ...] = ()
    """Those that changed."""
    visits: tuple[Visit, ...] = ()
    """Those of which it was said that they are visits."""
    remembered: tuple[Remembered, ...] = ()
    """What is remembered of their kind."""
    about: tuple[str, ...] = ()
    """The ids of the deadlines that it is kept with."""
    acts: tuple[Act, ...] = ()
    tell: tuple[tuple[str, str], ...] = ()
    """(deadline id, name of a message outside the ladder) that is owed now."""
    why: str = ""
    """When it did nothing: a sentence for the person who said it."""


def answer_of_worker(answer: Answer, watched: Sequence[Watched], at: datetime) -> Outcome:
    """What the worker's own word does to their open deadlines.

    `watched` are the worker's visits with an open deadline, and the one that the answer is about. "When it was said"
    is `answer.sent`, never when it came.
    """
    open_ = [(each.visit, deadline) for each in watched for deadline in each.deadlines if deadline.is_open]
    match answer.kind:
        case AnswerKind.CLOSE | AnswerKind.ACKNOWLEDGE | AnswerKind.TOLD_OUTSIDE | AnswerKind.STAND_DOWN:
            return Outcome(took_as="refused", why="The worker can't take or close their own alarm; say safe or help.")
        case AnswerKind.SAFE:
            return _safe(answer, open_, at)
        case AnswerKind.EXTEND:
            return _in_touch(answer, open_, _extend(answer, open_, at), at)
        case AnswerKind.HELP | AnswerKind.DURESS:
            return _incident(answer, watched, at)
        case AnswerKind.UNCLEAR:
            target = _target(answer, open_)
            tell = ((target.id, UNCLEAR),) if target and target.alarm is AlarmKind.SILENCE else ()
            return _noted(answer, target, at, "noted", tell=tell)
        case _:
            return _in_touch(answer, open_, _noted(answer, _target(answer, open_), at, "contact"), at)


def counts_as_safe(answer: Answer, visit: Visit, deadline: Deadline) -> bool:
    """Whether a plain "safe" closes this deadline, by the time at which it was said (law 6)."""
    if deadline.outside_body or deadline.alarm is not AlarmKind.SILENCE:
        return False  # a person has to speak to them
    if answer.sent < visit.start:
        return False
    if deadline.late_entry:
        return True
    if answer.sent >= deadline.due - NEARLY:
        return True
    if deadline.kind is DeadlineKind.HOME_SAFE:
        return answer.home
    if deadline.kind is DeadlineKind.RETURN:
        return answer.back or answer.home
    running = visit.start <= answer.sent < deadline.due
    leaving = answer.leaving or (answer.finished and deadline.id == answer.deadline_id)
    return leaving and running and deadline.kind is DeadlineKind.VISIT_END


def _safe(answer: Answer, open_: list[tuple[Visit, Deadline]], at: datetime) -> Outcome:
    reached = [(visit, deadline) for visit, deadline in open_ if counts_as_safe(answer, visit, deadline)]
    over = [visit for visit, deadline in reached if answer.sent >= deadline.due - NEARLY]
    # "Left" is left from the visit that is over: in one that follows it they may just have arrived.
    closing = [
        deadline
        for visit, deadline in reached
        if ((answer.alone or answer.finished) and deadline.id == answer.deadline_id)
        or (not answer.alone and (visit in over or all(_is_the_same(visit, earlier) for earlier in over)))
    ]
    closing = _without_returns_too_early(answer, closing, open_)
    if not closing:
        return _in_touch(answer, open_, _noted(answer, _target(answer, open_), at, "contact"), at)
    closing += _during(closing, open_)
    closed = tuple(closed_by(deadline, answer, at, "the worker is out and safe") for deadline in closing)
    return Outcome(
        took_as="closed",
        deadlines=closed,
        about=tuple(deadline.id for deadline in closed),
        acts=tuple(_act(answer, deadline, at, "deadline-closed") for deadline in closed),
        tell=tuple((deadline.id, STOOD_DOWN) for deadline in closing if deadline.responders_asked),
    )


def _is_the_same(visit: Visit, earlier: Visit) -> bool:
    """Whether who has left the earlier visit has left this one: it is one visit entered twice, or lies around it."""
    overlaps = visit.start < earlier.end and earlier.start < visit.end
    return overlaps and (visit.start <= earlier.start or same_place(visit.place, earlier.place))


def _without_returns_too_early(
    answer: Answer, closing: list[Deadline], open_: list[tuple[Visit, Deadline]]
) -> list[Deadline]:
    """What closes, without a return that is not due yet while a visit of its outing stays open: they go out again."""
    ids = {each.id for each in closing}
    begins = {deadline.id: visit.start for visit, deadline in open_}
    left = [
        visit.start
        for visit, deadline in open_
        if deadline.kind is DeadlineKind.VISIT_END and deadline.alarm is AlarmKind.SILENCE and deadline.id not in ids
    ]

    def too_early(each: Deadline) -> bool:
        early = each.kind in (DeadlineKind.RETURN, DeadlineKind.HOME_SAFE) and answer.sent < each.due - NEARLY
        return early and any(begins[each.id] <= start < each.due for start in left)

    return [each for each in closing if not too_early(each)]


def _during(closing: Sequence[Deadline], open_: Sequence[tuple[Visit, Deadline]]) -> list[Deadline]:
    """The deadlines during the visits that are over now: nobody is asked how it goes once they have left.

    A call for help, and what an outside body was told of, ends by a person alone.
    """
    over = {each.visit_id for each in closing if each.kind is DeadlineKind.VISIT_END}
    ids = {each.id for each in closing}
    return [
        deadline
        for visit, deadline in open_
        if deadline.kind is INTERVAL
        and visit.id in over
        and deadline.id not in ids
        and deadline.alarm is AlarmKind.SILENCE
        and not deadline.outside_body
    ]


def _in_touch(answer: Answer, open_: list[tuple[Visit, Deadline]], outcome: Outcome, at: datetime) -> Outcome:
    """The outcome, with what is asked during a long visit answered too: there a sign of life is all that is wanted."""
    asked = [
        deadline
        for visit, deadline in open_
        if deadline.kind is INTERVAL
        and deadline.alarm is AlarmKind.SILENCE
        and not deadline.outside_body
        and visit.start <= answer.sent
        and answer.sent >= deadline.due - NEARLY
    ]
    if not asked:
        return outcome
    ids = {each.id for each in asked}
    closed = tuple(closed_by(each, answer, at, "the worker is well, and still there") for each in asked)
    return replace(
        outcome,
        took_as=outcome.took_as if outcome.took_as == "extended" else "contact",
        deadlines=(*(each for each in outcome.deadlines if each.id not in ids), *closed),
        about=tuple(dict.fromkeys((*outcome.about, *(each.id for each in closed)))),
        acts=(*outcome.acts, *(_act(answer, each, at, "deadline-closed") for each in closed)),
        tell=(*outcome.tell, *((each.id, STOOD_DOWN) for each in asked if each.responders_asked)),
    )


def _extend(answer: Answer, open_: list[tuple[Visit, Deadline]], at: datetime) -> Outcome:
    target = _target(_of_the_end(answer, open_), [each for each in open_ if each[1].kind is not INTERVAL])
    if target is None:
        return _noted(answer, None, at, "nothing")
    if answer.until is not None:
        wished = answer.until
    else:
        wished = max(target.due, answer.sent) + timedelta(minutes=answer.minutes or 0)
    moved = extended_by_word(target, wished, at)
    limited = wished > latest(target)
    tell = ((target.id, LIMITED),) if limited and target.alarm is AlarmKind.SILENCE else ()
    if moved == target:
        return _noted(answer, target, at, "contact", tell=tell)
    if target.responders_asked:
        tell = (*tell, (target.id, EXTENDED))
    return Outcome(
        took_as="extended",
        deadlines=(moved,),
        about=(target.id,),
        acts=(_act(answer, moved, at, "deadline-moved", ("due", moved.due.isoformat()), ("by", answer.via)),),
        tell=tell,
    )


def _of_the_end(answer: Answer, open_: list[tuple[Visit, Deadline]]) -> Answer:
    """More time is time until the visit's end, also where it answers a question during the visit."""
    during = next((visit for visit, each in open_ if each.id == answer.deadline_id and each.kind is INTERVAL), None)
    if during is None:
        return answer
    ends = (each.id for visit, each in open_ if visit.id == during.id and each.kind is DeadlineKind.VISIT_END)
    return replace(answer, deadline_id=next(ends, None))


def _incident(answer: Answer, watched: Sequence[Watched], at: datetime) -> Outcome:
    """A call for help or a code word: the emergency steps now, whatever else was said and whoever owns the alarm."""
    everything = [(each.visit, deadline) for each in watched for deadline in each.deadlines]
    open_ = [(visit, deadline) for visit, deadline in everything if deadline.is_open]
    answered = next((deadline for _, deadline in everything if deadline.id == answer.deadline_id), None)
    target = answered or _target(answer, open_)
    if target is None:
        return Outcome(took_as="nothing")
    visit = next(visit for visit, deadline in everything if deadline.id == target.id)
    others = [deadline for _, deadline in everything if deadline.visit_id == visit.id]
    kind = alarm_of(answer)
    running = next((each for each in others if each.is_open and each.alarm is kind), None)
    if running is not None:
        return _noted(answer, running, at, "incident")
    has_begun = answer.sent >= visit.start
    if kind is AlarmKind.HELP and has_begun and target.is_open and target.alarm is AlarmKind.SILENCE:
        return _did(answer, alarmed(target, at), at, "incident-help", "incident")
    raised = incident(visit, others, kind, target.emergency, target.policy, at)
    # A visit still to come keeps its own deadline whole: closing the incident must not leave it unwatched.
    face = _face(answer, open_, visit, at) if kind is AlarmKind.DURESS and has_begun else ()
    acts = (_act(answer, raised, at, f"incident-{kind}"),)
    return Outcome(took_as="incident", deadlines=(raised, *face), about=(raised.id,), acts=acts)


def _face(answer: Answer, open_: list[tuple[Visit, Deadline]], visit: Visit, at: datetime) -> tuple[Deadline, ...]:
    """What a plain "safe" would have done to the worker's deadlines, so that their devices show nothing else (law 7).

    Of what it would have left open, the visit's own deadline keeps its questions to the worker; its responders have
    the incident.
    """
    plain = replace(answer, kind=AnswerKind.SAFE, leaving=answer.leaving or answer.who != visit.worker)
    closed = _safe(plain, open_, at).deadlines
    left = {deadline.id for deadline in closed}
    kept = [each for _, each in open_ if each.visit_id == visit.id and each.id not in left]
    return (
        *(replace(deadline, reason=CODE_WORD) for deadline in closed),
        *(worker_only(deadline) for deadline in kept if deadline.alarm is AlarmKind.SILENCE),
    )


def _target(answer: Answer, open_: list[tuple[Visit, Deadline]]) -> Deadline | None:
    """The one deadline that a word is about: the one it answers, else the most overdue, else running, else next."""
    by_id = [deadline for _, deadline in open_ if deadline.id == answer.deadline_id]
    if by_id:
        return by_id[0]
    # An incident is not what a plain word is about, while the visit beside it is open (law 7).
    open_ = [each for each in open_ if each[1].alarm is AlarmKind.SILENCE] or open_
    late = [deadline for _, deadline in open_ if deadline.due <= answer.sent]
    running = [deadline for visit, deadline in open_ if visit.start <= answer.sent < deadline.due]
    coming = [deadline for _, deadline in open_]
    return next((min(each, key=lambda deadline: deadline.due) for each in (late, running, coming) if each), None)


def answer_of_responder(
    answer: Answer, watched: Watched, deadline: Deadline, at: datetime, *, others: Sequence[Watched] = ()
) -> Outcome:
    """What somebody who was told does to an alarm: take it, log a call, record the worker's word, close.

    `watched` is the deadline's visit with all its deadlines; `others` are the worker's further visits.
    """
    if answer.kind in (AnswerKind.HELP, AnswerKind.DURESS):
        return _incident(replace(answer, deadline_id=deadline.id), [watched], at)
    if not deadline.is_open:
        return _refused(deadline, "It is closed already.")
    match answer.kind:
        case AnswerKind.ACKNOWLEDGE:
            return _acknowledge(answer, deadline, at)
        case AnswerKind.TOLD_OUTSIDE:
            told = replace(
                deadline,
                outside_body=answer.log_number or NO_LOG_NUMBER,
                owner=answer.who,
                owned_until=at + HOLD,
                renewals=0,
            )
            return _did(answer, told, at, "outside-body-told", "noted")
        case AnswerKind.STAND_DOWN:
            if (answer.log_number or NO_LOG_NUMBER).casefold() != deadline.outside_body.casefold():
                return _refused(deadline, "That log number is not the one under which the outside body was told.")
            return _did(answer, replace(deadline, outside_body=""), at, "outside-body-stood-down", "noted")
        case AnswerKind.NO_ANSWER | AnswerKind.CALL_LOGGED:
            logged = gone_on(deadline, at, no_answer=answer.kind is AnswerKind.NO_ANSWER)
            return _did(answer, logged, at, f"answer-{answer.kind}", "noted")
        case AnswerKind.CLOSE:
            return _close(answer, watched, deadline, at, others=others)
        case AnswerKind.SAFE:
            safe = _safe(replace(answer, leaving=True, deadline_id=deadline.id), [(watched.visit, deadline)], at)
            return _with_what_it_ends(safe, answer, deadline, (watched, *others), at) if safe.deadlines else safe
        case AnswerKind.EXTEND:
            return _extend(replace(answer, deadline_id=deadline.id), [(watched.visit, deadline)], at)
        case AnswerKind.UNCLEAR:
            # Kept, shown to the others, and answered: whoever wrote it must not believe that it did something.
            return replace(_noted(answer, deadline, at, "noted"), why=answer.reason or NOT_UNDERSTOOD)
        case _:
            return _noted(answer, deadline, at, "noted")


def _acknowledge(answer: Answer, deadline: Deadline, at: datetime) -> Outcome:
    if deadline.owned(at) and deadline.owner != answer.who:
        return _refused(deadline, "Somebody else has it already.", act=_act(answer, deadline, at, "already-owned"))
    step = current_step(deadline)
    outside = step is not None and step.ask.outside_body and not deadline.outside_body
    renewals = deadline.renewals + 1 if deadline.owner == answer.who else 0
    owned = replace(
        deadline,
        owner=answer.who,
        owned_until=at + (HOLD_OUTSIDE if outside else HOLD),
        renewals=renewals,
    )
    outcome = _did(answer, owned, at, "acknowledged", "acknowledged")
    tells_next = renewals == 2 and next_step(deadline) is not None
    return replace(outcome, tell=((deadline.id, KNOW),)) if tells_next else outcome


def _close(answer: Answer, watched: Watched, deadline: Deadline, at: datetime, *, others: Sequence[Watched]) -> Outcome:
    if not answer.reason.strip():
        return _refused(deadline, "Closing needs a reason, such as: close: safe and well, I spoke to them.")
    if deadline.outside_body:
        return _refused(
            deadline,
            f"An outside body was told under log number {deadline.outside_body}. Speak to the worker, "
            "stand the body down by that number, then close.",
        )
    closed = closed_by(deadline, answer, at, answer.reason.strip())
    outcome = _did(answer, closed, at, "deadline-closed", "closed")
    if deadline.alarm is AlarmKind.DURESS and deadline.base >= watched.visit.start:
        # What the worker still saw of the visit beside its incident ends with it. A visit that was still to come kept
        # its own deadlines whole.
        faces = [each for each in watched.deadlines if each.is_open and all(step.to_worker for step in each.steps)]
        with_it = [closed_by(each, answer, at, closed.reason) for each in faces if each.id != closed.id]
        outcome = replace(outcome, deadlines=(closed, *with_it))
    else:
        outcome = _with_what_it_ends(outcome, answer, deadline, (watched, *others), at)
    return replace(outcome, tell=((deadline.id, STOOD_DOWN),)) if deadline.responders_asked else outcome


def _with_what_it_ends(
    outcome: Outcome, answer: Answer, deadline: Deadline, watched: Sequence[Watched], at: datetime
) -> Outcome:
    """The outcome of a responder's closing, with what stood for that deadline, or what it stood for, closed as well."""
    everything = [(each.visit, one) for each in watched for one in each.deadlines if one.is_open]
    with_it = [*_during([deadline], everything), *_asked_of_worker_alone(deadline, everything, at)]
    reason = outcome.deadlines[0].reason
    return replace(
        outcome,
        deadlines=(*outcome.deadlines, *(closed_by(each, answer, at, reason) for each in with_it)),
        acts=(*outcome.acts, *(_act(answer, each, at, "deadline-closed") for each in with_it)),
    )


def _asked_of_worker_alone(deadline: Deadline, open_: Sequence[tuple[Visit, Deadline]], at: datetime) -> list[Deadline]:
    """The ends that only their worker was asked about, and for which the return that is closed now stood."""
    if deadline.kind is not DeadlineKind.RETURN:
        return []
    return [
        each
        for _, each in open_
        if each.kind is DeadlineKind.VISIT_END
        and each.alarm is AlarmKind.SILENCE
        and not each.outside_body
        and each.due <= at
        and all(step.to_worker for step in each.steps)
    ]


def closed_by(deadline: Deadline, answer: Answer, at: datetime, reason: str) -> Deadline:
    """The deadline as somebody's answer closes it: nothing more is due for it."""
    return replace(
        deadline,
        state=DeadlineState.CLOSED,
        next_step_at=None,
        repeat_at=None,
        closed_at=at,
        closed_by=answer.who,
        reason=reason,
        denied=None,
    )


def _noted(
    answer: Answer, deadline: Deadline | None, at: datetime, took_as: str, *, tell: tuple[tuple[str, str], ...] = ()
) -> Outcome:
    if deadline is None:
        return Outcome(took_as="nothing")
    acts = (_act(answer, deadline, at, f"answer-{answer.kind}"),)
    return Outcome(took_as=took_as, about=(deadline.id,), acts=acts, tell=tell)


def _did(answer: Answer, deadline: Deadline, at: datetime, what: str, took_as: str) -> Outcome:
    acts = (_act(answer, deadline, at, what),)
    return Outcome(took_as=took_as, deadlines=(deadline,), about=(deadline.id,), acts=acts)


def _refused(deadline: Deadline, why: str, *, act: Act | None = None) -> Outcome:
    return Outcome(took_as="refused", about=(deadline.id,), acts=(act,) if act else (), why=why)


def _act(answer: Answer, deadline: Deadline, at: datetime, what: str, *details: tuple[str, str]) -> Act:
    said = ("answer", answer.id), ("via", str(answer.via))
    return Act(
        at=at, what=what, who=answer.who, visit_id=deadline.visit_id, deadline_id=deadline.id, details=(*said, *details)
    )
