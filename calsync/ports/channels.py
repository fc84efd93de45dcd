"""By what a notification travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from calsync.domain.model import Channel, Notification
from calsync.ports.mail import SentMail


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A notification with its words: what one channel brings to one person."""

    notification: Notification
    address: str
    subject: str
    text: str


class Notifier(Protocol):
    """One channel."""

    @property
    def channel(self) -> Channel:
        """Which one."""

    async def send(self, message: Message) -> SentMail:
        """Hand the message over. Raises DeliveryFailed; a timeout is a failure that may be tried again."""
