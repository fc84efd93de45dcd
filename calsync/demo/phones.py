"""The simulated carrier's state: everybody's mobile telephone, and the texts between them and calsync."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.parsers.dialling import same_number

SENDER = "+447700900999"
"""The number that calsync sends from, one of those that Ofcom keeps for drama."""
ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "a-made-up-token-of-this-simulation"  # noqa: S105  it opens nothing but a simulation
KEY = "simulation-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
DELIVERED, FAILED = "delivered", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text, to a telephone or from one."""

    id: str
    number: str
    """The telephone's, in E.164."""
    words: str
    at: datetime
    incoming: bool
    """Whether somebody sent it to calsync."""
    reference: str = ""
    status: str = DELIVERED


class Phones:
    """Every text, oldest first; safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._texts: list[Text] = []
        self._off: set[str] = set()
        self.on_text: Callable[[Text], None] | None = None
        """Called with each text that somebody sends to calsync; never while the lock is held."""
        self.on_callback: Callable[[Text, str], None] | None = None
        """Called with a text to somebody, once it is known what became of it, and the address to tell."""

    def call_back(self, text: Text, address: str) -> None:
        """Tell an address what became of a text, where somebody calls in."""
        if self.on_callback is not None:
            self.on_callback(text, address)

    def send(self, number: str, words: str, *, reference: str = "") -> Text:
        """The text that calsync sent; a telephone that is switched off does not get it."""
        with self._lock:
            status = FAILED if number in self._off else DELIVERED
            text = Text(
                id=uuid.uuid4().hex, number=number, words=words, at=self._now(), incoming=False, reference=reference,
                status=status,
            )  # fmt: skip
            self._texts.append(text)
        return text

    def answer(self, number: str, words: str) -> Text:
        """The text that somebody sent to calsync from their telephone."""
        number = same_number(number) or number
        with self._lock:
            text = Text(id=uuid.uuid4().hex, number=number, words=words, at=self._now(), incoming=True)
            self._texts.append(text)
        if self.on_text is not None:
            self.on_text(text)
        return text

    def switch(self, number: str, *, off: bool) -> None:
        """Switch a telephone off, or on again."""
        number = same_number(number) or number
        with self._lock:
            (self._off.add if off else self._off.discard)(number)

    def is_off(self, number: str) -> bool:
        """Whether a telephone is switched off."""
        with self._lock:
            return (same_number(number) or number) in self._off

    def of(self, number: str) -> list[Text]:
        """What one telephone shows, newest first: not what it never got."""
        number = same_number(number)
        with self._lock:
            theirs = [each for each in self._texts if number and each.number == number]
        return [each for each in reversed(theirs) if each.incoming or each.status == DELIVERED]

    def every(self) -> list[Text]:
        """All texts, newest first."""
        with self._lock:
            return list(reversed(self._texts))

    def get(self, name: str) -> Text | None:
        """One text by its id; None when there is none."""
        with self._lock:
            return next((replace(each) for each in self._texts if each.id == name), None)
