"""Role + people + absences at a moment -> the persons to tell, and who was passed over and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.holding import Holder, holders, holders_at, levels
from calsync.domain.model import Channel, People, Person, PersonId, Role, Visit

__all__ = ["Holder", "PassedOver", "Recipient", "Told", "holders", "may_take", "whom_to_tell"]

AWAY = "away"
NOT_AT_WORK = "outside their working hours"
ON_THE_VISIT = "on the same visit"
NO_ADDRESS = "no address for this channel"


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
    copied: tuple[Recipient, ...] = ()
    """Who is told to know, since a buddy acts in the line manager's place."""
    own: bool = True
    """Whether somebody of the step itself, or a buddy in the line manager's place, counts as at work."""
    at_work: bool = True
    """Whether somebody of the recipients counts as at work; False where only those are told who are merely not."""


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

    A person away, outside their own working hours or on the visit is passed over. Where that leaves nobody and the line
    manager was asked, their buddy takes their place, and the administrator is copied. When still nobody of the step is
    left, the out-of-hours contact is told in the same minute, and so are those who are merely not at work (law 4).
    Without `stand_ins` those who are not at work are told alone: of what may be no visit nobody else hears (law 16).
    """
    sought = _Sought(visit=visit, people=people, at=at, channels=channels, ready=ready)
    found, passed = sought.holding(roles)
    copied: dict[PersonId, Recipient] = {}
    if not found and stand_ins and Role.LINE_MANAGER in roles:
        found, more = sought.buddies()
        passed = passed | {id_: each for id_, each in more.items() if id_ not in passed}
        copied = sought.holding((Role.ADMIN,))[0] if found else {}
    own = at_work_now = bool(found)
    if not found and roles != (Role.WORKER,):
        found = {each.person.id: each for each in out_of_hours(visit, people, at, channels=channels, ready=ready)}
        found = found if stand_ins else {}
        at_work_now = any(not why_not(each.person, visit, at) for each in found.values())
        for each in passed.values():
            if usable(each.person, channels, ready) and not on_the_visit(each.person, visit):
                found.setdefault(each.person.id, Recipient(person=each.person, role=each.role))
    return Told(
        recipients=tuple(found.values()),
        passed_over=tuple(passed.values()),
        copied=tuple(each for id_, each in copied.items() if id_ not in found),
        own=own,
        at_work=at_work_now,
    )


def out_of_hours(
    visit: Visit, people: People, at: datetime, *, channels: tuple[Channel, ...], ready: frozenset[Channel]
) -> tuple[Recipient, ...]:
    """Who stands in when nobody else can be reached: of the team, else of everybody; empty when nobody does.

    Those at work go before those who are not, and these before nobody.
    """
    resting: list[Recipient] = []
    for level in levels(Role.OUT_OF_HOURS, visit, people, at):
        reachable: list[Recipient] = []
        for holder in level:
            person = people.get(holder.person)
            if person is None or on_the_visit(person, visit) or not usable(person, channels, ready):
                continue
            one = Recipient(person=person, role=Role.OUT_OF_HOURS)
            (resting if why_not(person, visit, at, on_duty=holder.on_duty) else reachable).append(one)
        if reachable:
            return tuple(reachable)
    return tuple({each.person.id: each for each in resting}.values())


def why_not(person: Person, visit: Visit, at: datetime, *, on_duty: bool = False) -> str:
    """Why somebody is not counted on at `at`; empty when they are. Who is on duty is at work at that hour."""
    if on_the_visit(person, visit):
        return ON_THE_VISIT
    if any(absence.covers(at) for absence in person.absences):
        return AWAY
    return "" if on_duty or at_work(person, at) else NOT_AT_WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """Those who may be told of one step."""

    visit: Visit
    people: People
    at: datetime
    channels: tuple[Channel, ...]
    ready: frozenset[Channel]

    def holding(self, roles: Iterable[Role]) -> tuple[dict[PersonId, Recipient], dict[PersonId, PassedOver]]:
        """Who of these roles is told, and who is passed over; who holds two is told in the first that counts."""
        at = self.at
        return self._sorted((role, each) for role in roles for each in holders_at(role, self.visit, self.people, at))

    def buddies(self) -> tuple[dict[PersonId, Recipient], dict[PersonId, PassedOver]]:
        """Who takes the line manager's place: the manager's own buddy, else the worker's, else the team's.

        A buddy of the whole organisation knows neither, and is told where the policy names the role.
        """
        passed: dict[PersonId, PassedOver] = {}
        mapped = levels(Role.BUDDY, self.visit, self.people, self.at, everybodys=False)
        for level in (self._buddies_of_managers(), *mapped):
            found, more = self._sorted((Role.BUDDY, each) for each in level)
            passed = more | passed
            if found:
                return found, passed
        return {}, passed

    def _buddies_of_managers(self) -> tuple[Holder, ...]:
        managers = holders_at(Role.LINE_MANAGER, self.visit, self.people, self.at)
        known = (self.people.get(each.person) for each in managers)
        ids = (ids for manager in known if manager for role, ids in manager.contacts if role is Role.BUDDY)
        return tuple(Holder(person=each) for named in ids for each in named)

    def _sorted(
        self, held: Iterable[tuple[Role, Holder]]
    ) -> tuple[dict[PersonId, Recipient], dict[PersonId, PassedOver]]:
        found: dict[PersonId, Recipient] = {}
        passed: dict[PersonId, PassedOver] = {}
        for role, holder in held:
            person = self.people.get(holder.person)
            if person is None or person.id in found:
                continue
            why = "" if role is Role.WORKER else why_not(person, self.visit, self.at, on_duty=holder.on_duty)
            if not why and not usable(person, self.channels, self.ready):
                why = NO_ADDRESS
            if why:
                passed.setdefault(person.id, PassedOver(person=person, role=role, why=why))
            else:
                found[person.id] = Recipient(person=person, role=role)
        return found, {id_: each for id_, each in passed.items() if id_ not in found}
