"""What rings people and speaks to them, and tells how their calls ended: a telephone service.

What is said is not handed over with the call: once somebody answers, the service asks a page for it (`web/voice.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from calsync.domain.model import Notification
from calsync.domain.spoken import Spoken
from calsync.ports.mail import SentMail


class CallEnd(StrEnum):
    """How a call ended, as its carrier tells. A key that was pressed is told by the pages, and not by it."""

    GOING = "going"
    """It has not ended yet, or nobody knows."""
    UNANSWERED = "unanswered"
    """It rang in vain, was engaged, or ended: whoever or whatever took it."""
    FAILED = "failed"
    """The number can't be rung."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """A notification as one call to one person."""

    notification: Notification
    number: str
    """In E.164."""
    spoken: Spoken
    """What would be said now; what is said is made when somebody answers."""
    page: str = ""
    """The address that is asked for the words once somebody answers; its own for each notification."""
    tried_since: datetime | None = None
    """Since when an earlier try may have made this call, by the clock; None: this is the first."""
    others: frozenset[str] = frozenset()
    """The carrier's ids of the calls to the same telephone that are known to be other messages'."""


class Caller(Protocol):
    """One provider of telephone calls."""

    async def ring(self, call: PhoneCall) -> SentMail:
        """Have somebody rung; the carrier's id of the call stands as `message_id`. Raises DeliveryFailed.

        Where an earlier try may have made the same call, whoever implements this looks for it first.
        """

    async def end_of(self, call_id: str) -> CallEnd:
        """How a call ended. Raises SourceError."""

    async def check(self) -> str:
        """A few words on the account that was reached; nobody is rung. Raises SourceError."""
