"""The deadline: the only thing with a life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from calsync.domain.model.hours import OfficeHours
from calsync.domain.model.moments import PersonId
from calsync.domain.model.policy import DeadlineKind, Step
from calsync.domain.model.visit import Visit


class DeadlineState(StrEnum):
    """Whether it still has to be answered."""

    OPEN = "open"
    CLOSED = "closed"
    """Answered by the worker, or closed by a named person with a reason."""
    CANCELLED = "cancelled"
    """Its visit left the diary before it began."""


class AlarmKind(StrEnum):
    """Why its ladder runs."""

    SILENCE = "silence"
    HELP = "help"
    DURESS = "duress"


class Denial(StrEnum):
    """Why nobody is asked any more of an entry that only may be a visit."""

    ENTRY = "entry"
    """Somebody said of this very entry that it is none."""
    KIND = "kind"
    """The worker said so of another one of its kind."""
    DURESS = "duress"
    """As ENTRY, and said with the code word: only in rows of earlier versions, which kept such a deadline open."""
    CALLED_OFF = "called-off"
    """Somebody said that it does not take place, or that a colleague makes it: `domain/away.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A moment by which an answer must have come: the only thing with a life."""

    id: str
    visit_id: str
    worker: PersonId
    kind: DeadlineKind
    due: datetime
    """The deadline in force."""
    planned: datetime
    """The deadline as the visit's start fixed it; extensions are measured from here (law 2)."""
    extension: timedelta
    """How far `due` may move beyond `planned`."""
    steps: tuple[Step, ...]
    """The policy's steps, copied: editing the policy changes no running escalation."""
    emergency: tuple[Step, ...] = ()
    ladder: tuple[Step, ...] = ()
    """The steps of office hours and of those out of hours together, where the policy tells them apart: `steps` are
    those of the deadline in force. Empty where it does not."""
    office: OfficeHours | None = None
    """By which `steps` are chosen from `ladder`; None where there is nothing to choose."""
    policy: str = ""
    state: DeadlineState = DeadlineState.OPEN
    alarm: AlarmKind = AlarmKind.SILENCE
    base: datetime
    """What the steps count from: `due`, or the moment of the call for help."""
    taken: int = 0
    """How many steps of the ladder were taken."""
    round: int = 0
    """Rises with every repeat and every restart of the ladder, so that no message's identity comes twice."""
    then_at: datetime | None = None
    """When the next step is taken, where that follows from the one before and not from `base`; None: from `base`."""
    repeat_at: datetime | None = None
    """When the step last taken is told again; None when it is not repeated."""
    next_step_at: datetime | None = None
    """When the ladder next moves: the one indexed column that says that something is due. None: nothing is."""
    late_entry: bool = False
    """One question to the worker and no ladder: its entry was made after its own end (law 3), or lasts all day."""
    risk: bool = False
    responders_asked: bool = False
    """Whether any responder was asked to act; from then on the diary extends nothing (law 2)."""
    owner: PersonId | None = None
    owned_until: datetime | None = None
    renewals: int = 0
    outside_body: str = ""
    """The log numbers under which outside bodies were told, as `domain/outside.py` joins them; from then on only its
    owner closes, once each is stood down (law 5)."""
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    reason: str = ""
    denied: Denial | None = None
    """Set where its entry was said to be no visit: it is opened again once the entry is one after all."""
    version: int = 0
    """The store's guard against two writers; counted up by the store alone."""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be answered."""
        return self.state is DeadlineState.OPEN

    @property
    def is_word(self) -> bool:
        """Whether it is a code word that stands."""
        return self.is_open and self.alarm is AlarmKind.DURESS

    def owned(self, at: datetime) -> bool:
        """Whether somebody has said "I have it" and their time has not run out."""
        return self.owner is not None and self.owned_until is not None and at < self.owned_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A visit and its deadlines."""

    visit: Visit
    deadlines: tuple[Deadline, ...] = ()
