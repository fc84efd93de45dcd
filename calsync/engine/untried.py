"""The same message once more: to somebody else, or by another channel."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from calsync.domain.keys import notification_key
from calsync.domain.model import Channel, Notification, NotificationState, PersonId, Receipt

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def random_word() -> str:
    """Six letters and digits that nobody confuses, by which an answer finds its deadline. It opens nothing."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))


def untried(
    row: Notification,
    recipient: PersonId,
    channel: Channel,
    at: datetime,
    *,
    state: NotificationState = NotificationState.WAITING,
) -> Notification:
    """The same message to somebody, or by another channel, with nothing tried yet."""
    return replace(
        row,
        id=notification_key(row.deadline_id, row.step, row.round, recipient, channel),
        recipient=recipient,
        channel=channel,
        state=state,
        recorded=at,
        token=random_word(),
        attempts=0,
        not_before=None,
        first_failed=None,
        gave_way=False,
        last_error="",
        message_id="",
        conversation_id="",
        sent=None,
        receipt=Receipt.NONE,
    )
