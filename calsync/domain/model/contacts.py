"""Who holds a role beside the whole organisation's contacts: for one person, one team, certain hours, or one night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model.hours import OfficeHours, WorkingHours
from calsync.domain.model.moments import PersonId
from calsync.domain.model.policy import Hours, Role

Held = tuple[tuple[Role, tuple[PersonId, ...]], ...]
"""Roles, each with those who hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A department that has contacts of its own."""

    name: str
    roles: Held = ()

    @property
    def key(self) -> str:
        """By what it is known: its name, however it is written."""
        return team_key(self.name)


def team_key(name: str) -> str:
    """The name of a team or department, in the form in which two are the same."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hours outside which somebody does not hold a role, though they are named for it."""

    role: Role
    person: PersonId
    team: str = ""
    """The key of the team for which they hold it; empty: for everybody."""
    hours: Hours = Hours.ANY
    """While the office is open, or while it is shut."""
    own: WorkingHours | None = None
    """Hours of the role itself, in place of the office's."""

    def covers(self, at: datetime, office: OfficeHours) -> bool:
        """Whether they hold the role at `at`."""
        if self.own is not None:
            return self.own.covers(at)
        return self.hours is Hours.ANY or office.open(at) is (self.hours is Hours.OFFICE)

    @property
    def at_work(self) -> bool:
        """Whether they count as at work in these hours, whatever their mailbox says: they were given them for that."""
        return self.own is not None or self.hours is Hours.OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A time for which a rota names somebody."""

    role: Role
    person: PersonId
    start: datetime
    end: datetime
    rota: str
    """Which rota says so."""
    team: str = ""
    """The key of the team for which they hold it; empty: for everybody."""

    def covers(self, at: datetime) -> bool:
        """Whether `at` falls into it."""
        return self.start <= at < self.end
