"""The pause: a time in which visits that begin are not watched, since two people have said so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.moments import PersonId


class PauseFor(StrEnum):
    """For whom a pause was asked."""

    WORKER = "worker"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Asked for by one person and agreed to by another; it counts from the agreement on."""

    id: str
    whom: PauseFor
    about: str = ""
    """The worker's id, or the team's name as the directory has it; empty when it is for all."""
    until: datetime
    reason: str
    asked_by: PersonId
    asked_at: datetime
    agreed_by: PersonId | None = None
    agreed_at: datetime | None = None
    """When it began; None while nobody else has agreed: then it covers nothing."""
    covered: tuple[PersonId, ...] = ()
    """Whom it covers, as written down when it began: who joins the team later was not told of it, and is watched."""
    goes_on: tuple[str, ...] = ()
    """The ids of the visits that had begun, or were due, when it began: these stay watched whatever their entry says
    later (law 1)."""
    ended_by: PersonId | None = None
    ended_at: datetime | None = None
    """When somebody ended it before its time."""
    told_over: bool = False
    """Whether the people it covered were told that it is over."""

    @property
    def over_at(self) -> datetime:
        """When it ends or has ended."""
        return min(self.until, self.ended_at) if self.ended_at is not None else self.until

    def stands(self, at: datetime) -> bool:
        """Whether it counts at `at`: two people have said so, and it has not ended."""
        return self.agreed_at is not None and self.agreed_at <= at < self.over_at

    def waits(self, at: datetime) -> bool:
        """Whether it still waits for a second person."""
        return self.agreed_at is None and at < self.over_at
