"""A word to one message counts for every alarm that the message told of, where it is a word about all of them."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Deadline, Notification, NotificationState
from calsync.engine.answer import Answering
from calsync.engine.core import Core
from calsync.engine.together import visits_together
from calsync.ports import Transaction

OF_ALL = (AnswerKind.ACKNOWLEDGE, AnswerKind.TOLD_OUTSIDE, AnswerKind.STAND_DOWN)
"""What counts for all whom a message told of: whoever told an outside body of a visit told it of all who are on it."""


def told_together(tx: Transaction, row: Notification) -> list[Deadline]:
    """The open deadlines that a message told of besides its own; none where it was itself told within another one."""
    carried = tx.carried_by(row) if row.state is not NotificationState.CARRIED else []
    found = [tx.deadline(each.deadline_id) for each in carried]
    return [each for each in found if each is not None and each.is_open]


def take_carried(core: Core, answering: Answering, answer: Answer, row: Notification) -> None:
    """ "I have it" counts for every alarm that the message told of; "both are out" for those who are together."""
    with core.store.transaction() as tx:
        open_ = [each.id for each in told_together(tx, row)]
        if answer.kind is not AnswerKind.ACKNOWLEDGE:
            open_ = visits_together(tx, row.deadline_id, open_)
    for each in open_:
        answering.answer(replace(answer, id=f"{answer.id}:{each}", deadline_id=each), beside=row.deadline_id)
