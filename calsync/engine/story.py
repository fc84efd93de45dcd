"""What the engine did, as it is told to whoever looks on: the demo's terminal, `--json`, a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import Deadline, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to a visit. For people's eyes alone: it holds names, and goes into no log."""

    at: datetime
    what: str
    """notify, answer, contact, extended, acknowledged, closed, concern or incident."""
    visit: Visit
    deadline: Deadline | None = None
    role: str = ""
    ask: str = ""
    channel: str = ""
    text: str = ""

    @property
    def late_minutes(self) -> int:
        """Whole minutes from the deadline in force (for a concern: from the visit's start), negative before it."""
        due = self.visit.start if self.what == "concern" or self.deadline is None else self.deadline.due
        return int((self.at - due).total_seconds() // 60)
