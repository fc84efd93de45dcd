"""A text, a call or a webhook that is refused for good -> told to IT, until one is taken again (law 10).

Each later message to them would be refused as well, and each would give way in silence: who texted STOP is reached by
no text any more, and a webhook with a wrong secret posts nothing.
"""

from __future__ import annotations

from datetime import datetime

from calsync.domain.model import Channel, Notification
from calsync.domain.notices import Cause
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import DeliveryFailed
from calsync.ports import Transaction

_CAUSES = {
    Channel.TEXT: Cause.TEXT_UNDELIVERED,
    Channel.VOICE: Cause.CALL_UNDELIVERED,
    Channel.WEBHOOK: Cause.WEBHOOK_REFUSED,
}


def tell_refusal(tx: Transaction, row: Notification, error: DeliveryFailed, at: datetime) -> None:
    """Tell IT that a message was refused for good; of mail, and of what is tried again, it is told otherwise."""
    cause = _CAUSES.get(row.channel)
    if cause is not None and error.permanent:
        raise_notice(tx, cause, _about(row), str(error), at)


def taken_again(tx: Transaction, row: Notification, at: datetime) -> None:
    """A webhook has taken a message: what was said of it is well again. Texts and calls tell that by their receipts."""
    if row.channel is Channel.WEBHOOK:
        clear_notice(tx, Cause.WEBHOOK_REFUSED, _about(row), at)


def _about(row: Notification) -> str:
    return "" if row.channel is Channel.WEBHOOK else row.recipient
