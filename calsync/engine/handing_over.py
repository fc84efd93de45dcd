"""An alarm is handed over: who is asked to take it, and what the others hear once it has changed hands."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.answering import HAND_OVER, Outcome
from calsync.domain.answering.handing import hand_over, may_be_asked, meant
from calsync.domain.holding import holders
from calsync.domain.keys import notification_key
from calsync.domain.model import Answer, Ask, Channel, Deadline, Lane, Notification, People, Person, Role, Visit
from calsync.domain.responders import usable
from calsync.engine.core import Core
from calsync.engine.messages import random_word
from calsync.engine.texting import with_mail_beside
from calsync.ports import Transaction

RINGING = (Channel.TEXT, Channel.MAIL)


def take_hand_over(
    core: Core, tx: Transaction, answer: Answer, deadline: Deadline, visit: Visit, at: datetime
) -> Outcome:
    """What handing over did; whoever is to take it is asked at once, by a channel that rings where there is one."""
    told, people = tx.notifications_of(deadline.id), tx.people()
    to = meant(answer, may_be_asked(answer.who, visit, people, told, core.ready))
    outcome = hand_over(answer, deadline, to, at)
    if outcome.took_as != "refused" and to is not None:
        row = _row(core, answer, deadline, visit, to, told, people, at)
        tx.add_notifications(with_mail_beside([row], people, at, ready=core.ready))
    return outcome


def _row(
    core: Core,
    answer: Answer,
    deadline: Deadline,
    visit: Visit,
    to: Person,
    told: list[Notification],
    people: People,
    at: datetime,
) -> Notification:
    earlier = sum(1 for each in told if each.step == HAND_OVER)
    channel = next(iter(usable(to, RINGING, core.ready)), Channel.MAIL)
    held = (role for role in Role if role is not Role.WORKER and to.id in holders(role, visit, people))
    role = next((each.role for each in reversed(told) if each.recipient == to.id), None) or next(
        held, Role.LINE_MANAGER
    )
    return Notification(
        id=notification_key(deadline.id, HAND_OVER, earlier, to.id, channel),
        deadline_id=deadline.id,
        step=HAND_OVER,
        round=earlier,
        recipient=to.id,
        channel=channel,
        role=role,
        ask=Ask.TAKE_OVER,
        asked_as=answer.who,
        lane=Lane.ALARM,
        due=at,
        recorded=at,
        token=random_word(),
    )
