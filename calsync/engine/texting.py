"""A notification by text: to which number, in which words, and the mail that goes out beside it (laws 15 and 16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import HAND_OVER
from calsync.domain.before.messages import CONCERN
from calsync.domain.keys import notification_key
from calsync.domain.model import Channel, Deadline, Notification, NotificationState, People, Role
from calsync.domain.passing_on import ADVICE, INCIDENT, NOT_GONE_IN, OVERDUE
from calsync.domain.responders import usable
from calsync.domain.scene import Scene
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.engine.own_number import own_number
from calsync.engine.untried import untried
from calsync.parsers.dialling import texted
from calsync.ports import TextMessage

_WITH_DETAILS = (CONCERN, INCIDENT, OVERDUE, ADVICE, NOT_GONE_IN, HAND_OVER)
"""Messages outside the ladder of which a text can hold only the half, whoever reads them."""


def with_mail_beside(
    rows: Iterable[Notification], people: People, at: datetime, *, ready: frozenset[Channel]
) -> list[Notification]:
    """The rows, each text or call of which the details stand in a mail followed by that mail.

    Both ring and say the least; the call sheet goes by mail alone. A worker's question says all in its text.
    """
    found = []
    for row in rows:
        found.append(row)
        person = people.get(row.recipient)
        needed = row.step in _WITH_DETAILS or (row.role is not Role.WORKER and row.step.isdigit())
        if row.channel.rings and needed and person is not None and usable(person, (Channel.MAIL,), ready):
            beside = untried(row, row.recipient, Channel.MAIL, at, state=row.state)
            if not row.step.isdigit():  # of which there may be several of one name: each with its own mail
                name = f"{row.step}:{row.id}"
                key = notification_key(row.deadline_id, name, row.round, row.recipient, Channel.MAIL)
                beside = replace(beside, id=key)
            found.append(beside)
    return found


def channels_outside_ladder(
    deadline: Deadline, recipient: str, told: Sequence[Notification], *, to_worker: bool
) -> tuple[Channel, ...]:
    """By what a message that is no step reaches somebody: as their steps do, or as they were told before."""
    if to_worker:
        own = next((step.channels for step in deadline.steps if step.to_worker), ())
        return (*(each for each in own if each in (Channel.MAIL, Channel.TEXT)), Channel.MAIL, Channel.TEXT)
    rung = any(row.recipient == recipient and row.channel.rings and row.state is NotificationState.SENT for row in told)
    return (Channel.TEXT, Channel.MAIL) if rung else (Channel.MAIL, Channel.TEXT)


def text_message(row: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> TextMessage:
    """The row as a text. Raises DeliveryFailed, for good, where its reader has no number that a text reaches."""
    person = scene.people.get(row.recipient)
    number = own_number(person, texted, "mobile")
    return TextMessage(notification=row, number=number, words=text_of(brief_of(row, scene, also)))
