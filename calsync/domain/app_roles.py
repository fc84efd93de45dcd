"""Who has signed in -> what they may see: by the roles that the directory gives them, of those in their care alone.

An app role says what kind of page somebody may open; whose visits stand there follows from who is in their care.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.model import People, Person, PersonId, Role


class AppRole(StrEnum):
    """What IT gives somebody in Entra, spelt as there."""

    RESPONDER = "Responder"
    MANAGER = "Manager"
    AUDITOR = "Auditor"
    OPERATOR = "Operator"
    """Looks after the machine. `Role.ADMIN` is somebody else: the administrator who is rung."""


class Right(StrEnum):
    """One kind of thing that somebody may see or do on the pages."""

    ALARMS = "alarms"
    """Open alarms."""
    ACT = "act"
    """Take an alarm, log a call, close it."""
    BOARD = "board"
    """The visits of the day."""
    HISTORY = "history"
    """What is closed, with what was done and by whom."""
    AUDIT = "audit"
    """The audit: ids and acts."""
    OPERATION = "operation"
    """Whether the service does its work. It shows nothing of anybody."""


OF_THEIRS = {
    AppRole.RESPONDER: frozenset({Right.ALARMS, Right.ACT}),
    AppRole.MANAGER: frozenset({Right.ALARMS, Right.ACT, Right.BOARD, Right.HISTORY}),
}
"""What a role opens, of those in somebody's care."""
OF_ALL = {AppRole.AUDITOR: frozenset({Right.HISTORY, Right.AUDIT})}
"""What a role opens, of everybody, to be read alone."""
OF_NOBODY = {AppRole.OPERATOR: frozenset({Right.OPERATION})}
"""What a role opens that shows nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one person may see and do, and whom they may see."""

    of_theirs: frozenset[Right] = frozenset()
    of_all: frozenset[Right] = frozenset()
    of_nobody: frozenset[Right] = frozenset()
    theirs: frozenset[PersonId] = frozenset()
    """The workers in their care; never themselves."""

    def may(self, right: Right) -> bool:
        """Whether they may open pages of that kind at all."""
        return right in self.of_theirs or right in self.of_all or right in self.of_nobody

    def sees(self, worker: PersonId, right: Right) -> bool:
        """Whether they may see that worker there: no role that shows nobody ever opens somebody."""
        return right in self.of_all or (right in self.of_theirs and worker in self.theirs)


def read_roles(told: object) -> tuple[AppRole, ...]:
    """The roles among what a token tells, each once; empty where it tells none that is ours."""
    named = {each for each in told if isinstance(each, str)} if isinstance(told, (list, tuple)) else set()
    return tuple(role for role in AppRole if role in named)


def reach(who: PersonId, roles: Iterable[AppRole], people: People, at: datetime) -> Reach:
    """What somebody with these roles may see at `at`."""
    held = tuple(roles)
    of_theirs = _rights(OF_THEIRS, held)
    return Reach(
        of_theirs=of_theirs,
        of_all=_rights(OF_ALL, held),
        of_nobody=_rights(OF_NOBODY, held),
        theirs=in_care(who, people, at) if of_theirs else frozenset(),
    )


def in_care(who: PersonId, people: People, at: datetime) -> frozenset[PersonId]:
    """The workers whose line manager somebody is, and those for whom they hold any other role.

    A role for the whole organisation counts for those who have nobody nearer for it; one by a rota while it lasts; the
    hours of a standing one decide who is told, not who may look.
    """
    on_duty = {(duty.role, duty.team) for duty in people.rota if duty.person == who and duty.covers(at)}
    everywhere = {role for role, ids in people.roles if who in ids}
    teams = {team.key for team in people.teams if any(who in ids for _, ids in team.roles)}
    teams |= {team for _, team in on_duty if team}
    everywhere |= {role for role, team in on_duty if not team}
    return frozenset(
        each.id
        for each in people.persons
        if each.works and each.id != who and _cares(who, each, people, teams=teams, everywhere=everywhere)
    )


def _cares(who: PersonId, worker: Person, people: People, *, teams: set[str], everywhere: set[Role]) -> bool:
    if worker.manager == who or any(who in ids for _, ids in worker.contacts):
        return True
    team = people.team_of(worker.id)
    if team is not None and team.key in teams:
        return True
    nearer = {role for role, ids in worker.contacts if ids}
    nearer |= {role for role, ids in team.roles if ids} if team is not None else set()
    nearer |= {Role.LINE_MANAGER} if worker.manager else set()
    return bool(everywhere - nearer)


def _rights(table: dict[AppRole, frozenset[Right]], held: tuple[AppRole, ...]) -> frozenset[Right]:
    return frozenset().union(*(table.get(role, frozenset()) for role in held))
