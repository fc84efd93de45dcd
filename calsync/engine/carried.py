"""A responder's word about one alarm -> the same for those that the same message told of."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Notification
from calsync.engine.answer import Answering
from calsync.engine.core import Core
from calsync.engine.together import visits_together


def take_carried(core: Core, answering: Answering, answer: Answer, row: Notification) -> None:
    """ "I have it" counts for every alarm that the message told of; "both are out" for those who are together."""
    with core.store.transaction() as tx:
        carried = [tx.deadline(each.deadline_id) for each in tx.carried_by(row)]
        open_ = [each.id for each in carried if each is not None and each.is_open]
        if answer.kind is not AnswerKind.ACKNOWLEDGE:
            open_ = visits_together(tx, row.deadline_id, open_)
    for each in open_:
        answering.answer(replace(answer, id=f"{answer.id}:{each}", deadline_id=each), beside=row.deadline_id)
