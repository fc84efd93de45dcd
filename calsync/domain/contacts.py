"""Contacts: whom the configuration names for a role, and who of the people known they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from calsync.domain.model import Held, Hours, Person, PersonId, Role, Shift, Team, WorkingHours, team_key

Roles = Mapping[Role, Sequence["Contact"]]
OUTSIDE = "contact:"
"""Begins the id of a contact whom the directory does not have: a mere mailbox, desk or telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom the configuration names for a role: an employee by their address, or a mere telephone."""

    mail: str
    name: str = ""
    phone: str = ""
    always_at_work: bool = False
    hours: Hours = Hours.ANY
    """Whether they hold the role in office hours, or out of them, alone."""
    own: WorkingHours | None = None
    """Hours of the role itself, in place of the office's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamContacts:
    """The contacts of one department."""

    name: str
    roles: Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The persons together with every contact, and who of them holds what."""

    persons: dict[PersonId, Person]
    roles: Held = ()
    teams: tuple[Team, ...] = ()
    shifts: tuple[Shift, ...] = ()


def by_address(roles: Roles, teams: Sequence[TeamContacts] = ()) -> dict[str, Contact]:
    """Every contact once, under the address in lower case (or the number) by which it is known.

    What is said of one contact at several roles is taken together.
    """
    found: dict[str, Contact] = {}
    everything = (roles, *(team.roles for team in teams))
    for contact in (each for held in everything for contacts in held.values() for each in contacts):
        found[address_of(contact)] = _together(found.get(address_of(contact)), contact)
    return found


def address_of(contact: Contact) -> str:
    """By what a contact is known: the mail address in lower case, else the telephone number."""
    return (contact.mail or contact.phone).strip().casefold()


def with_contacts(
    persons: Mapping[PersonId, Person],
    roles: Roles,
    found: Mapping[str, Person],
    teams: Sequence[TeamContacts] = (),
) -> Book:
    """The persons together with every contact, and the roles with the ids of their holders: everybody's and teams'.

    A contact is the person of `found` under their address, else the one of `persons` with that mail, else somebody
    outside the directory, whose id begins with "contact:".
    """
    everybody, ids = dict(persons), {}
    by_mail = {person.mail.casefold(): person for person in reversed(list(persons.values())) if person.mail} | dict(
        found
    )
    for address, contact in by_address(roles, teams).items():
        person = by_mail.get(address) or _outsider(address, contact)
        person = as_configured(everybody.get(person.id, person), contact)
        everybody[person.id], ids[address] = person, person.id
    return Book(
        persons=everybody,
        roles=_held(roles, ids),
        teams=tuple(Team(name=team.name, roles=_held(team.roles, ids)) for team in teams),
        shifts=tuple(_shifts(roles, "", ids)) + tuple(s for team in teams for s in _shifts(team.roles, team.name, ids)),
    )


def _held(roles: Roles, ids: Mapping[str, PersonId]) -> Held:
    return tuple(
        (role, tuple(dict.fromkeys(ids[address_of(contact)] for contact in contacts)))
        for role, contacts in roles.items()
    )


def _shifts(roles: Roles, team: str, ids: Mapping[str, PersonId]) -> Iterator[Shift]:
    """The hours of those who hold a role at some hours alone; who is named without any as well holds it always."""
    for role, contacts in roles.items():
        always = {address_of(each) for each in contacts if not _has_hours(each)}
        for each in contacts:
            if address_of(each) not in always:
                person = ids[address_of(each)]
                yield Shift(role=role, person=person, team=team_key(team), hours=each.hours, own=each.own)


def _has_hours(contact: Contact) -> bool:
    return contact.own is not None or contact.hours is not Hours.ANY


def as_configured(person: Person, contact: Contact) -> Person:
    """The person as the configuration names them, which counts before the directory.

    Somebody always at work is never absent.
    """
    person = replace(
        person,
        name=contact.name or person.name,
        mail=person.mail or contact.mail.lower(),
        mobile=contact.phone or person.mobile,
    )
    return replace(person, hours=None, absences=()) if contact.always_at_work else person


def _together(former: Contact | None, contact: Contact) -> Contact:
    if former is None:
        return contact
    return Contact(
        mail=contact.mail,
        name=former.name or contact.name,
        phone=former.phone or contact.phone,
        always_at_work=former.always_at_work or contact.always_at_work,
    )


def _outsider(address: str, contact: Contact) -> Person:
    return Person(id=f"{OUTSIDE}{address}", name=contact.name, mail=contact.mail.lower(), hours=WorkingHours())
