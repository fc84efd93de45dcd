"""What a reading changed -> one reminder to the worker to tell those who wait for them, where a policy has it (CL9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from calsync.domain.appointments import change_of
from calsync.domain.diary import Change
from calsync.domain.keys import notification_key
from calsync.domain.model import Ask, Channel, DeadlineKind, Lane, Notification, Person, Role, Watched
from calsync.domain.passing_on import FAMILY
from calsync.domain.responders import usable
from calsync.engine.core import Core
from calsync.engine.messages import random_word
from calsync.ports import Transaction


def remind_of_family(
    core: Core, tx: Transaction, known: Sequence[Watched], changes: Iterable[Change], worker: Person, at: datetime
) -> None:
    """Record the reminder, one for all that one reading changed; nothing where nobody has to be told."""
    if not core.policies.of(worker).remind_of_family or any(each.covers(at) for each in worker.absences):
        return  # of somebody who is away the office changes the diary, and tells the family too
    before = {each.visit.id: each.visit for each in known}
    lines: dict[str, str] = {}
    for change in changes:
        now = change.watched.visit
        if now.id in before and (line := change_of(before[now.id], now, at, core.zone)):
            own = (each for each in change.watched.deadlines if each.kind is DeadlineKind.VISIT_END)
            lines |= {each.id: line for each in own}
    if not lines:
        return
    first, note = next(iter(lines)), "\n".join(lines.values())
    channel = next(iter(usable(worker, (Channel.MAIL, Channel.TEXT), core.ready)), Channel.MAIL)
    # The same change may come twice, with its undoing between: each is told, or the last word would be an untrue one.
    about = hashlib.sha256(f"{at.isoformat()}\n{note}".encode()).hexdigest()[:16]
    tx.add_notifications(
        [
            Notification(
                id=notification_key(first, f"{FAMILY}:{about}", 0, worker.id, channel),
                deadline_id=first,
                step=FAMILY,
                round=0,
                recipient=worker.id,
                channel=channel,
                role=Role.WORKER,
                ask=Ask.KNOW,
                lane=Lane.STAND_DOWN,
                due=at,
                recorded=at,
                token=random_word(),
                note=note,
            )
        ]
    )
