"""What sends text messages, tells what became of them, and hands over those that came in: a carrier.

Where the service has no public address the carrier is asked (polled); one that calls in hands the same values over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from calsync.domain.model import NO_PROOF, Notification, Proof, Receipt
from calsync.domain.short_text import ShortText
from calsync.ports.mail import SentMail


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """A notification as one text to one person. It has no room for a mail's words: those are no ShortText."""

    notification: Notification
    number: str
    """In E.164."""
    words: ShortText


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingText:
    """A text that came in."""

    id: str
    """The carrier's own, the same each time it is read."""
    number: str
    """Of whoever sent it, as the carrier writes it."""
    words: str
    received: datetime
    """When the carrier took it, in UTC; when it was written nobody knows."""
    proof: Proof = NO_PROOF
    """What the writer's PIN in it says, which is taken out."""
    unreadable: str = ""
    """Why the carrier's row can't be understood, as a sentence; then it is nobody's answer, and the rest is a guess."""


class Carrier(Protocol):
    """One provider of text messages."""

    async def send(self, message: TextMessage) -> SentMail:
        """Hand one text over; the carrier's id stands as `message_id`. Raises DeliveryFailed.

        After an outcome that nobody knows (no answer in time) the same message may come once more: whoever implements
        this looks for it by its reference first, as far as the carrier can be asked.
        """

    async def receipt(self, message_id: str) -> Receipt:
        """What became of a text that was taken: WAITING while that is not known yet. Raises SourceError."""

    async def received_since(self, moment: datetime) -> list[IncomingText]:
        """Every text that came in at or after `moment` (UTC), oldest first. Raises SourceError."""

    async def check(self) -> str:
        """A few words on the account that was reached; nothing is sent. Raises SourceError."""
