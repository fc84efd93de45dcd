"""Messages: rows before they are sent (law 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.moments import PersonId
from calsync.domain.model.policy import Ask, Channel, Role


class Lane(StrEnum):
    """What passes what in the queue, first to last."""

    ALARM = "alarm"
    REMINDER = "reminder"
    STAND_DOWN = "stand-down"
    BULK = "bulk"


class NotificationState(StrEnum):
    """Where one message stands."""

    WAITING = "waiting"
    SENT = "sent"
    """Taken by its channel, which is not the same as read."""
    FAILED = "failed"
    CANCELLED = "cancelled"
    FOLDED = "folded"
    """An older step of the same ladder: the newer one to the same person says it (law 3)."""
    CARRIED = "carried"
    """Told inside a message to the same person about another deadline, after darkness (law 3)."""


class Receipt(StrEnum):
    """What is known of a message on its way, on channels that tell."""

    NONE = ""
    """Nothing is told of it: it was not sent, or its channel has no receipts."""
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """No word came in time: counted as undelivered, though it may still arrive."""

    @property
    def is_final(self) -> bool:
        """Whether no later word changes it."""
        return self in (Receipt.DELIVERED, Receipt.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One message to one person by one channel: a row before it is sent (law 13)."""

    id: str
    """Made from its identity (deadline, step, round, recipient, channel), which never comes twice."""
    deadline_id: str
    step: str
    """The step's place in the ladder, counted from 1, or the name of a message outside it ("diary-changed")."""
    round: int
    recipient: PersonId
    channel: Channel
    role: Role
    ask: Ask
    lane: Lane
    due: datetime
    """When it was owed."""
    recorded: datetime
    """When it was written down; later than `due` when the service was down."""
    token: str
    """A random word in the subject by which an answer finds its way back. No secret: it opens nothing."""
    number: int = 0
    """Of a question whether an entry is a visit: its place in the list that it is asked in, from 1; 0 for all else."""
    asked_as: str = ""
    """A hash of what that entry said when it was asked about: an answer is about these words and no others.
    Of a message that lists the visits of somebody who is away: their ids, in the order of their numbers.
    Of an alarm that is handed over: the id of the one who asks."""
    note: str = ""
    """What the message must say besides: that the service was down, who was passed over, what changed."""
    repeat: bool = False
    """A repeat to people who were told before; held back while somebody else owns the alarm (law 5)."""
    state: NotificationState = NotificationState.WAITING
    attempts: int = 0
    not_before: datetime | None = None
    """No attempt before this moment; None: at once. Of a call that was answered: until when its line is taken."""
    message_id: str = ""
    conversation_id: str = ""
    sent: datetime | None = None
    first_failed: datetime | None = None
    """When the first attempt failed; None while none did."""
    gave_way: bool = False
    """Whether, after failures, the person's next channel or the next step was called in its place."""
    last_error: str = ""
    receipt: Receipt = Receipt.NONE
    """What became of it on the way, as its carrier tells."""
