"""Messages by mail, through the service mailbox."""

from __future__ import annotations

import asyncio

from calsync.domain.model import Channel, Lane
from calsync.errors import DeliveryFailed, SourceError, SourceRefused
from calsync.ports import Mailbox, Message, OutgoingMail, SentMail

SECONDS = 10.0
"""Elapsed seconds in which a mail has to be handed over."""


class MailNotifier:
    """The Notifier port for mail."""

    def __init__(self, mailbox: Mailbox, *, seconds: float = SECONDS) -> None:
        self._mailbox = mailbox
        self._seconds = seconds

    @property
    def channel(self) -> Channel:
        """Mail."""
        return Channel.MAIL

    async def send(self, message: Message) -> SentMail:
        """The ids of the mail that was taken for delivery.

        Raises DeliveryFailed: permanent when the mailbox refuses this mail (4xx) and would refuse it again; a
        timeout, a refused sign-in and a busy server may be tried again. The reason holds no address.
        """
        mail = OutgoingMail(
            to=message.address,
            subject=message.subject,
            text=message.text,
            reference=message.notification.id,
            important=message.notification.lane is Lane.ALARM,
        )
        try:
            async with asyncio.timeout(self._seconds):
                return await self._mailbox.send(mail)
        except TimeoutError:
            raise DeliveryFailed(f"The mailbox did not take the mail within {self._seconds:g} seconds.") from None
        except SourceError as error:
            refused = isinstance(error, SourceRefused) and 400 <= (error.status or 0) < 500
            raise DeliveryFailed(str(error), permanent=refused) from error
