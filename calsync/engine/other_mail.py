"""An alarm's mail, or a worker's question, that Microsoft does not take -> a mail server that is not Microsoft's.

Where the service mailbox has taken nothing of a message for 45 seconds, the organisation's own mail server is given it
(laws 4 and 10). It is the same row and the same words, with the same word in its subject, so that an answer is still
found; the answer goes to the service mailbox, where answers are read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.giving_way import message_act
from calsync.errors import DeliveryFailed
from calsync.ports import Message, PhoneCall, SentMail, TextMessage

AFTER = 45.0
"""Seconds of elapsed time for which the mailbox may fail before another server is asked."""


Outgoing = Message | TextMessage | PhoneCall
"""A message of whatever channel."""


async def or_by_other_mail(
    core: Core, message: Outgoing, handing_over: Awaitable[SentMail], seconds: float
) -> SentMail:
    """What its channel gives within so many seconds, or the other server in its place. Raises DeliveryFailed.

    A mail that its mailbox refuses for good is refused because of itself or its recipient: no other server is asked.
    """
    try:
        return await _in_time(handing_over, seconds)
    except DeliveryFailed as error:
        failed = error
    row = message.notification
    if core.other_mail is None or not isinstance(message, Message) or failed.permanent or not _is_due(core, row):
        raise failed
    try:
        sent = await _in_time(core.other_mail.send(message), seconds)
    except DeliveryFailed as error:
        log.warning("message %s by the other mail server failed: %s", row.id, error)
        raise failed from None
    with core.store.transaction() as tx:
        tx.add_acts([message_act(row, core.clock.now(), "mail-by-other-server")])
    log.warning("message %s went by the other mail server: %s", row.id, failed)
    return sent


def _is_due(core: Core, row: Notification) -> bool:
    """Whether it is a mail of an alarm, or a question to a worker, whose mailbox has failed for long enough.

    Whoever is not asked can't answer, and others are told for nothing.
    """
    at = core.clock.now()
    asks = row.role is Role.WORKER and row.ask in (Ask.CHECK_IN, Ask.IS_IT_A_VISIT)
    is_one = row.channel is Channel.MAIL and (row.lane is Lane.ALARM or asks)
    return is_one and row.first_failed is not None and at - row.first_failed >= core.real(AFTER)


async def _in_time(sending: Awaitable[SentMail], seconds: float) -> SentMail:
    """What a channel gives; whatever goes wrong with it is a DeliveryFailed."""
    try:
        async with asyncio.timeout(seconds):
            return await sending
    except TimeoutError:
        raise DeliveryFailed(f"no answer within {seconds:.0f} seconds") from None
    except DeliveryFailed:
        raise
    except Exception as error:
        # One message that can't be sent must not stop the others (law 14).
        raise DeliveryFailed(fault(error)) from None
