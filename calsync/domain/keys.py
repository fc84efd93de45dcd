"""Names of rows, made from what they are, so that two processes that decide the same write the same row."""

from __future__ import annotations

import hashlib
from datetime import date

from calsync.domain.model import Channel, DeadlineKind, PersonId
from calsync.domain.model.letters import LetterKind


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def visit_key(worker: PersonId, event_id: str, occasion: int = 0) -> str:
    """The key of a visit. `occasion` counts the visits that an entry left behind when it was moved away as a whole."""
    return _digest("visit", worker, event_id, str(occasion))


def deadline_key(visit_id: str, kind: DeadlineKind, number: int = 0) -> str:
    """The key of one of a visit's deadlines; `number` counts those of a kind of which it has several, from 1."""
    return f"{visit_id}.{kind}{number or ''}"


def notification_key(deadline_id: str, step: str, round_: int, recipient: PersonId, channel: Channel) -> str:
    """The key of a message: its identity, which never comes twice (law 13)."""
    return _digest("notification", deadline_id, step, str(round_), recipient, channel)


def incident_key(visit_id: str, kind: str, earlier: int) -> str:
    """The key of an incident of one kind on a visit on which so many of that kind were opened before."""
    return _digest("incident", visit_id, kind, str(earlier))


def letter_key(kind: LetterKind, day: date, recipient: PersonId, part: int = 0) -> str:
    """The key of a letter: its identity, which never comes twice (law 13)."""
    return _digest("letter", kind, day.isoformat(), recipient, str(part))
