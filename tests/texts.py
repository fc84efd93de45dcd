"""A house in which Clarendon's policy is kept by text and by mail, and everybody has a mobile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from calsync.domain.model import Channel, People
from calsync.notify.memory import MemoryNotifier
from calsync.ports import IncomingText, Message
from tests.house import CAST, CLARENDON, House

BOTH = (Channel.TEXT, Channel.MAIL)
NUMBERS = {each.id: f"07700 9001{number:02}" for number, each in enumerate(CAST.persons, 1)}
STAFF: People = replace(CAST, persons=tuple(replace(each, mobile=NUMBERS[each.id]) for each in CAST.persons))
BY_TEXT = replace(
    CLARENDON,
    mail_alone="",
    steps=tuple(replace(each, channels=BOTH) for each in CLARENDON.steps),
    emergency=tuple(replace(each, channels=BOTH) for each in CLARENDON.emergency),
)


class TextHouse(House):
    """A house with a carrier."""

    def __init__(self, *, people: People = STAFF, at: str = "12:00", **changes: Any) -> None:
        self.texted = MemoryNotifier(Channel.TEXT)
        mail = MemoryNotifier(Channel.MAIL)
        super().__init__(
            at=at, people=people, notifiers={Channel.TEXT: self.texted, Channel.MAIL: mail},
            **{"policy": BY_TEXT, **changes},
        )  # fmt: skip
        self.mail = mail
        self._texts_came = 0

    def texts(self, words: str, *, who: str = "sam", number: str = "") -> int:
        """Somebody sends a text, and it is read at once: how many answers were taken."""
        self._texts_came += 1
        received = self.clock.now()
        number = number or "+44" + NUMBERS[who].replace(" ", "")[1:]
        self.carrier.received.append(
            IncomingText(id=f"t{self._texts_came}", number=number, words=words, received=received)
        )
        return self.read_texts()

    def read_texts(self) -> int:
        """Read what came in at the carrier."""
        return asyncio.run(self.engine.read_texts())

    def read_receipts(self) -> int:
        """Ask what became of texts."""
        return asyncio.run(self.engine.read_receipts())

    def texts_to(self, who: str) -> list[Message]:
        """What somebody was sent by text, oldest first."""
        return [each for each in self.texted.sent if each.notification.recipient == who]


def late_by_text(at: str = "14:01", **changes: Any) -> TextHouse:
    """A house in which Sam's visit of 13:00 to 14:00 is over without a word."""
    house = TextHouse(**changes)
    house.entry()
    house.go_to(at)
    return house
