"""What the worker's own word does to their deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering.about import target_of
from calsync.domain.answering.cry import cry_out
from calsync.domain.answering.more_time import more_time
from calsync.domain.answering.not_done import TAKEN_BACK, as_of_another, not_done
from calsync.domain.answering.not_going import not_going
from calsync.domain.answering.outcome import UNCLEAR, Outcome, noted
from calsync.domain.answering.safe import in_touch, safe
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Policy, Watched
from calsync.domain.standing_help import help_for


def answer_of_worker(answer: Answer, watched: Sequence[Watched], at: datetime, policy: Policy | None = None) -> Outcome:
    """What the worker's own word does to their open deadlines; `policy` is the answered deadline's.

    `watched` are the worker's visits with an open deadline, and the one that the answer is about. "When it was said"
    is `answer.sent`, never when it came.
    """
    open_ = [(each.visit, deadline) for each in watched for deadline in each.deadlines if deadline.is_open]
    match answer.kind:
        case (
            AnswerKind.CLOSE
            | AnswerKind.ACKNOWLEDGE
            | AnswerKind.HAND_OVER
            | AnswerKind.TOLD_OUTSIDE
            | AnswerKind.STAND_DOWN
        ):
            return Outcome(took_as="refused", why="The worker can't take or close their own alarm; say safe or help.")
        case AnswerKind.SAFE:
            return safe(answer, open_, at)
        case AnswerKind.NOT_GOING:
            return not_going(answer, watched, at)
        case AnswerKind.NOT_DONE:
            of_another = as_of_another(answer, watched)
            return answer_of_worker(of_another, watched, at) if of_another else not_done(answer, watched, at, policy)
        case AnswerKind.EXTEND:
            return in_touch(answer, open_, more_time(answer, open_, at), at)
        case AnswerKind.HELP | AnswerKind.DURESS:
            return _with_what_was_denied(cry_out(answer, watched, at), answer, watched, at, policy)
        case AnswerKind.UNCLEAR:
            target = target_of(answer, open_)
            helped = target and help_for([each for _, each in open_ if each.visit_id == target.visit_id])
            # Whoever called for help is spoken to by a person, and asked nothing back.
            tell = ((target.id, UNCLEAR),) if target and target.alarm is AlarmKind.SILENCE and not helped else ()
            return noted(answer, target, at, "noted", tell=tell)
        case _:
            return in_touch(answer, open_, noted(answer, target_of(answer, open_), at, "contact"), at)


def _with_what_was_denied(
    cried: Outcome, answer: Answer, watched: Sequence[Watched], at: datetime, policy: Policy | None
) -> Outcome:
    """The outcome of "no, help" with the visit's end put back, which ends by a person's word and not with the help.

    Whoever called is spoken to by a person, and asked nothing back.
    """
    if answer.kind is not AnswerKind.HELP or answer.reason != TAKEN_BACK:
        return cried
    back = not_done(replace(answer, kind=AnswerKind.NOT_DONE), watched, at, policy)
    raised = {each.id for each in cried.deadlines}
    put_back = tuple(each for each in back.deadlines if each.id not in raised)
    return replace(cried, deadlines=(*cried.deadlines, *put_back), acts=(*cried.acts, *back.acts))
