"""Who is late, who is out and who comes: the lines of the manager's board, the most urgent first.

Nobody reads on it of a visit on which they are themselves: what it says of one must not differ by what its worker has
said, and a code word must show on no screen of theirs (law 7, `board_beside.py`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calsync.domain.board_beside import Beside, beside, is_word
from calsync.domain.board_next import NextStep, NextSteps
from calsync.domain.model import (
    AlarmKind,
    Channel,
    Deadline,
    DeadlineKind,
    MailboxState,
    Pause,
    People,
    Person,
    PersonId,
    Tag,
    Visit,
    Watched,
)

SOON = timedelta(minutes=15)
"""How long before its time a deadline counts as due soon."""


class Urgency(StrEnum):
    """How urgent a visit is, in the order in which a manager has to know."""

    ALARMED = "alarmed"
    """Somebody was asked to act, or the worker called for help, and nobody has said "I have it"."""
    LATE = "late"
    """Its time is over, and until now its worker alone was asked."""
    OWNED = "owned"
    """Its time is over, and somebody looks after it."""
    DUE_SOON = "due-soon"
    OUT = "out"
    LATER_TODAY = "later-today"
    TOMORROW = "tomorrow"


_ORDER = {each: place for place, each in enumerate(Urgency)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit on the board, with the deadline of it that matters most. No address and no name of anybody visited."""

    deadline_id: str
    visit_id: str
    worker: PersonId
    name: str
    team: str
    urgency: Urgency
    alarm: AlarmKind
    kind: DeadlineKind
    start: datetime
    due: datetime
    """By when an answer must have come; of a call for help the moment of the call."""
    late: timedelta | None
    """How long its time is over; None before it."""
    word_of: PersonId | None
    """Whose code word stands, so that nobody rings the worker (law 7): their own, on this visit or another one, or that
    of somebody on one visit with them. None: nobody's."""
    word_by: str
    """Their name where it is somebody else than the worker; else empty."""
    paused: datetime | None
    """Until when a pause holds it: nobody is asked before. None: it is watched."""
    possible: bool
    """Whether it only may be a visit."""
    risk: bool
    owner: str
    """Who looks after it; empty while nobody does."""
    owned_until: datetime | None
    next: NextStep | None
    """None where nobody but the worker is ever asked."""
    read: datetime | None
    """When the worker's diary was last read; None: never."""
    stale: bool
    """Whether that is too long ago to be relied on (law 10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board as somebody sees it at one moment."""

    at: datetime
    groups: tuple[tuple[Urgency, tuple[Line, ...]], ...]
    """Every urgency in its order with its lines, also one without any: that nobody is late has to be said."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, the most urgent first."""
        return tuple(line for _, lines in self.groups for line in lines)

    @property
    def unanswered(self) -> tuple[Line, ...]:
        """Those for which nobody has said "I have it"."""
        return tuple(line for line in self.lines if line.urgency in (Urgency.ALARMED, Urgency.LATE))


def board(
    open_: Iterable[Watched],
    people: People,
    mailboxes: Mapping[PersonId, MailboxState],
    at: datetime,
    *,
    viewer: Person,
    workers: Container[PersonId],
    ready: frozenset[Channel],
    zone: ZoneInfo,
    own: Iterable[Visit] = (),
    pauses: Sequence[Pause] = (),
) -> Board:
    """The board at `at` as `viewer` sees it, of these workers alone.

    What begins after tomorrow, in `zone`, is left out. `open_` are the visits with an open deadline, without drills:
    nobody is out because of one. `own` are the viewer's visits, also those that they have answered; `pauses` also those
    that were over lately.
    """
    found: dict[Urgency, list[Line]] = {each: [] for each in Urgency}
    shown = beside(open_, own, people, viewer, at)
    steps = NextSteps(people=people, at=at, ready=ready, pauses=pauses)
    reader = _Reader(people=people, mailboxes=mailboxes, at=at, zone=zone, shown=shown, steps=steps)
    for each in shown.open:
        line = reader.line(each) if each.visit.worker in workers else None
        if line is not None:
            found[line.urgency].append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.alarm is AlarmKind.SILENCE, line.due, line.name, line.deadline_id))
    return Board(at=at, groups=tuple((each, tuple(lines)) for each, lines in found.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    people: People
    mailboxes: Mapping[PersonId, MailboxState]
    at: datetime
    zone: ZoneInfo
    shown: Beside
    steps: NextSteps

    def line(self, watched: Watched) -> Line | None:
        """The line of a visit; None where nothing of it is open, or it comes after tomorrow."""
        visit = watched.visit
        urgencies = [(one, self._urgency(visit, one)) for one in watched.deadlines if one.is_open]
        known = [(one, urgency) for one, urgency in urgencies if urgency is not None]
        if not known:
            return None
        # Beside a code word the visit's own deadline only shows its worker what they would see without it.
        words = [each for each in known if is_word(each[0])]
        deadline, urgency = min(words or known, key=lambda each: (_ORDER[each[1]], each[0].due))
        worker, state = self.people.get(visit.worker), self.mailboxes.get(visit.worker)
        called = deadline.alarm is not AlarmKind.SILENCE
        due = deadline.base if called else deadline.due
        owned = deadline.owned(self.at)
        word_of = self.shown.words.get(visit.worker)
        return Line(
            deadline_id=deadline.id,
            visit_id=visit.id,
            worker=visit.worker,
            name=self._name(visit.worker),
            team=worker.department if worker is not None else "",
            urgency=urgency,
            alarm=deadline.alarm,
            kind=deadline.kind,
            start=visit.start,
            due=due,
            late=self.at - due if due <= self.at else None,
            word_of=word_of,
            word_by=self._name(word_of) if word_of is not None and word_of != visit.worker else "",
            paused=self.steps.held_until(visit, deadline),
            possible=visit.tag is Tag.POSSIBLE,
            risk=visit.risk,
            owner=self._name(deadline.owner) if owned and deadline.owner is not None else "",
            owned_until=deadline.owned_until if owned else None,
            next=self.steps.of(self.shown.joined(visit, self.people), deadline),
            read=state.last_read if state is not None else None,
            stale=state is None or state.fresh_until is None or state.fresh_until < self.at,
        )

    def _urgency(self, visit: Visit, deadline: Deadline) -> Urgency | None:
        """How a deadline stands; None where it comes after tomorrow."""
        at = self.at
        if deadline.alarm is not AlarmKind.SILENCE or deadline.due <= at:
            if deadline.owned(at):
                return Urgency.OWNED
            asked = deadline.responders_asked or deadline.alarm is not AlarmKind.SILENCE
            return Urgency.ALARMED if asked else Urgency.LATE
        if visit.start <= at:
            return Urgency.DUE_SOON if deadline.due - at <= SOON else Urgency.OUT
        days = (visit.start.astimezone(self.zone).date() - at.astimezone(self.zone).date()).days
        return {0: Urgency.LATER_TODAY, 1: Urgency.TOMORROW}.get(days)

    def _name(self, person: PersonId) -> str:
        known = self.people.get(person)
        return known.name if known is not None and known.name else person
