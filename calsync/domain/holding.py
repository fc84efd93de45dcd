"""Role + visit + moment -> who holds it: for this visit, this worker, by a rota, in the team, for everybody.

The most specific that names somebody wins. Nobody here is passed over: whether a holder can be counted on at that
moment is told by `domain/responders.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import Held, People, PersonId, Role, Visit

TELL = "tell"
"""Begins a category that names whom to tell of a visit: "Tell: Dee Deputises"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds a role."""

    person: PersonId
    on_duty: bool = False
    """Whether they count as at work whatever their mailbox says: a rota names them, or the role has such hours."""


def holders_at(role: Role, visit: Visit, people: People, at: datetime) -> tuple[Holder, ...]:
    """Who holds a role for a visit's worker at `at`, each once; empty when nobody does."""
    return next(levels(role, visit, people, at), ())


def levels(
    role: Role, visit: Visit, people: People, at: datetime, *, everybodys: bool = True
) -> Iterator[tuple[Holder, ...]]:
    """Those whom each level names at `at`, each once, the most specific first; a level that names nobody is left out.

    Somebody whom nobody knows any more counts as absent, and makes no room for the next level. Without `everybodys`
    those who hold the role for the whole organisation are left out.
    """
    for level in _named(role, visit, people, at, everybodys=everybodys):
        if level:
            on_duty = {each.person for each in level if each.on_duty}
            ids = dict.fromkeys(each.person for each in level)
            yield tuple(Holder(person=each, on_duty=each in on_duty) for each in ids)


def holders(role: Role, visit: Visit, people: People) -> tuple[PersonId, ...]:
    """Who holds a role for a visit's worker at whatever hour, rotas apart; empty when nobody does."""
    if role is Role.WORKER:
        return (visit.worker,)
    return _of_visit(role, visit, people) or standing(role, visit.worker, people)


def standing(role: Role, worker: PersonId, people: People) -> tuple[PersonId, ...]:
    """Who holds a role for a worker whatever the visit and the hour, rotas apart; empty when nobody does."""
    team = people.team_of(worker)
    of_team = _of(team.roles, role) if team is not None else ()
    return _of_worker(role, worker, people) or of_team or people.holding(role)


def tells_nobody(categories: tuple[str, ...], people: People) -> bool:
    """Whether a category names somebody to be told whom nobody knows, or whose name two people have."""
    wished = [each for each in categories if _whom(each)]
    return any(not named_by((each,), people) for each in wished)


def named_by(categories: tuple[str, ...], people: People) -> tuple[PersonId, ...]:
    """Whom the categories of an entry name to be told: by address, or by a name that only one person has."""
    found: dict[PersonId, None] = {}
    for whom in filter(None, map(_whom, categories)):
        person = people.by_mail(whom) or people.by_name(whom)
        if person is not None:
            found[person.id] = None
    return tuple(found)


def _whom(category: str) -> str:
    """What stands behind "Tell:" in a category; empty for every other one."""
    word, colon, whom = category.partition(":")
    return whom.strip() if colon and word.strip().casefold() == TELL else ""


def _named(role: Role, visit: Visit, people: People, at: datetime, *, everybodys: bool) -> Iterator[tuple[Holder, ...]]:
    if role is Role.WORKER:
        yield (Holder(person=visit.worker),)
        return
    yield tuple(Holder(person=each) for each in _of_visit(role, visit, people))
    yield tuple(Holder(person=each) for each in _of_worker(role, visit.worker, people))
    team = people.team_of(visit.worker)
    if team is not None:
        yield _on_rota(role, team.key, people, at)
        yield _in_hours(_of(team.roles, role), role, team.key, people, at)
    if not everybodys:
        return
    yield _on_rota(role, "", people, at)
    yield _in_hours(people.holding(role), role, "", people, at)


def _of_visit(role: Role, visit: Visit, people: People) -> tuple[PersonId, ...]:
    return named_by(visit.categories, people) if role is Role.NAMED_COLLEAGUE else ()


def _of_worker(role: Role, worker: PersonId, people: People) -> tuple[PersonId, ...]:
    person = people.get(worker)
    if person is None:
        return ()
    if role is Role.LINE_MANAGER and person.manager:
        return (person.manager,)
    return _of(person.contacts, role)


def _of(held: Held, role: Role) -> tuple[PersonId, ...]:
    return next((ids for each, ids in held if each is role), ())


def _on_rota(role: Role, team: str, people: People, at: datetime) -> tuple[Holder, ...]:
    """Everybody whom a rota names for that moment: where entries overlap, all of them."""
    duties = (each for each in people.rota if each.role is role and each.team == team and each.covers(at))
    return tuple(Holder(person=each.person, on_duty=True) for each in duties)


def _in_hours(ids: tuple[PersonId, ...], role: Role, team: str, people: People, at: datetime) -> tuple[Holder, ...]:
    """Those of a standing list who hold the role at that hour."""
    if not people.shifts:
        return tuple(Holder(person=each) for each in ids)
    found = []
    for person in ids:
        shifts = [each for each in people.shifts if each.person == person and each.role is role and each.team == team]
        now = [each for each in shifts if each.covers(at, people.office)]
        if now or not shifts:
            found.append(Holder(person=person, on_duty=any(each.at_work for each in now)))
    return tuple(found)
