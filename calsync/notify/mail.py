"""Messages by mail, through the service mailbox."""

from __future__ import annotations

import asyncio

from calsync.domain.model import Channel, Lane
from calsync.errors import DeliveryFailed, SourceError
from calsync.ports import MailSender, Message, OutgoingMail, SentMail

SECONDS = 10.0
"""Elapsed seconds in which a mail has to be handed over."""

ABOUT_THIS_MAIL = frozenset({"errorinvalidrecipients", "errormessagesizeexceeded", "requestbodytoolarge"})
"""Microsoft's codes for a mail that would never be taken."""


class MailNotifier:
    """The Notifier port for mail."""

    def __init__(self, mailbox: MailSender, *, seconds: float = SECONDS, pages: str = "") -> None:
        self._mailbox = mailbox
        self._pages = pages
        self._seconds = seconds

    @property
    def channel(self) -> Channel:
        """Mail."""
        return Channel.MAIL

    async def send(self, message: Message) -> SentMail:
        """The ids of the mail that was taken for delivery.

        Raises DeliveryFailed: permanent when this very mail or its recipient is refused and would be again; all else,
        a refused mailbox or sign-in among it, may be tried again. The reason holds no address.
        """
        mail = OutgoingMail(
            to=message.address,
            subject=message.subject,
            text=message.text,
            reference=message.notification.id,
            important=message.notification.lane is Lane.ALARM,
            pages=self._pages,
        )
        try:
            async with asyncio.timeout(self._seconds):
                return await self._mailbox.send(mail)
        except TimeoutError:
            raise DeliveryFailed(f"The mailbox did not take the mail within {self._seconds:g} seconds.") from None
        except SourceError as error:
            # A 403 or 404 speaks of the service mailbox, which somebody may be setting up; these speak of this mail.
            refused = error.status in (400, 413) or error.code.casefold() in ABOUT_THIS_MAIL
            raise DeliveryFailed(str(error), permanent=refused) from error
