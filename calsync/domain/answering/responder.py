"""What somebody who was told does to an alarm. "I have it" is not "they are safe" (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering.closing import close, with_what_it_ends
from calsync.domain.answering.cry import cry_out
from calsync.domain.answering.more_time import more_time
from calsync.domain.answering.outcome import CLOSED_ALREADY, Outcome, did, noted, refused
from calsync.domain.answering.safe import safe
from calsync.domain.answering.taking import HOLD, take
from calsync.domain.escalation import gone_on
from calsync.domain.model import Answer, AnswerKind, Deadline, Notification, Watched
from calsync.domain.outside import in_words, numbers_of, stood_down
from calsync.domain.outside import told as told_outside

NOT_UNDERSTOOD = (
    'It was not clear what is to be done, so nothing was. Say "I have it", "999 called, log 123", or close it with a '
    'reason: "close: safe and well, I spoke to them".'
)


def answer_of_responder(
    answer: Answer,
    watched: Watched,
    deadline: Deadline,
    at: datetime,
    *,
    others: Sequence[Watched] = (),
    told: Sequence[Notification] = (),
    going_on: Sequence[Deadline] = (),
) -> Outcome:
    """What somebody who was told does to an alarm: take it, log a call, record the worker's word, close.

    `watched` is the deadline's visit with all its deadlines; `others` are the worker's further visits, and
    `told` the messages about the deadline; `going_on` is for `close`.
    """
    if answer.kind in (AnswerKind.HELP, AnswerKind.DURESS):
        return cry_out(replace(answer, deadline_id=deadline.id), [watched, *others], at)
    if not deadline.is_open:
        return refused(deadline, CLOSED_ALREADY)
    match answer.kind:
        case AnswerKind.ACKNOWLEDGE:
            return take(answer, deadline, at, told=told)
        case AnswerKind.TOLD_OUTSIDE:
            called = replace(
                deadline,
                outside_body=told_outside(deadline.outside_body, answer.log_number),
                owner=answer.who,
                owned_until=at + HOLD,
                renewals=0,
            )
            return did(answer, called, at, "outside-body-told", "noted")
        case AnswerKind.STAND_DOWN:
            left = stood_down(deadline.outside_body, answer.log_number)
            if left is None:
                return refused(deadline, _not_told_under(deadline))
            return did(answer, replace(deadline, outside_body=left), at, "outside-body-stood-down", "noted")
        case AnswerKind.NO_ANSWER | AnswerKind.CALL_LOGGED:
            logged = deadline
            if answer.step in (None, deadline.taken):  # what came of an earlier step says nothing of this one
                logged = gone_on(deadline, at, no_answer=answer.kind is AnswerKind.NO_ANSWER)
            return did(answer, logged, at, f"answer-{answer.kind}", "noted")
        case AnswerKind.CLOSE:
            return close(answer, watched, deadline, at, others=others, going_on=going_on)
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


def _not_told_under(deadline: Deadline) -> str:
    """Why nothing was stood down."""
    numbers = numbers_of(deadline.outside_body)
    if not numbers:
        return "No outside body is told of this any more."
    if len(numbers) == 1:
        return "That log number is not the one under which the outside body was told."
    return f"No outside body was told under that log number. Told were those of {in_words(numbers)}."
