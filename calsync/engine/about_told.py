""" "Not going" of a visit that was told in one line of mail -> plain, whatever message of ours it answers, or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Notification
from calsync.domain.one_line import CONFIRMED
from calsync.domain.told_by_mail import TOLD, its_end
from calsync.domain.unbelieved import shown
from calsync.engine.core import Core
from calsync.parsers.not_going import says_not_going
from calsync.ports import Transaction


def about_told(core: Core, answer: Answer, text: str, row: Notification | None, names: Collection[str]) -> Answer:
    """What a worker's answer means, or a mail of its own: "not going" is plain of a visit that they told by mail.

    `text` is what was written, without code words; a code word stays one. In a mail of its own it is of the one visit
    that runs, or of the one to come; where that stands in a diary, or there are several, it stays unclear.
    """
    if answer.kind is not AnswerKind.UNCLEAR or not says_not_going(text, frozenset(names)):
        return answer
    with core.store.transaction() as tx:
        end = _end_meant(tx, answer, row)
    return replace(answer, kind=AnswerKind.NOT_GOING, deadline_id=end) if end is not None else answer


def _end_meant(tx: Transaction, answer: Answer, row: Notification | None) -> str | None:
    if row is not None and row.step in CONFIRMED:
        return row.deadline_id
    open_ = [(each.visit, end) for each in shown(tx.deadlines_of(answer.who)) if (end := its_end(each)) is not None]
    if row is not None:
        meant = [each for each in open_ if each[1].id == row.deadline_id]
    else:
        meant = [each for each in open_ if each[0].start <= answer.sent] or open_
    return meant[0][1].id if len(meant) == 1 and meant[0][0].matched_by == TOLD else None
