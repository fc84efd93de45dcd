"""Which step of a ladder an answer speaks of, and the word to whoever had an alarm that somebody took over.

Of one that was handed over all hear who were told of it: they knew another name.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import TAKEN_OVER, Outcome
from calsync.domain.answering.handing import was_handed
from calsync.domain.keys import notification_key
from calsync.domain.model import Deadline, Lane, Notification, NotificationState, PersonId, Role
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
    told = tx.notifications_of(before.id)
    whom = {before.owner or "": None}
    if was_handed(now.owner or "", before, told):
        sent = (row for row in told if row.role is not Role.WORKER and row.state is NotificationState.SENT)
        whom |= dict.fromkeys(row.recipient for row in sent if row.recipient != now.owner)
    rows = [_row(core, tx, before, each, told, at) for each in whom]
    tx.add_notifications(row for row in rows if row is not None)


def _row(
    core: Core, tx: Transaction, deadline: Deadline, whom: PersonId, told: list[Notification], at: datetime
) -> Notification | None:
    """The word to one of them; None for somebody whom nobody knows any more."""
    person = tx.people().get(whom)
    row = row_not_taken(deadline, person, "", [], at, ready=core.ready) if person is not None else None
    if row is None:
        return None
    role = next((each.role for each in reversed(told) if each.recipient == whom), row.role)
    earlier = sum(1 for each in told if each.step == TAKEN_OVER and each.recipient == whom)
    key = notification_key(deadline.id, TAKEN_OVER, earlier, whom, row.channel)
    return replace(row, id=key, step=TAKEN_OVER, round=earlier, role=role, lane=Lane.STAND_DOWN)
