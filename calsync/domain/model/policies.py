"""The policies that one organisation runs: one for everybody, and those of single teams beside it."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.domain.model.contacts import team_key
from calsync.domain.model.people import Person
from calsync.domain.model.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPolicy:
    """The policy of those who are in any of these departments."""

    departments: tuple[str, ...]
    """As the directory has them, in any case and spacing."""
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """Whose policy is whose. No two of them have the same name, by which an open deadline knows its own."""

    standing: Policy
    """That of everybody who is in no team with one of its own."""
    teams: tuple[TeamPolicy, ...] = ()

    def of(self, person: Person | None) -> Policy:
        """Somebody's policy, by their department; the standing one for who is in none, or is not known."""
        if not self.teams or person is None or not (own := team_key(person.department)):
            return self.standing
        found = (team for team in self.teams if own in map(team_key, team.departments))
        return next((team.policy for team in found), self.standing)

    def named(self, name: str, worker: Person | None = None) -> Policy:
        """The policy of an open deadline, by its name; that of its worker once no policy has this name any more."""
        return next((policy for policy in self.every if policy.name == name), self.of(worker))

    @property
    def every(self) -> tuple[Policy, ...]:
        """All of them once each, the standing one first."""
        return tuple(
            {policy.name: policy for policy in (self.standing, *(team.policy for team in self.teams))}.values()
        )

    @property
    def names(self) -> str:
        """What they are called, for a line that names them all."""
        return ", ".join(policy.name for policy in self.every)

    @property
    def code_words(self) -> tuple[str, ...]:
        """The code words of all of them, each once."""
        return tuple(dict.fromkeys(word for policy in self.every for word in policy.code_words))
