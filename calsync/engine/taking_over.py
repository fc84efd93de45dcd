"""Which step of a ladder an answer speaks of, and the word to whoever had an alarm that somebody took over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import TAKEN_OVER, Outcome
from calsync.domain.keys import notification_key
from calsync.domain.model import Deadline, Lane, Notification
from calsync.engine.core import Core
from calsync.engine.messages import row_not_taken
from calsync.ports import Transaction


def step_answered(row: Notification, deadline: Deadline | None) -> int | None:
    """The step of the ladder that a message told; 0 where the ladder was begun anew since, None for other messages."""
    if deadline is None or not row.step.isdigit():
        return None
    return int(row.step) if row.recorded >= deadline.base else 0


def tell_former_owner(core: Core, tx: Transaction, before: Deadline, outcome: Outcome, at: datetime) -> None:
    """Record the word to the former owner; nothing where the alarm was nobody's, or its owner took it again."""
    now = next((each for each in outcome.deadlines if each.id == before.id), None)
    if outcome.took_as != "acknowledged" or now is None or not before.owned(at) or before.owner == now.owner:
        return
    former = tx.people().get(before.owner or "")
    told = tx.notifications_of(before.id)
    row = row_not_taken(before, former, "", [], at, ready=core.ready) if former is not None else None
    if row is None or former is None:
        return
    role = next((each.role for each in reversed(told) if each.recipient == former.id), row.role)
    earlier = sum(1 for each in told if each.step == TAKEN_OVER and each.recipient == former.id)
    key = notification_key(before.id, TAKEN_OVER, earlier, former.id, row.channel)
    tx.add_notifications([replace(row, id=key, step=TAKEN_OVER, round=earlier, role=role, lane=Lane.STAND_DOWN)])
