"""Who is late, who is out and who comes: the lines of the manager's board, the most urgent first.

Nobody reads on it of a visit on which they are themselves: what it says of one must not differ by what its worker has
said, and a code word must show on no screen of theirs (law 7).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calsync.domain.ladders import at_latest
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    MailboxState,
    People,
    Person,
    PersonId,
    Tag,
    Visit,
    Watched,
)
from calsync.domain.responders import on_the_visit, whom_to_tell

SOON = timedelta(minutes=15)
"""How long before its time a deadline counts as due soon."""


class Standing(StrEnum):
    """How a visit stands, in the order in which a manager has to know."""

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


_ORDER = {each: place for place, each in enumerate(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What comes next if nobody answers."""

    at: datetime
    ask: Ask
    names: tuple[str, ...]
    """Who is asked, as it stands now; empty where nobody could be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visit on the board, with the deadline of it that matters most. No address and no name of anybody visited."""

    deadline_id: str
    visit_id: str
    worker: PersonId
    name: str
    team: str
    standing: Standing
    alarm: AlarmKind
    kind: DeadlineKind
    start: datetime
    due: datetime
    """By when an answer must have come; of a call for help the moment of the call."""
    late: timedelta | None
    """How long its time is over; None before it."""
    word: bool
    """Whether a code word of the worker stands, on this visit or another one: then nobody rings them (law 7)."""
    possible: bool
    """Whether it only may be a visit."""
    risk: bool
    owner: str
    """Who looks after it; empty while nobody does."""
    owned_until: datetime | None
    next: NextStep | None
    """None where nobody else is asked any more."""
    read: datetime | None
    """When the worker's diary was last read; None: never."""
    stale: bool
    """Whether that is too long ago to be relied on (law 10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board as somebody sees it at one moment."""

    at: datetime
    groups: tuple[tuple[Standing, tuple[Line, ...]], ...]
    """Every standing in its order with its lines, also one without any: that nobody is late has to be said."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, the most urgent first."""
        return tuple(line for _, lines in self.groups for line in lines)

    @property
    def unanswered(self) -> int:
        """How many stand for which nobody has said "I have it"."""
        return sum(1 for line in self.lines if line.standing in (Standing.ALARMED, Standing.LATE))


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
) -> Board:
    """The board at `at` as `viewer` sees it, of these workers alone.

    What begins after tomorrow, in `zone`, is left out. `open_` are the visits with an open deadline, without drills:
    nobody is out because of one.
    """
    found: dict[Standing, list[Line]] = {each: [] for each in Standing}
    watched = list(open_)
    words = frozenset(one.worker for each in watched for one in each.deadlines if _is_word(one))
    reader = _Reader(people=people, mailboxes=mailboxes, at=at, ready=ready, zone=zone, words=words)
    for each in watched:
        visit = each.visit
        if visit.worker not in workers or on_the_visit(viewer, visit):
            continue
        line = reader.line(each)
        if line is not None:
            found[line.standing].append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.alarm is AlarmKind.SILENCE, line.due, line.name, line.deadline_id))
    return Board(at=at, groups=tuple((each, tuple(lines)) for each, lines in found.items()))


def _is_word(deadline: Deadline) -> bool:
    return deadline.is_open and deadline.alarm is AlarmKind.DURESS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    people: People
    mailboxes: Mapping[PersonId, MailboxState]
    at: datetime
    ready: frozenset[Channel]
    zone: ZoneInfo
    words: frozenset[PersonId]
    """Of whom a code word stands."""

    def line(self, watched: Watched) -> Line | None:
        """The line of a visit; None where nothing of it is open, or it comes after tomorrow."""
        visit = watched.visit
        standings = [(one, self._standing(visit, one)) for one in watched.deadlines if one.is_open]
        known = [(one, standing) for one, standing in standings if standing is not None]
        if not known:
            return None
        # Beside a code word the visit's own deadline only shows its worker what they would see without it.
        words = [each for each in known if _is_word(each[0])]
        deadline, standing = min(words or known, key=lambda each: (_ORDER[each[1]], each[0].due))
        worker, state = self.people.get(visit.worker), self.mailboxes.get(visit.worker)
        called = deadline.alarm is not AlarmKind.SILENCE
        due = deadline.base if called else deadline.due
        owned = deadline.owned(self.at)
        return Line(
            deadline_id=deadline.id,
            visit_id=visit.id,
            worker=visit.worker,
            name=self._name(visit.worker),
            team=worker.department if worker is not None else "",
            standing=standing,
            alarm=deadline.alarm,
            kind=deadline.kind,
            start=visit.start,
            due=due,
            late=self.at - due if due <= self.at else None,
            word=visit.worker in self.words,
            possible=visit.tag is Tag.POSSIBLE,
            risk=visit.risk,
            owner=self._name(deadline.owner) if owned and deadline.owner is not None else "",
            owned_until=deadline.owned_until if owned else None,
            next=self._next(visit, deadline),
            read=state.last_read if state is not None else None,
            stale=state is None or state.fresh_until is None or state.fresh_until < self.at,
        )

    def _standing(self, visit: Visit, deadline: Deadline) -> Standing | None:
        """How a deadline stands; None where it comes after tomorrow."""
        at = self.at
        if deadline.alarm is not AlarmKind.SILENCE or deadline.due <= at:
            if deadline.owned(at):
                return Standing.OWNED
            asked = deadline.responders_asked or deadline.alarm is not AlarmKind.SILENCE
            return Standing.ALARMED if asked else Standing.LATE
        if visit.start <= at:
            return Standing.DUE_SOON if deadline.due - at <= SOON else Standing.OUT
        days = (visit.start.astimezone(self.zone).date() - at.astimezone(self.zone).date()).days
        return {0: Standing.LATER_TODAY, 1: Standing.TOMORROW}.get(days)

    def _next(self, visit: Visit, deadline: Deadline) -> NextStep | None:
        for after, step in list(at_latest(deadline.steps))[deadline.taken :]:
            if step.to_worker or step.ask is Ask.KNOW:
                continue
            moment = deadline.base + after
            told = whom_to_tell(
                step.roles, visit, self.people, max(moment, self.at), channels=step.channels, ready=self.ready
            )
            names = tuple(dict.fromkeys(each.person.name or each.person.id for each in told.recipients))
            return NextStep(at=moment, ask=step.ask, names=names)
        return None

    def _name(self, person: PersonId) -> str:
        known = self.people.get(person)
        return known.name if known is not None and known.name else person
