"""[people.NAME] -> who works here: each role a person of its own, unless the scenario names somebody for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import time
from typing import TypeVar, cast

from calsync.domain.model import Absence, People, Person, PersonId, Role, WorkingHours
from calsync.policies.fields import Table, did_you_mean
from calsync.roster import values

T = TypeVar("T")

KEYS = ("role", "name", "mail", "mobile", "manager", "hours", "days", "zone", "absences")
ALWAYS = "always"
NOBODY = (Role.DUTY_MANAGER, Role.NAMED_COLLEAGUE)
"""Roles that nobody holds unless the scenario says who."""
WORKER = "worker"
NAMES = {
    Role.WORKER: "Sam",
    Role.LINE_MANAGER: "Morgan",
    Role.DEPUTY: "Dee",
    Role.BUDDY: "Billie",
    Role.ADMIN: "Ash",
    Role.SENIOR_MANAGEMENT: "Sloane",
    Role.DELIVERY_MANAGER: "Del",
    Role.SAFEGUARDING_LEAD: "Sage",
    Role.OUT_OF_HOURS: "Noor",
}
"""What those are called whom the scenario does not name."""
DOMAIN = "scenario.example"
MOBILE = "+44 7700 9001{:02}"
"""Numbers that Ofcom keeps for stories."""


@dataclass(slots=True)
class Staff:
    """The people of a scenario as they are gathered."""

    persons: dict[PersonId, Person] = field(default_factory=dict)
    holders: dict[Role, list[PersonId]] = field(default_factory=dict)
    workers: set[PersonId] = field(default_factory=set)
    absences: dict[PersonId, list[Absence]] = field(default_factory=dict)
    """What happens to take them away, besides what is known from the start."""

    def called(self, name: str) -> list[PersonId]:
        """Who is meant by a role or a person's name; empty when nobody is."""
        if name in self.persons and name not in list(Role):
            return [name]
        held = [each for role, ids in self.holders.items() if role == name for each in ids]
        return held or [each for each in (name,) if each in self.persons]

    def known(self) -> list[str]:
        """Every word by which somebody can be meant."""
        return sorted({*self.persons, *(role.value for role, ids in self.holders.items() if ids)})

    def address(self, name: str) -> str:
        """The mail address of somebody named by role, name or address; empty when nobody is known so."""
        if "@" in name:
            return name.strip().casefold()
        found = self.called(name)
        return self.persons[found[0]].mail if len(found) == 1 else ""

    def add(self, person: Person) -> None:
        """Take somebody in, with an address and a number if they have none."""
        mail = person.mail or f"{'.'.join(person.id.casefold().split())}@{DOMAIN}"
        if any(each.mail == mail for each in self.persons.values()):
            mail = f"{len(self.persons) + 1}.{mail}"
        mobile = person.mobile or MOBILE.format(len(self.persons) + 1)
        self.persons[person.id] = replace(person, mail=mail, mobile=mobile)

    def finished(self) -> People:
        """Everybody, with roles and all that takes them away."""
        manager = next(iter(self.holders.get(Role.LINE_MANAGER, ())), None)
        return People(
            persons=tuple(
                replace(
                    each,
                    works=each.id in self.workers,
                    absences=tuple(self.absences.get(each.id, ())),
                    manager=each.manager or (manager if manager != each.id and each.id in self.workers else None),
                )
                for each in self.persons.values()
            ),
            roles=tuple((role, tuple(ids)) for role, ids in self.holders.items() if role is not Role.WORKER and ids),
        )


def read_people(document: Table, workers: Iterable[PersonId]) -> Staff:
    """Everybody of the scenario: those it names, and for every other role a person of its own."""
    staff, wanted = Staff(), list(dict.fromkeys(workers))
    tables = _tables(document)
    for name, table in tables.items():
        _take(name, table, wanted, staff)
    staff.holders[Role.WORKER] = wanted
    staff.workers.update(wanted)
    for worker in wanted:
        if worker not in staff.persons:
            staff.add(Person(id=worker, name=_name(worker, staff), hours=WorkingHours()))
    for role in Role:
        if role in (Role.WORKER, *NOBODY) or staff.holders.get(role):
            continue
        if role.value not in staff.persons:
            hours = None if role is Role.OUT_OF_HOURS else WorkingHours()
            staff.add(Person(id=role.value, name=_name(role.value, staff), hours=hours))
        staff.holders[role] = [role.value]
    for name, table in tables.items():
        if manager := table.text("manager"):
            _manage(name, table, manager, staff)
    return staff


def _tables(document: Table) -> dict[str, Table]:
    told = document.values.get("people", {})
    if not isinstance(told, dict):
        document.note("people must be tables, one for each person, like [people.morgan]")
        return {}
    found: dict[str, Table] = {}
    for name, value in cast("dict[str, object]", told).items():
        if not isinstance(value, dict):
            document.note(f"people: '{name}' must be a table of its own: write [people.{name}], and its keys below")
        elif not name.strip():
            document.note("people: somebody has an empty name: write it like [people.morgan]")
        else:
            found[name] = Table(cast("dict[str, object]", value), f"people.{name}", document.problems)
    return found


def _take(name: str, table: Table, workers: list[PersonId], staff: Staff) -> None:
    table.only(KEYS)
    roles = list(table.words("role", Role))
    if "role" not in table.values and name in list(Role):
        roles = [Role(name)]
    if Role.WORKER in roles:
        roles.remove(Role.WORKER)
        if workers == [WORKER]:  # the one worker, whom no visit names
            workers[:] = [name]
        elif name not in workers:
            table.note(f'no visit is theirs: write worker = "{name}" in those that are')
    for role in roles:
        staff.holders.setdefault(role, []).append(name)
    zone = _said(table, "zone", values.zone) or "Europe/London"
    mail = table.text("mail").casefold()
    if any(each.mail == mail for each in staff.persons.values()):
        table.note(f"mail: {mail} is somebody else's already")
    staff.add(
        Person(
            id=name,
            name=table.text("name") or _name(name, staff),
            mail=mail,
            mobile=table.text("mobile"),
            zone=zone,
            hours=_hours(table, zone, always=Role.OUT_OF_HOURS in roles),
        )
    )
    staff.absences[name] = _absences(table)


def _manage(name: PersonId, table: Table, manager: str, staff: Staff) -> None:
    found = staff.called(manager)
    if len(found) != 1:
        table.note(f"manager: nobody is called '{manager}'{did_you_mean(manager, staff.known())}")
    elif found == [name]:
        table.note("manager: nobody can come to their own rescue; name somebody else")
    else:
        staff.persons[name] = replace(staff.persons[name], manager=found[0])


def _name(name: str, staff: Staff) -> str:
    """What messages call somebody: of the cast for a role, or as the scenario does; nobody else has the same."""
    if name not in list(Role):
        return name[:1].upper() + name[1:]
    called = NAMES.get(Role(name), "")
    taken = {each.name.casefold() for each in staff.persons.values()}
    return called if called and called.casefold() not in taken else name.replace("_", " ").capitalize()


def _said(table: Table, key: str, read: Callable[[str], T]) -> T | None:
    """What a text means; None when it is absent or noted as wrong."""
    text = table.text(key)
    try:
        return read(text) if text else None
    except ValueError as error:
        table.note(f"{key} {error}")
        return None


def _hours(table: Table, zone: str, *, always: bool) -> WorkingHours | None:
    """When somebody is at work; None: always."""
    days = table.values.get("days")
    if isinstance(days, list):
        table.values["days"] = ", ".join(map(str, days))
    on = _said(table, "days", values.days)
    told = table.text("hours")
    if told == ALWAYS or (always and not told and on is None):
        return None
    usual = WorkingHours()
    start, end = (_said(table, "hours", _span) or (usual.start, usual.end)) if told else (usual.start, usual.end)
    return WorkingHours(days=on if on is not None else usual.days, start=start, end=end, zone=zone)


def _span(text: str) -> tuple[time, time]:
    first, dash, last = text.replace("–", "-").partition("-")
    if not dash:
        raise ValueError(f'must be like "09:00-17:00", or "{ALWAYS}"')
    start, end = values.clock(first), values.clock(last)
    if start == end and start != time(0):
        raise ValueError(f'begins and ends at the same time; of somebody always at work say "{ALWAYS}"')
    return start, end


def _absences(table: Table) -> list[Absence]:
    found: list[Absence] = []
    for each in table.tables("absences"):
        inner = Table(each.values, f"{table.place}, {each.place}", table.problems)
        inner.only(("from", "until"))
        start, end = inner.moment("from"), inner.moment("until")
        if inner.required("from", "since when they are away") and start is not None:
            if end is not None and end <= start:
                inner.note("until is not later than from")
            found.append(Absence(start=start, end=end))
    return found
