"""Everything that a worker's devices can show, as bytes: two days are alike when these are (law 7).

A further device (a web page, a phone call) is a class with a `shows` that yields what it shows; add it to DEVICES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from calsync.domain.model import Channel, Lane
from calsync.engine import Engine
from calsync.notify.memory import MemoryNotifier
from calsync.ports import Message, OutgoingMail, SentMail
from tests import at_once
from tests.fakes import FakeMailbox
from tests.house import House, clock
from tests.texts import TextHouse

_TOKEN = re.compile(r"\[[A-Z0-9]{6}\]")
PREVIEW = 100
"""So many letters of a message stand on a locked screen."""


@dataclass(frozen=True, order=True)
class Shown:
    """One thing that a device shows: when, by whom, under which title, in which thread, with which words and marks."""

    at: datetime
    device: str
    address: str
    title: str
    preview: str
    text: str
    thread: int
    marks: tuple[str, ...]


class Device(Protocol):
    """What the worker looks at or hears."""

    def shows(self, house: DeviceHouse, who: str) -> Iterable[Shown]:
        """All that it has shown, in order."""


class _Timed(MemoryNotifier):
    """A channel that keeps when each message was handed over."""

    def __init__(self, channel: Channel, now: Callable[[], datetime]) -> None:
        super().__init__(channel)
        self._now = now
        self.moments: list[datetime] = []

    async def send(self, message: Message) -> SentMail:
        """The ids; the moment is kept."""
        sent = await super().send(message)
        self.moments.append(self._now())
        return sent


@dataclass
class _TimedMailbox(FakeMailbox):
    now: Callable[[], datetime] = field(default=lambda: clock("00:00"))
    moments: list[datetime] = field(default_factory=list)

    async def send(self, mail: OutgoingMail) -> SentMail:
        """The ids; the moment is kept."""
        sent = await super().send(mail)
        self.moments.append(self.now())
        return sent


class DeviceHouse(TextHouse):
    """A house whose channels keep when each message was handed over."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(**changes)
        self.mail = _Timed(Channel.MAIL, self.clock.now)
        self.texted = self.carrier.texts = _Timed(Channel.TEXT, self.clock.now)
        self.mailbox = _TimedMailbox(now=self.clock.now)
        notifiers = {**self.core.notifiers, Channel.MAIL: self.mail}
        self.core = replace(self.core, mailbox=self.mailbox, notifiers=notifiers, carrier=self.carrier)
        self.engine = Engine(self.core)
        at_once.run(self.engine.refresh_people())

    def tick(self) -> None:
        """One round of everything, letters and texts among it."""
        self.read_texts()
        super().tick()
        at_once.run(self.engine.letters())

    def every(self, minutes: int, until: str, *, day: int = 0) -> None:
        """The service runs until that time, a round every so many minutes."""
        end = clock(until, day=day)
        while self.clock.now() < end:
            self.clock.go(minutes)
            self.clock.moment = min(self.clock.now(), end)
            self.tick()


class Messages:
    """The messages of one channel."""

    def __init__(self, name: str, channel: Callable[[DeviceHouse], MemoryNotifier | None]) -> None:
        self.name, self._channel = name, channel

    def shows(self, house: DeviceHouse, who: str) -> Iterable[Shown]:
        """Each with its thread: a conversation of its own is a number of its own."""
        channel, threads = self._channel(house), dict[str, int]()
        if not isinstance(channel, _Timed):
            return
        for at, each in zip(channel.moments, channel.sent, strict=True):
            if each.notification.recipient != who:
                continue
            row = each.notification
            thread = threads.setdefault(f"memory-{row.id}", len(threads))
            marks = ("important",) if row.lane is Lane.ALARM else ()
            title, text = (_without(row.token, words) for words in (each.subject, each.text))
            shape = f"{len(row.token)}{row.token.isalnum()}{row.token == row.token.upper()}{len(row.id)}"
            yield Shown(at, self.name, each.address, title, text[:PREVIEW], text, thread, (*marks, shape))


class Letters:
    """The letters of the bulk lane, and whatever else the service mailbox sends to an address."""

    def shows(self, house: DeviceHouse, who: str) -> Iterable[Shown]:
        """Each letter to the worker's address."""
        person = house.directory.everybody.get(who)
        box = house.mailbox
        if person is None or not isinstance(box, _TimedMailbox):
            return
        for at, each in zip(box.moments, box.sent, strict=True):
            if each.to == person.mail:
                marks = tuple(name for name in ("important", "bulk") if getattr(each, name))
                thread = len(each.reference)
                title, words = (_TOKEN.sub("[******]", said) for said in (each.subject, f"{each.text}\f{each.html}"))
                yield Shown(at, "letter", each.to, title, words[:PREVIEW], words, thread, marks)


class Diary:
    """The entries as Outlook has them: calsync changes nothing in them, nor adds any."""

    def __init__(self, hidden: Sequence[str] = ()) -> None:
        self._hidden = hidden

    def shows(self, house: DeviceHouse, who: str) -> Iterable[Shown]:
        """Each entry whole, without the code words that its worker wrote into it."""
        for event in house.calendars.diaries.get(who, {}).values():
            text = repr(event)
            for each in self._hidden:
                text = text.replace(each, "")
            yield Shown(event.start, "diary", "", "", "", text, 0, ())


def devices(hidden: Sequence[str] = ()) -> tuple[Device, ...]:
    """What a worker has: `hidden` are the words that they wrote into their own diary."""
    return (
        Messages("mail", lambda house: house.mail),
        Messages("text", lambda house: house.texted),
        Messages("call", lambda house: _channel(house, Channel.VOICE)),
        Letters(),
        Diary(hidden),
    )


def everything(house: DeviceHouse, who: str = "sam", having: Sequence[Device] = ()) -> bytes:
    """All that the devices of one worker have shown, in order."""
    shown = [each for device in having or devices() for each in device.shows(house, who)]
    return "\n".join(repr(each) for each in shown).encode()


def _channel(house: House, channel: Channel) -> MemoryNotifier | None:
    found = house.core.notifiers.get(channel)
    return found if isinstance(found, MemoryNotifier) else None


def _without(token: str, words: str) -> str:
    return words.replace(token, "*" * len(token)) if token else words
