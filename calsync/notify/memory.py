"""The shipped fake of every channel: it keeps what it was given, and fails when it is told to."""

from __future__ import annotations

from calsync.domain.model import Channel
from calsync.errors import DeliveryFailed
from calsync.ports import Message, SentMail


class MemoryNotifier:
    """The Notifier port for one channel, over a list."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._failure = ""
        self._permanent = False
        self.sent: list[Message] = []
        """What was taken, in order; a message that failed is not in it."""
        self.tried: list[Message] = []
        """What was handed over, in order, taken or not."""

    @property
    def channel(self) -> Channel:
        """The one it was made for."""
        return self._channel

    def fail(self, reason: str = "The channel is down.", *, permanent: bool = False) -> None:
        """From now on every message fails for this reason, until `recover`."""
        self._failure, self._permanent = reason, permanent

    def recover(self) -> None:
        """From now on messages are taken again."""
        self._failure = ""

    async def send(self, message: Message) -> SentMail:
        """Ids made from the notification's, the same each time. Raises DeliveryFailed while told to fail."""
        self.tried.append(message)
        if self._failure:
            raise DeliveryFailed(self._failure, permanent=self._permanent)
        self.sent.append(message)
        reference = message.notification.id
        return SentMail(message_id=f"<{reference}@memory>", conversation_id=f"memory-{reference}")
