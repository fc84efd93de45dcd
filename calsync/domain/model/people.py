"""People: who visits, who is told, and when they can be counted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from calsync.domain.model.contacts import Duty, Held, Shift, Team, team_key
from calsync.domain.model.hours import OfficeHours, WorkingHours
from calsync.domain.model.moments import PersonId
from calsync.domain.model.policy import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A time in which a person can't be counted on; `end` None means until further notice."""

    start: datetime
    end: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether `at` falls into it."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who visits, or somebody who is told."""

    id: PersonId
    name: str
    mail: str = ""
    mobile: str = ""
    phones: tuple[str, ...] = ()
    manager: PersonId | None = None
    zone: str = "Europe/London"
    hours: WorkingHours | None = None
    """None: always at work, as an out-of-hours contact is."""
    absences: tuple[Absence, ...] = ()
    works: bool = False
    """Whether their diary is read."""
    department: str = ""
    calendars: tuple[str, ...] = ()
    """The names of further calendars in their mailbox that are read beside the primary one."""
    contacts: Held = ()
    """Who holds a role for this person alone; their line manager stands in `manager`."""
    lives_alone: bool = False
    home_phone: str = ""
    home_address: str = ""
    """Shown to responders from an emergency step on (`domain/home_record.py`); so is the next."""
    vehicle: str = ""
    """The vehicle and its registration, as people write it."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Their own numbers, each once, the mobile one first; empty when none is known."""
        return tuple(dict.fromkeys(each for each in (self.mobile, *self.phones) if each))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotWatched:
    """Somebody who may be thought to be watched and is not, and why, in a sentence with the fix."""

    person: PersonId
    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody the service knows, and who holds which role: for all workers, for a team, by a rota."""

    persons: tuple[Person, ...] = ()
    roles: tuple[tuple[Role, tuple[PersonId, ...]], ...] = ()
    not_watched: tuple[NotWatched, ...] = ()
    """Who of those that should be watched is not."""
    teams: tuple[Team, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """Who holds a role of a team or of everybody at certain hours alone."""
    rota: tuple[Duty, ...] = ()
    """Whom the rotas name for the coming days, as last read."""
    office: OfficeHours = field(default_factory=OfficeHours)
    """When the office is open, for contacts of office hours and for those of the hours outside them."""

    def get(self, person: PersonId) -> Person | None:
        """The person of that id; None when nobody is known by it."""
        return self._by_id.get(person)

    def holding(self, role: Role) -> tuple[PersonId, ...]:
        """Who holds a role for everybody; empty when nobody does."""
        return next((ids for each, ids in self.roles if each is role), ())

    def team_of(self, person: PersonId) -> Team | None:
        """The team to whose department somebody belongs; None when it has no contacts of its own."""
        known = self.get(person)
        return self._by_team.get(team_key(known.department)) if known is not None and known.department else None

    def by_mail(self, address: str) -> Person | None:
        """Who writes from that address, in any case; None for a stranger."""
        return self._by_mail.get(address.strip().casefold())

    def by_name(self, name: str) -> Person | None:
        """Who is called so, in any case; None for nobody, and where two people are."""
        found = self._by_name.get(" ".join(name.split()).casefold(), ())
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_id(self) -> dict[PersonId, Person]:
        return {each.id: each for each in reversed(self.persons)}

    @cached_property
    def _by_mail(self) -> dict[str, Person]:
        return {each.mail.casefold(): each for each in reversed(self.persons) if each.mail}

    @cached_property
    def _by_team(self) -> dict[str, Team]:
        return {each.key: each for each in reversed(self.teams)}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, tuple[Person, ...]] = {}
        for each in self.persons:
            name = " ".join(each.name.split()).casefold()
            found[name] = (*found.get(name, ()), each) if name else ()
        return found
