"""Who is told, as calsync.toml says it: [roles] for everybody, [[team]] for a department, [[rota]] for a night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from calsync.config.feeds import link_problem
from calsync.config.kinds import MailAddress, PhoneNumber, ZoneName
from calsync.config.section import Section
from calsync.domain.contacts import Contact
from calsync.domain.model import Hours, Role, team_key
from calsync.parsers.hours_text import working_hours

OF_THE_OFFICE = {"": Hours.ANY, "office": Hours.OFFICE, "out": Hours.OUT}


class ContactSettings(Section):
    """Somebody who holds a role."""

    mail: MailAddress | None = None
    name: str = ""
    phone: PhoneNumber | None = None
    always_at_work: bool = False
    hours: str = ""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.mail is None and self.phone is None:
            raise ValueError("needs a mail or a phone")
        if self.hours and self.always_at_work:
            raise ValueError("hours and always_at_work don't go together: keep one")
        return self

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: str) -> str:
        if hours not in OF_THE_OFFICE:
            try:
                working_hours(hours, "UTC")
            except ValueError as error:
                raise ValueError(f'{error}; "office" and "out" will do too') from None
        return hours


def _contacts(value: object) -> object:
    """A mail address alone stands for a contact, and one contact alone for a list of them."""
    several = value if isinstance(value, list) else [value]
    return [{"mail": each} if isinstance(each, str) else each for each in several]


Contacts = Annotated[tuple[ContactSettings, ...], BeforeValidator(_contacts)]


class HeldRoles(Section):
    """Who holds each role."""

    line_manager: Contacts = ()
    deputy: Contacts = ()
    buddy: Contacts = ()
    named_colleague: Contacts = ()
    admin: Contacts = ()
    senior_management: Contacts = ()
    delivery_manager: Contacts = ()
    safeguarding_lead: Contacts = ()
    duty_manager: Contacts = ()
    out_of_hours: Contacts = ()

    @field_validator(*(role.value for role in Role if role is not Role.WORKER))
    @classmethod
    def _somebody_reads(cls, contacts: tuple[ContactSettings, ...]) -> tuple[ContactSettings, ...]:
        if contacts and not any(contact.mail for contact in contacts):
            raise ValueError("at least one contact needs a mail: the call sheet goes by mail alone")
        return contacts


class RolesSettings(HeldRoles):
    """Who holds each role for all workers; a worker's line manager comes from the directory first."""

    out_of_hours: Contacts = Field(description="who is told when nobody else is at work; always at work")

    @field_validator("out_of_hours")
    @classmethod
    def _always_there(cls, contacts: tuple[ContactSettings, ...]) -> tuple[ContactSettings, ...]:
        if not contacts:
            raise ValueError("is empty: somebody must be there when nobody else is at work")
        if any("always_at_work" in each.model_fields_set and not each.always_at_work for each in contacts):
            raise ValueError("always_at_work = false can't be: this contact stands in when everybody else is away")
        if not {"office", "out"} <= {each.hours for each in contacts} and all(each.hours for each in contacts):
            raise ValueError(
                'leaves hours in which nobody stands in: name one contact without hours, or both one with "office" and '
                'one with "out"'
            )
        return contacts


class TeamSettings(HeldRoles):
    """Who holds roles for one department, before those who hold them for everybody."""

    name: str = Field(min_length=1, description="the department, as the directory or the people file calls it")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) for name in HeldRoles.model_fields):
            raise ValueError("names nobody: add the roles that this team has contacts of its own for")
        return self


class RotaSettings(Section):
    """A calendar whose entries name who holds a role at a time."""

    role: str = "duty_manager"
    team: str = ""
    mailbox: MailAddress | None = None
    url: SecretStr | None = None
    file: Path | None = None
    zone: ZoneName | None = None
    hours: str = "any"

    @field_validator("role")
    @classmethod
    def _a_role(cls, role: str) -> str:
        if role not in HeldRoles.model_fields or role == Role.LINE_MANAGER:
            known = ", ".join(each for each in HeldRoles.model_fields if each != Role.LINE_MANAGER)
            raise ValueError(f"must be one of {known}")
        return role

    @field_validator("hours")
    @classmethod
    def _hours(cls, hours: str) -> str:
        if hours not in [each.value for each in Hours]:
            raise ValueError('must be "any", "office" or "out": when somebody has to stand on it')
        return hours

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if problem := place_problem([key for key in PLACES if getattr(self, key) is not None]):
            raise ValueError(problem)
        if self.url is not None and (problem := link_problem(self.url.get_secret_value())):
            raise ValueError(problem)
        return self


PLACES = ("mailbox", "url", "file")


def place_problem(given: Sequence[str]) -> str:
    """What is wrong with where a rota is said to be; empty when nothing is."""
    if len(given) == 1:
        return ""
    both = f"; it has {' and '.join(given)}: keep one" if given else ""
    return f"needs one of mailbox, url (or url_file) and file{both}"


def _tables(value: object) -> object:
    """Refuses one table where several may stand."""
    if isinstance(value, dict):
        raise ValueError("must be written with two brackets, like [[team]], once for each")
    return value


Teams = Annotated[tuple[TeamSettings, ...], BeforeValidator(_tables)]
Rotas = Annotated[tuple[RotaSettings, ...], BeforeValidator(_tables)]


def team_problems(teams: Sequence[str], rotas: Sequence[str]) -> list[str]:
    """What only all teams and rotas together can tell, each a sentence with its place.

    `teams` are the names, `rotas` the teams that the rotas name, empty where one names none.
    """
    keys = [team_key(each) for each in teams]
    twice = sorted({name for name in teams if keys.count(team_key(name)) > 1})
    found = [f"team: '{name}' stands there more than once; put its contacts into one [[team]]" for name in twice]
    for number, each in enumerate(rotas, 1):
        if each and team_key(each) not in keys:
            found.append(f"rota, entry {number}, team: no [[team]] has that name; add one, or leave team out")
    return found


def problems_of_tables(found: Mapping[str, Any]) -> list[str]:
    """What only all of [[team]] and [[rota]] can tell, of the file as it is written.

    So it is told whatever else is wrong in those tables. What is no table or no text is told elsewhere.
    """
    teams, rotas = _written(found.get("team")), _written(found.get("rota"))
    named = [[name if isinstance(name := each.get(key), str) else "" for each in several]
             for several, key in ((teams, "name"), (rotas, "team"))]  # fmt: skip
    places = [place_problem([key for key in PLACES if key in each]) for each in rotas]
    return [
        *(f"rota, entry {number}: {problem}" for number, problem in enumerate(places, 1) if problem),
        *team_problems([name for name in named[0] if name], named[1]),
    ]


def _written(tables: object) -> list[Mapping[str, Any]]:
    several = tables if isinstance(tables, list) else []
    return [each if isinstance(each, dict) else {} for each in several]


def contacts_of(held: HeldRoles, zone: str) -> dict[Role, tuple[Contact, ...]]:
    """Who holds each role, without the roles that nobody holds; hours of their own are in `zone`."""
    found: dict[Role, tuple[Contact, ...]] = {}
    for name in HeldRoles.model_fields:
        role = Role(name)
        contacts = tuple(_contact(each, role, zone) for each in getattr(held, name))
        if contacts:
            found[role] = contacts
    return found


def _contact(told: ContactSettings, role: Role, zone: str) -> Contact:
    return Contact(
        mail=told.mail or "",
        name=told.name,
        phone=told.phone or "",
        always_at_work=told.always_at_work or (role is Role.OUT_OF_HOURS and not told.hours),
        hours=OF_THE_OFFICE.get(told.hours, Hours.ANY),
        own=working_hours(told.hours, zone) if told.hours not in OF_THE_OFFICE else None,
    )
