"""The shipped fake of every channel: it keeps what it was given, and fails when it is told to."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.model import Channel, Receipt
from calsync.errors import DeliveryFailed, SourceError
from calsync.ports import CallEnd, IncomingText, Message, PhoneCall, SentMail, TextMessage


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


class MemoryCarrier:
    """The Carrier port over lists. What is sent stands in `texts`, where it can be made to fail."""

    def __init__(self, texts: MemoryNotifier | None = None) -> None:
        self.texts = texts or MemoryNotifier(Channel.TEXT)
        self.receipts: dict[str, Receipt] = {}
        """What became of a text, by its `message_id`; of one that is not in it, nothing is known."""
        self.asked: list[str] = []
        """Whose receipts were asked for, in order."""
        self.received: list[IncomingText] = []
        self.refusal: SourceError | None = None
        """What every question raises; None: each is answered."""

    async def send(self, message: TextMessage) -> SentMail:
        """Ids made from the notification's. Raises DeliveryFailed while told to fail."""
        words = message.words.words
        return await self.texts.send(
            Message(notification=message.notification, address=message.number, subject="", text=words)
        )

    async def receipt(self, message_id: str) -> Receipt:
        """As the test says, WAITING unless it does."""
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(message_id)
        return self.receipts.get(message_id, Receipt.WAITING)

    async def received_since(self, moment: datetime) -> list[IncomingText]:
        """What came in at or after that moment."""
        if self.refusal is not None:
            raise self.refusal
        return sorted((each for each in self.received if each.received >= moment), key=lambda each: each.received)

    async def check(self) -> str:
        """A few words."""
        if self.refusal is not None:
            raise self.refusal
        return "a carrier in memory"


class MemoryCaller:
    """The Caller port over lists. Whoever is rung stands in `calls`, where it can be made to fail."""

    def __init__(self) -> None:
        self.calls: list[PhoneCall] = []
        """What was taken, in order."""
        self.ends: dict[str, CallEnd] = {}
        """How a call ended, by its `message_id`; of one that is not in it, nothing is known."""
        self.failure: DeliveryFailed | None = None
        """What every call raises; None: each is taken."""

    async def ring(self, call: PhoneCall) -> SentMail:
        """An id made from the notification's, the same each time. Raises DeliveryFailed while told to fail."""
        if self.failure is not None:
            raise self.failure
        self.calls.append(call)
        return SentMail(message_id=f"call-{call.notification.id}", conversation_id="")

    async def end_of(self, call_id: str) -> CallEnd:
        """As the test says, GOING unless it does."""
        return self.ends.get(call_id, CallEnd.GOING)

    async def check(self) -> str:
        """A few words."""
        return "a telephone in memory"
