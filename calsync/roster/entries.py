"""What a roster file says: one entry a person, and who stands in as manager for a whole team."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from calsync.domain.model import Person, Role, WorkingHours

OUTSIDE = "roster:"
"""Begins the id of somebody whom only the file knows: a student, a cover, without a mailbox of the organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the file says of one person; what it leaves empty stays as the directory has it."""

    where: str
    """Where it stands, as a person would point at it: "line 3", "person 2"."""
    id: str = ""
    """Their object id in Entra, lower case."""
    mail: str = ""
    """Their mail address, lower case."""
    name: str = ""
    manager: str = ""
    """The manager's mail address or object id, lower case."""
    mobile: str = ""
    department: str = ""
    works: bool | None = None
    """Whether their diary is read; None: as the group says."""
    days: frozenset[int] | None = None
    start: time | None = None
    end: time | None = None
    """Midnight stands for the end of the day."""
    zone: str = ""
    calendars: tuple[str, ...] = ()
    """The names of further calendars that are read beside the primary one."""
    deputy: tuple[str, ...] = ()
    """Who deputises for this person's line manager: mail addresses or object ids, lower case; so are the next two."""
    buddy: tuple[str, ...] = ()
    """Who stands in: of somebody who manages, whoever takes their place while they are away."""
    named_colleague: tuple[str, ...] = ()
    lives_alone: bool = False
    home_phone: str = ""
    home_address: str = ""
    vehicle: str = ""

    @property
    def contacts(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """Who is named for which role, of the roles for which somebody is."""
        named = (
            (Role.DEPUTY, self.deputy),
            (Role.BUDDY, self.buddy),
            (Role.NAMED_COLLEAGUE, self.named_colleague),
        )
        return tuple((role, whom) for role, whom in named if whom)

    @property
    def key(self) -> str:
        """By what the person is known: id, else mail, else name; ids and addresses are in lower case."""
        return self.id or self.mail or self.name.casefold()

    @property
    def outside_id(self) -> str:
        """The id of a person whom the directory does not have."""
        return f"{OUTSIDE}{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom a department's alarms go to where no manager is named for a worker."""

    where: str
    department: str
    contact: str
    """The contact's mail address or object id, lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One reading of the file."""

    entries: tuple[Entry, ...] = ()
    teams: tuple[Team, ...] = ()

    def contact_of(self, department: str) -> Team | None:
        """Who stands in as manager for a department, in any case; None when nobody does."""
        wanted = department.strip().casefold()
        return next((team for team in self.teams if wanted and team.department.casefold() == wanted), None)


def with_hours(person: Person, entry: Entry) -> Person:
    """The person with the hours and the zone of the file; somebody always at work stays so.

    What the file leaves empty of them stays as it was.
    """
    zone = entry.zone or person.zone
    if person.hours is None:
        return replace(person, zone=zone)
    hours: WorkingHours = replace(
        person.hours,
        days=person.hours.days if entry.days is None else entry.days,
        start=person.hours.start if entry.start is None else entry.start,
        end=person.hours.end if entry.end is None else entry.end,
        zone=entry.zone or person.hours.zone,
    )
    return replace(person, zone=zone, hours=hours)


def told_of(person: Person, entry: Entry) -> Person:
    """The person with what the file says of them, except their manager, their contacts and whether they work."""
    person = replace(
        person,
        name=entry.name or person.name,
        mobile=entry.mobile or person.mobile,
        department=entry.department or person.department,
        # Nobody but the file names any: what was taken out of it must not stay.
        calendars=entry.calendars,
        lives_alone=entry.lives_alone,
        home_phone=entry.home_phone,
        home_address=entry.home_address,
        vehicle=entry.vehicle,
    )
    return with_hours(person, entry)
