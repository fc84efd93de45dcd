"""Somebody has taken an alarm: the word to its worker, who looks after them (the rules: `domain/looking_after.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from calsync.domain.answering import Outcome
from calsync.domain.keys import notification_key
from calsync.domain.looking_after import LOOKED_AFTER, owes_the_line
from calsync.domain.model import Ask, Channel, Deadline, Lane, Notification, Role, Visit
from calsync.domain.responders import usable
from calsync.engine.core import Core
from calsync.engine.messages import random_word
from calsync.engine.texting import channels_outside_ladder
from calsync.ports import Transaction


def tell_who_looks_after(
    core: Core, tx: Transaction, outcome: Outcome, before: Mapping[str, Deadline], at: datetime
) -> None:
    """Record the line to the worker of an alarm that was just taken; nothing where it is not owed."""
    if outcome.took_as != "acknowledged":
        return
    for now in outcome.deadlines:
        old, visit = before.get(now.id), tx.visit(now.visit_id)
        if old is None or visit is None:
            continue
        told = tx.notifications_of(now.id)
        beside = [each for each in before.values() if each.visit_id == now.visit_id]
        policy = core.policies.named(now.policy, tx.people().get(now.worker))
        if owes_the_line(old, now, visit, beside, told, policy, at):
            tx.add_notifications(_rows(core, tx, now, visit, sum(1 for row in told if row.step == LOOKED_AFTER), at))


def _rows(
    core: Core, tx: Transaction, deadline: Deadline, visit: Visit, earlier: int, at: datetime
) -> list[Notification]:
    """The one message, by the channel by which its worker is asked; none where nobody knows them any more."""
    worker = tx.people().get(visit.worker)
    if worker is None:
        return []
    wanted = channels_outside_ladder(deadline, worker.id, (), to_worker=True)
    channel = next(iter(usable(worker, wanted, core.ready)), Channel.MAIL)
    row = Notification(
        id=notification_key(deadline.id, LOOKED_AFTER, earlier, worker.id, channel),
        deadline_id=deadline.id,
        step=LOOKED_AFTER,
        round=earlier,
        recipient=worker.id,
        channel=channel,
        role=Role.WORKER,
        ask=Ask.KNOW,
        asked_as=deadline.owner or "",
        lane=Lane.REMINDER,
        due=at,
        recorded=at,
        token=random_word(),
    )
    return [row]
