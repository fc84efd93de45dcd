"""What is kept besides: concerns, the audit's acts, how far a diary was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model.moments import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What a check found about a visit: no times, no address, entered after its end."""

    visit_id: str
    worker: PersonId
    kind: str
    words: str
    raised: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the audit: ids and acts alone, never a name, an address or what somebody wrote."""

    at: datetime
    what: str
    who: str = "calsync"
    visit_id: str = ""
    deadline_id: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """How far one worker's diary has been read."""

    worker: PersonId
    watched_from: datetime
    """Before this moment nothing is watched (law 3)."""
    next_poll_at: datetime
    last_read: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    last_error: str = ""
