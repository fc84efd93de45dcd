"""Fakes of the engine's ports: small, whole, and told by the test what the world does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calsync.domain.model import Event, People, PersonId, Snapshot, Unreadable
from calsync.errors import SourceError
from calsync.ports import IncomingMail, OutgoingMail, SentMail


@dataclass
class At:
    """A clock that stands until the test moves it."""

    moment: datetime
    speed: float = 1.0

    def now(self) -> datetime:
        """The moment that the test has set."""
        return self.moment

    def go(self, minutes: float) -> datetime:
        """The moment so many minutes later, which is now."""
        self.moment += timedelta(minutes=minutes)
        return self.moment


@dataclass
class FakeCalendars:
    """Diaries as dictionaries of entries by their ids."""

    diaries: dict[PersonId, dict[str, Event]] = field(default_factory=dict)
    unreadable: dict[PersonId, list[Unreadable]] = field(default_factory=dict)
    refusals: dict[PersonId, Exception] = field(default_factory=dict)
    """What every reading of somebody's whole diary raises."""
    entry_refusals: dict[PersonId, Exception] = field(default_factory=dict)
    """What every reading of one entry of somebody's raises."""
    asked: list[str] = field(default_factory=list)
    """The ids that were asked for, one by one."""
    before_snapshot: Callable[[], None] = field(default=lambda: None)
    """Called as a diary is being read: what happens in the middle of it."""

    def put(self, event: Event) -> None:
        """Write an entry into its owner's diary."""
        self.diaries.setdefault(event.worker, {})[event.id] = event

    def delete(self, worker: PersonId, event_id: str) -> None:
        """Take an entry out; nothing when it is not there."""
        self.diaries.get(worker, {}).pop(event_id, None)

    def refuse(self, worker: PersonId, error: Exception, *, entries: bool = False) -> None:
        """From now on the diary (or each single entry) answers with this error, until `allow`."""
        (self.entry_refusals if entries else self.refusals)[worker] = error

    def allow(self, worker: PersonId) -> None:
        """From now on everything can be read again."""
        self.refusals.pop(worker, None)
        self.entry_refusals.pop(worker, None)

    async def snapshot(self, worker: PersonId, start: datetime, end: datetime) -> Snapshot:
        """The entries that touch the window, without what only the single entry tells."""
        self.before_snapshot()
        if worker in self.refusals:
            raise self.refusals[worker]
        touching = [each for each in self.diaries.get(worker, {}).values() if each.start < end and start < each.end]
        return Snapshot(
            worker=worker,
            start=start,
            end=end,
            events=tuple(_as_listed(each) for each in sorted(touching, key=lambda each: (each.start, each.id))),
            unreadable=tuple(self.unreadable.get(worker, ())),
        )

    async def event(self, worker: PersonId, event_id: str) -> Event | None:
        """One entry whole; None when it is gone."""
        self.asked.append(event_id)
        if worker in self.entry_refusals:
            raise self.entry_refusals[worker]
        return self.diaries.get(worker, {}).get(event_id)


def _as_listed(event: Event) -> Event:
    return replace(event, created=None, attendees=())


@dataclass
class FakeDirectory:
    """Who works here, as the test says."""

    everybody: People
    refusal: SourceError | None = None

    async def people(self) -> People:
        """Everybody, or the refusal that the test has set."""
        if self.refusal is not None:
            raise self.refusal
        return self.everybody


@dataclass
class FakeMailbox:
    """A mailbox as two lists."""

    sent: list[OutgoingMail] = field(default_factory=list)
    received: list[IncomingMail] = field(default_factory=list)
    refusal: SourceError | None = None

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Ids made from the mail's place in the list."""
        if self.refusal is not None:
            raise self.refusal
        self.sent.append(mail)
        return SentMail(message_id=f"<{len(self.sent)}@calsync>", conversation_id=f"conversation-{len(self.sent)}")

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        """What came at or after `moment`, oldest first."""
        if self.refusal is not None:
            raise self.refusal
        return sorted((each for each in self.received if each.received >= moment), key=lambda each: each.received)
