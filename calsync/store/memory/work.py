"""What every part of the fake stands on: all that is kept, and real time for leases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from calsync.domain.links import Link
from calsync.domain.model import (
    Act,
    Answer,
    Concern,
    Deadline,
    DueAct,
    Incident,
    MailboxState,
    Notice,
    Notification,
    Pause,
    People,
    Remembered,
    Visit,
)
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace
from calsync.domain.model.letters import Declaration, Letter
from calsync.domain.pins import Pin
from calsync.domain.sessions import HeldForm, Session


@dataclass(slots=True)
class State:
    """Everything that is kept. The values are frozen, so copying the containers copies it all."""

    people: People = field(default_factory=People)
    mailboxes: dict[str, MailboxState] = field(default_factory=dict)
    mailbox_leases: dict[str, datetime] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    remembered: dict[tuple[str, str], Remembered] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    quarantine: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    notifications: dict[str, Notification] = field(default_factory=dict)
    leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    notice_leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    letter_leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    declarations: dict[str, Declaration] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    due_acts: dict[tuple[str, int], DueAct] = field(default_factory=dict)
    concerns: dict[tuple[str, str, str], Concern] = field(default_factory=dict)
    checks: dict[str, tuple[CheckDue, datetime | None]] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    flagged: dict[tuple[str, str], FlaggedPlace] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    pins: dict[str, Pin] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    held_forms: dict[str, HeldForm] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    marks: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def copy(self) -> State:
        """A copy that can be changed alone."""
        copies: dict[str, Any] = {}
        for name in _NAMES:
            value = getattr(self, name)
            copies[name] = value if name == "people" else value.copy()
        return State(**copies)


# Listed once: every transaction copies.
_NAMES = tuple(each.name for each in fields(State))


class MemoryWork:
    """One unit of work on a copy of all that is kept."""

    def __init__(self, state: State, real_now: Callable[[], datetime]) -> None:
        self._state = state
        self._real_now = real_now
