"""A second PIN that came beside a call for help, or on a page that was pressed before: a code word of its own."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.answering import Outcome
from calsync.domain.faces import worker_only
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Via
from calsync.ports import Transaction


def is_word_of_its_own(tx: Transaction, answer: Answer, *, taken_before: bool) -> bool:
    """Whether the code word has to be taken besides what the answer says; elsewhere the answer itself becomes one."""
    if not answer.proof.danger or not (answer.kind is AnswerKind.HELP or (taken_before and answer.via is Via.LINK)):
        return False
    deadline = tx.deadline(answer.deadline_id) if answer.deadline_id else None
    return deadline is None or deadline.worker == answer.who


def leave_to_the_word(tx: Transaction, outcome: Outcome, at: datetime) -> None:
    """Of a call for help raised beside it keep what the worker's devices show alone: the code word has the alarm.

    So others are told once, and by the alarm that lets nobody ring. What is shown of the call is closed with the word;
    where no word of the same visit stands, the call keeps its alarm.
    """
    ids = dict.fromkeys((*(each.id for each in outcome.deadlines), *outcome.about))
    for call in filter(None, map(tx.deadline, ids)):
        visit = tx.visit(call.visit_id)
        if visit is None or not call.is_open or call.alarm is not AlarmKind.HELP or call.base != at:
            continue
        own = (one for each in tx.watched_under(call.worker, [visit.event_id]) for one in each.deadlines)
        if any(one.visit_id == visit.id and one.is_word for one in own):
            tx.put_deadlines([worker_only(call)])
