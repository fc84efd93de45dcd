"""Role + people + absences at a moment -> the persons to tell, and who was passed over and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import Channel, People, Person, PersonId, Role, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person to tell, and in what capacity."""

    person: Person
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A person who is not counted on now, and why, in a few words."""

    person: Person
    role: Role
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom a step reaches now."""

    recipients: tuple[Recipient, ...]
    passed_over: tuple[PassedOver, ...] = ()


def at_work(person: Person, at: datetime) -> bool:
    """Whether `at` falls into a person's own working hours, read in their own zone."""
    return person.hours is None or person.hours.covers(at)


def address(person: Person, channel: Channel) -> str:
    """Where a channel reaches a person; empty when it can't."""
    if channel is Channel.MAIL:
        return person.mail
    return person.mobile if channel.rings else ""


def usable(person: Person, channels: Iterable[Channel], ready: frozenset[Channel]) -> list[Channel]:
    """The channels of a step by which this person can be told, in the step's order."""
    return [each for each in channels if each in ready and address(person, each)]


def holders(role: Role, visit: Visit, people: People) -> tuple[PersonId, ...]:
    """Who holds a role for this visit's worker; empty when nobody does."""
    if role is Role.WORKER:
        return (visit.worker,)
    if role is Role.LINE_MANAGER:
        worker = people.get(visit.worker)
        return (worker.manager,) if worker is not None and worker.manager else people.holding(role)
    return people.holding(role)


def may_take(person: Person, visit: Visit, people: People, told: Iterable[PersonId]) -> bool:
    """Whether somebody may take or close an alarm by an answer: who was told of it, or holds a role for its worker."""
    if person.id in set(told):
        return True
    return any(person.id in holders(role, visit, people) for role in Role if role is not Role.WORKER)


def on_the_visit(person: Person, visit: Visit) -> bool:
    """Whether a person is the lone worker or a colleague on the same visit, who can't be their own rescuer (law 5)."""
    return person.id == visit.worker or (bool(person.mail) and person.mail.casefold() in visit.attendees)


def whom_to_tell(
    roles: tuple[Role, ...],
    visit: Visit,
    people: People,
    at: datetime,
    *,
    channels: tuple[Channel, ...],
    ready: frozenset[Channel],
    stand_ins: bool = True,
) -> Told:
    """The persons whom a step tells at `at`.

    A person away, outside their own working hours or on the visit is passed over. When nobody of the step is left, the
    out-of-hours contact is told in the same minute, and so are those who are merely not at work (law 4). Without
    `stand_ins` those who are not at work are told alone: of what may be no visit nobody else hears (law 16).
    """
    found: dict[PersonId, Recipient] = {}
    passed: list[PassedOver] = []
    for role in roles:
        for person_id in holders(role, visit, people):
            person = people.get(person_id)
            if person is None or person.id in found:
                continue
            why = "" if role is Role.WORKER else _why_not(person, visit, at)
            if not why and not usable(person, channels, ready):
                why = "no address for this channel"
            if why:
                passed.append(PassedOver(person=person, role=role, why=why))
            else:
                found[person.id] = Recipient(person=person, role=role)
    if not found and roles != (Role.WORKER,):
        for person_id in people.holding(Role.OUT_OF_HOURS) if stand_ins else ():
            person = people.get(person_id)
            if person is not None and not on_the_visit(person, visit) and usable(person, channels, ready):
                found[person.id] = Recipient(person=person, role=Role.OUT_OF_HOURS)
        for each in passed:
            reachable = usable(each.person, channels, ready) and not on_the_visit(each.person, visit)
            if reachable and each.person.id not in found:
                found[each.person.id] = Recipient(person=each.person, role=each.role)
    return Told(recipients=tuple(found.values()), passed_over=tuple(passed))


def _why_not(person: Person, visit: Visit, at: datetime) -> str:
    if on_the_visit(person, visit):
        return "on the same visit"
    if any(absence.covers(at) for absence in person.absences):
        return "away"
    if not at_work(person, at):
        return "outside their working hours"
    return ""
