"""What somebody who was told does to an alarm. "I have it" is not "they are safe" (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.cry import cry_out
from calsync.domain.answering.more_time import more_time
from calsync.domain.answering.outcome import KNOW, STOOD_DOWN, Outcome, act_of, closed_by, did, noted, refused
from calsync.domain.answering.safe import during, safe
from calsync.domain.escalation import current_step, gone_on, next_step
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Deadline, DeadlineKind, Visit, Watched

HOLD = timedelta(minutes=10)
"""How long "I have it" stops the repeats to the others (law 5)."""
HOLD_OUTSIDE = timedelta(minutes=3)
"""The same on a step that asks for an outside body, until the call is logged (law 5)."""

NO_LOG_NUMBER = "not given"
"""What stands for the log number of a call outside when none was given."""

NOT_UNDERSTOOD = (
    'It was not clear what is to be done, so nothing was. Say "I have it", "999 called, log 123", or close it with a '
    'reason: "close: safe and well, I spoke to them".'
)


def answer_of_responder(
    answer: Answer, watched: Watched, deadline: Deadline, at: datetime, *, others: Sequence[Watched] = ()
) -> Outcome:
    """What somebody who was told does to an alarm: take it, log a call, record the worker's word, close.

    `watched` is the deadline's visit with all its deadlines; `others` are the worker's further visits.
    """
    if answer.kind in (AnswerKind.HELP, AnswerKind.DURESS):
        return cry_out(replace(answer, deadline_id=deadline.id), [watched], at)
    if not deadline.is_open:
        return refused(deadline, "It is closed already.")
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
            return did(answer, told, at, "outside-body-told", "noted")
        case AnswerKind.STAND_DOWN:
            if (answer.log_number or NO_LOG_NUMBER).casefold() != deadline.outside_body.casefold():
                return refused(deadline, "That log number is not the one under which the outside body was told.")
            return did(answer, replace(deadline, outside_body=""), at, "outside-body-stood-down", "noted")
        case AnswerKind.NO_ANSWER | AnswerKind.CALL_LOGGED:
            logged = gone_on(deadline, at, no_answer=answer.kind is AnswerKind.NO_ANSWER)
            return did(answer, logged, at, f"answer-{answer.kind}", "noted")
        case AnswerKind.CLOSE:
            return _close(answer, watched, deadline, at, others=others)
        case AnswerKind.SAFE:
            said = safe(replace(answer, leaving=True, deadline_id=deadline.id), [(watched.visit, deadline)], at)
            return _with_what_it_ends(said, answer, deadline, (watched, *others), at) if said.deadlines else said
        case AnswerKind.EXTEND:
            return more_time(replace(answer, deadline_id=deadline.id), [(watched.visit, deadline)], at)
        case AnswerKind.UNCLEAR:
            # Kept, shown to the others, and answered: whoever wrote it must not believe that it did something.
            return replace(noted(answer, deadline, at, "noted"), why=answer.reason or NOT_UNDERSTOOD)
        case _:
            return noted(answer, deadline, at, "noted")


def _acknowledge(answer: Answer, deadline: Deadline, at: datetime) -> Outcome:
    if deadline.owned(at) and deadline.owner != answer.who:
        return refused(deadline, "Somebody else has it already.", act=act_of(answer, deadline, at, "already-owned"))
    step = current_step(deadline)
    outside = step is not None and step.ask.outside_body and not deadline.outside_body
    renewals = deadline.renewals + 1 if deadline.owner == answer.who else 0
    owned = replace(
        deadline,
        owner=answer.who,
        owned_until=at + (HOLD_OUTSIDE if outside else HOLD),
        renewals=renewals,
    )
    outcome = did(answer, owned, at, "acknowledged", "acknowledged")
    tells_next = renewals == 2 and next_step(deadline) is not None
    return replace(outcome, tell=((deadline.id, KNOW),)) if tells_next else outcome


def _close(answer: Answer, watched: Watched, deadline: Deadline, at: datetime, *, others: Sequence[Watched]) -> Outcome:
    if not answer.reason.strip():
        return refused(deadline, "Closing needs a reason, such as: close: safe and well, I spoke to them.")
    if deadline.outside_body:
        return refused(
            deadline,
            f"An outside body was told under log number {deadline.outside_body}. Speak to the worker, "
            "stand the body down by that number, then close.",
        )
    closed = closed_by(deadline, answer, at, answer.reason.strip())
    outcome = did(answer, closed, at, "deadline-closed", "closed")
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
    with_it = [*during([deadline], everything), *_asked_of_worker_alone(deadline, everything, at)]
    reason = outcome.deadlines[0].reason
    return replace(
        outcome,
        deadlines=(*outcome.deadlines, *(closed_by(each, answer, at, reason) for each in with_it)),
        acts=(*outcome.acts, *(act_of(answer, each, at, "deadline-closed") for each in with_it)),
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
