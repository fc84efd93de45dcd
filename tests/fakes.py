"""Fakes of the engine's ports: small, whole, and told by the test what the world does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calsync.domain.model import Event, People, Person, PersonId, Snapshot, Turn, Unreadable
from calsync.errors import SourceError
from calsync.ports import NOBODY, DiaryWanted, IncomingMail, OutgoingMail, SentMail, Unchanged


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
    read: list[PersonId] = field(default_factory=list)
    """Whose diaries were read by several, in order."""
    turns: list[Turn] = field(default_factory=list)
    """In what order of service each request for several diaries was made."""
    places: int = 4
    speed: float | None = None
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

    @property
    def room(self) -> int:
        """How many diaries a test lets be read at once."""
        return self.places

    @property
    def reads_a_second(self) -> float | None:
        """As the test says; it does not matter unless it does."""
        return self.speed

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """Each diary on its own; unchanged where the digest is that of the last reading."""
        self.turns.append(turn)
        found: list[Snapshot | Unchanged | SourceError] = []
        for each in wanted:
            self.read.append(each.worker)
            try:
                snapshot = await self.snapshot(each.worker, each.start, each.end)
            except SourceError as error:
                found.append(error)
                continue
            digest = hashlib.blake2b(repr((snapshot.events, snapshot.unreadable)).encode(), digest_size=8).hexdigest()
            if each.digest == digest:
                found.append(Unchanged(worker=each.worker, digest=digest))
            else:
                found.append(replace(snapshot, digest=digest))
        return found

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
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
    """What every reading raises."""
    refusals: dict[PersonId, SourceError] = field(default_factory=dict)
    """What reading the settings of somebody alone is answered with."""
    mailboxes: dict[PersonId, Person] = field(default_factory=dict)
    """Whose mailbox says other hours, zone and absences than `everybody` does, and which."""
    problems: tuple[str, ...] = ()
    asked: list[PersonId] = field(default_factory=list)
    """Whose settings were read, in order."""

    async def people(self, known: People = NOBODY) -> People:
        """Everybody as the test says, or the refusal that it has set."""
        if self.refusal is not None:
            raise self.refusal
        return self.everybody

    async def settings(self, persons: Sequence[Person], at: datetime) -> list[Person | SourceError]:
        """Each as their mailbox says; where the test says nothing of it, as in `everybody`."""
        if self.refusal is not None:
            raise self.refusal
        self.asked += [each.id for each in persons]
        return [self.refusals.get(each.id) or self._settled(each) for each in persons]

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who of everybody has each address or id."""
        return [self.everybody.by_mail(each) or self.everybody.get(each) for each in addresses]

    def _settled(self, person: Person) -> Person:
        told = self.mailboxes.get(person.id) or self.everybody.get(person.id) or person
        return replace(person, zone=told.zone, hours=told.hours, absences=told.absences)


@dataclass
class FakeMailbox:
    """A mailbox as two lists."""

    sent: list[OutgoingMail] = field(default_factory=list)
    received: list[IncomingMail] = field(default_factory=list)
    refusal: Exception | None = None

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
