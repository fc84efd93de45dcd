"""The world of a scenario in memory: a clock that is set, diaries, a directory, and the service's mailbox."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calsync.domain.model import Event, People, Person, PersonId, Place, Snapshot, Turn
from calsync.errors import SourceError
from calsync.parsers.location import read_place
from calsync.ports import NOBODY, DiaryWanted, IncomingMail, OutgoingMail, SentMail, Unchanged
from calsync.simulation.scenario import Entry, Planned

AT_THE_OFFICE = timedelta(minutes=15)
"""How long the entry at the office lasts by which a diary tells of a return."""


@dataclass(slots=True)
class SetClock:
    """A clock that shows the moment to which it was set, and stands."""

    moment: datetime
    speed: float = 1.0

    def now(self) -> datetime:
        """That moment."""
        return self.moment


@dataclass(slots=True)
class Diaries:
    """The CalendarSource port over dictionaries, read one diary after the other so that no thread is before another."""

    entries: dict[PersonId, dict[str, Event]] = field(default_factory=dict)
    changed: dict[PersonId, datetime] = field(default_factory=dict)
    """When something was last written into each diary."""
    room: int = 1
    reads_a_second: float | None = None

    def put(self, event: Event, at: datetime) -> None:
        """Write an entry, new or changed."""
        self.entries.setdefault(event.worker, {})[event.id] = event
        self.changed[event.worker] = at

    def take_out(self, worker: PersonId, event_id: str, at: datetime) -> None:
        """Delete an entry; nothing when it is not there."""
        self.entries.get(worker, {}).pop(event_id, None)
        self.changed[worker] = at

    async def snapshots(
        self,
        wanted: Sequence[DiaryWanted],
        *,
        turn: Turn = Turn.ORDINARY,  # noqa: ARG002  nobody waits in memory
    ) -> list[Snapshot | Unchanged | SourceError]:
        """Each diary whole; unchanged where it says what it said under the digest that was handed in."""
        return [self._snapshot(each) for each in wanted]

    def _snapshot(self, wanted: DiaryWanted) -> Snapshot | Unchanged:
        theirs = self.entries.get(wanted.worker, {}).values()
        events = tuple(
            # As Outlook lists them: when it was made and who accepted is told by the single entry alone.
            replace(each, created=None, attendees=())
            for each in sorted(theirs, key=lambda each: (each.start, each.id))
            if each.start < wanted.end and wanted.start < each.end
        )
        digest = hashlib.sha256(repr(events).encode()).hexdigest()[:16]
        if digest == wanted.digest:
            return Unchanged(worker=wanted.worker, digest=digest)
        return Snapshot(worker=wanted.worker, start=wanted.start, end=wanted.end, events=events, digest=digest)

    async def event(
        self,
        worker: PersonId,
        event_id: str,
        *,
        turn: Turn = Turn.ORDINARY,  # noqa: ARG002
    ) -> Event | None:
        """One entry with `created` and `attendees`; None when it is gone."""
        return self.entries.get(worker, {}).get(event_id)


@dataclass(frozen=True, slots=True)
class Staffed:
    """The Directory port over people who stay as the scenario says; what takes them away is known beforehand."""

    everybody: People
    problems: tuple[str, ...] = ()

    async def people(self, known: People = NOBODY) -> People:  # noqa: ARG002  nothing is read anew
        """Everybody."""
        return self.everybody

    async def settings(
        self,
        persons: Sequence[Person],
        at: datetime,  # noqa: ARG002  absences carry their own times
    ) -> list[Person | SourceError]:
        """Each as they are."""
        return [self.everybody.get(each.id) or each for each in persons]

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who has each address or id."""
        return [self.everybody.by_mail(each) or self.everybody.get(each) for each in addresses]


@dataclass(slots=True)
class Post:
    """The Mailbox port over lists: what people write to the service. What it sends goes nowhere."""

    received: list[IncomingMail] = field(default_factory=list)
    unread: list[IncomingMail] = field(default_factory=list)
    """What has come and was not looked at yet."""
    looked_at: list[IncomingMail] = field(default_factory=list)
    """What was looked at since somebody last asked what became of it."""

    def put(self, mail: IncomingMail) -> None:
        """A mail arrives."""
        self.received.append(mail)
        self.unread.append(mail)

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Taken, and kept nowhere."""
        return SentMail(message_id=f"<{mail.reference}@memory>", conversation_id=f"memory-{mail.reference}")

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        """What came at or after `moment`, oldest first."""
        self.looked_at += self.unread
        self.unread.clear()
        return sorted((each for each in self.received if each.received >= moment), key=lambda each: each.received)


def as_event(
    name: str, worker: PersonId, entry: Entry, created: datetime, change: int, *, modified: datetime | None = None
) -> Event:
    """An entry as the diary holds it; without `modified` it is as it was made."""
    place, subject = read_place(entry.location), entry.subject
    if entry.phone and place.is_address:
        # Read apart, so that a number never makes a door of it.
        place = Place(
            text=f"{place.text}, {entry.phone}", kind=place.kind, postcode=place.postcode, street=place.street
        )
    elif entry.phone:
        subject = f"{subject} {entry.phone}".strip()
    return Event(
        worker=worker,
        id=name,
        start=entry.start,
        end=entry.end,
        subject=subject,
        place=place,
        categories=entry.categories,
        change_key=str(change),
        created=created,
        modified=modified or created,
        attendees=entry.attendees,
    )


def office_after(visit: Planned, back: datetime, created: datetime) -> Event:
    """The entry at the office that says when the worker means to be back."""
    return Event(
        worker=visit.worker,
        id=f"{visit.name} (return)",
        start=back,
        end=back + AT_THE_OFFICE,
        subject="Office",
        created=created,
        change_key="1",
    )
