"""Whom the roles of a policy reach: which of them nobody holds, for whom, and what is odd about those who do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calsync.doctor.finding import Finding, Light, Trouble, amber, listed, red
from calsync.domain.contacts import OUTSIDE
from calsync.domain.holding import standing
from calsync.domain.model import People, Person, PersonId, Policies, Policy, Role, team_key
from calsync.domain.rota import Rota

WHERE_SET = frozenset({Role.LINE_MANAGER, Role.NAMED_COLLEAGUE})
"""Roles that need nobody: a line manager is looked at worker by worker, a named colleague counts only where set."""


def contacts(people: People, known: People, policies: Policies, rotas: Sequence[Rota]) -> list[Finding]:
    """What IT must know of those who are told; empty when all is well. `known` are the people as the store has them."""
    works = [person for person in people.persons if person.works]
    # Of a policy that is nobody's yet, its roles are looked at as if it were everybody's.
    under = ((policy, [each for each in works if policies.of(each) is policy]) for policy in policies.every)
    kept = [(policy, workers or works) for policy, workers in under]
    several = len(policies.every) > 1
    return [
        *(each for policy, workers in kept for each in _roles(people, policy, workers, rotas, several=several)),
        *_unknown(people),
        *dict.fromkeys(each for policy, workers in kept for each in _twice(people, policy, workers)),
        *_teams(people),
        *dict.fromkeys(each for policy, workers in kept for each in _numbers(people, policy, workers)),
        *_rotas(known, rotas),
    ]


def _roles(
    people: People, policy: Policy, workers: Sequence[Person], rotas: Sequence[Rota], *, several: bool
) -> list[Finding]:
    """The roles of a policy that nobody holds, for all of its workers or for some; a rota for everybody holds them."""
    whose = f"the policy {policy.name}" if several else "the policy"
    wanted = {role for step in (*policy.steps, *policy.emergency) if not step.to_worker for role in step.roles}
    found = []
    for role in sorted(wanted - WHERE_SET - {Role.WORKER}):
        of_rotas = {rota.team for rota in rotas if rota.role is role}
        without = [
            each
            for each in workers
            if not ({"", team_key(each.department)} & of_rotas or standing(role, each.id, people))
        ]
        if without and len(without) == len(workers):
            words = f"nobody holds it, and {whose} tells them: add {role} under [roles] in calsync.toml"
            found.append(red(f"role {role}", words))
        else:
            words = f"has nobody who is {role}, and {whose} tells them: add one under their [[team]] or [roles]"
            troubles = [Trouble(person=each, words=words) for each in without]
            found += listed(troubles, Light.RED, one="worker", many="workers", head="{n} people, each of whom")
    return found


def _unknown(people: People) -> list[Finding]:
    """Those named in calsync.toml whom the directory does not have."""
    held = [*people.roles, *(each for team in people.teams for each in team.roles)]
    pairs = dict.fromkeys((role, id_) for role, ids in held for id_ in ids if id_.startswith(OUTSIDE))
    found = []
    for role, id_ in pairs:
        if (person := people.get(id_)) is not None:
            words = (
                f"{person.mail or person.name} is not in the directory: right if it is a mere mailbox or desk, else "
            )
            found.append(amber(f"role {role}", f"{words}correct it"))
    return found


def _twice(people: People, policy: Policy, workers: Sequence[Person]) -> list[Finding]:
    """Steps that name several roles and reach one person, who holds them all: nobody else hears of it."""
    found: dict[tuple[str, str], Finding] = {}
    for step in (*policy.steps, *policy.emergency):
        for worker in workers if len(step.roles) > 1 else ():
            held = {role: set(standing(role, worker.id, people)) for role in step.roles}
            ids = set().union(*held.values())
            if len(ids) != 1 or not all(held.values()):
                continue
            name = _name(people, next(iter(ids)))
            words = (
                f"{name} holds {' and '.join(held)} at once, so a step that tells both reaches one person: name another"
            )
            found.setdefault((name, words), amber("roles", words))
    return list(found.values())


def _teams(people: People) -> list[Finding]:
    departments = {team_key(person.department) for person in people.persons if person.works}
    return [
        amber(f"team {team.name}", "nobody who is watched is of that department: write it as the directory does")
        for team in people.teams
        if team.key not in departments
    ]


def _numbers(people: People, policy: Policy, workers: Sequence[Person]) -> list[Finding]:
    """Those who are told by a channel that rings and have no number."""
    rings = {
        role
        for step in (*policy.steps, *policy.emergency)
        if any(channel.rings for channel in step.channels)
        for role in step.roles
    } - {Role.WORKER}
    words = "is told by text or voice and has no mobile number: give them one in the directory or in calsync.toml"
    troubles = [Trouble(person=each, words=words) for each in _holding(people, rings, workers) if not each.mobile]
    return listed(troubles, Light.AMBER, one="contact", many="contacts", head="{n} people, each of whom")


def _holding(people: People, roles: Iterable[Role], workers: Sequence[Person]) -> list[Person]:
    ids = dict.fromkeys(id_ for role in sorted(roles) for each in workers for id_ in standing(role, each.id, people))
    return [person for id_ in ids if (person := people.get(id_)) is not None]


def _rotas(known: People, rotas: Sequence[Rota]) -> list[Finding]:
    """The rotas that name nobody for the coming days, as far as calsync has read them."""
    named = {duty.rota for duty in known.rota}
    words = "names nobody for the coming days, as far as it was read: `calsync run` tells IT why"
    return [amber(f"rota {rota.key}", words) for rota in rotas if known.persons and rota.key not in named]


def _name(people: People, person_id: PersonId) -> str:
    person = people.get(person_id)
    return person.name if person is not None else person_id
