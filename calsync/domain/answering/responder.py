"""What somebody who was told does to an alarm. "I have it" is not "they are safe" (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.closing import close, with_what_it_ends
from calsync.domain.answering.cry import cry_out
from calsync.domain.answering.more_time import more_time
from calsync.domain.answering.outcome import KNOW, Outcome, act_of, did, noted, refused
from calsync.domain.answering.safe import safe
from calsync.domain.escalation import current_step, gone_on, next_step
from calsync.domain.model import Answer, AnswerKind, Deadline, Watched

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
            return close(answer, watched, deadline, at, others=others)
        case AnswerKind.SAFE:
            said = safe(replace(answer, leaving=True, deadline_id=deadline.id), [(watched.visit, deadline)], at)
            return with_what_it_ends(said, answer, deadline, (watched, *others), at) if said.deadlines else said
        case AnswerKind.EXTEND:
            open_ = [(watched.visit, each) for each in watched.deadlines if each.is_open]
            return more_time(replace(answer, deadline_id=deadline.id), open_, at)
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
