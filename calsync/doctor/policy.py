"""The policies: whose is whose, and what they leave open in this deployment."""

from __future__ import annotations

from calsync.app import App
from calsync.doctor.finding import SHOWN, Finding, amber, green
from calsync.domain.model import People, Policies, team_key
from calsync.policies.loader import warnings


def policy(app: App) -> list[Finding]:
    """That every step can be delivered, without which nothing starts, and what each policy's file warns of."""
    told, at, several = app.settings.policy, app.clock.now().date(), len(app.policies.every) > 1
    found = [green("policy", f"{app.policies.standing.title}: every step can be delivered")]
    found += [
        green("policy", f"{team.policy.title}, for {' and '.join(team.departments)}: every step can be delivered")
        for team in app.policies.teams
    ]
    for use in dict.fromkeys((told.use, *(use for _, use in told.teams()))):
        found += [amber(f"policy {use}" if several else "policy", each) for each in warnings(use, at=at)]
    return found


def nobody_in(people: People, policies: Policies) -> list[Finding]:
    """The departments with a policy of their own in which nobody is: a slip leaves all of them under the standing one.

    Those whom the directory has without a department are under the standing one too, and that is right.
    """
    there = {team_key(person.department) for person in people.persons if person.works}
    known = sorted({person.department for person in people.persons if person.works and person.department})
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    have = f"the directory has {', '.join(known[:SHOWN])}{more}" if known else "the directory names no department"
    return [
        amber(
            "policy",
            f"nobody watched is in the department {name}, so the policy {team.policy.name} is nobody's: correct "
            f"policy.team; {have}",
        )
        for team in policies.teams
        for name in team.departments
        if team_key(name) not in there
    ]
