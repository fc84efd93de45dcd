"""A person's card of numbers: whom they ring at which hour, by the roles that their policy names (BX7)."""

from __future__ import annotations

from calsync.domain.holding import standing
from calsync.domain.list_wording import telephones
from calsync.domain.model import People, Person, Policy, Role
from calsync.domain.scene import ROLE_WORDS


def number_card(person: Person, policy: Policy, people: People) -> list[str]:
    """A line for each who holds a role in the policy's steps for this person, each once; empty where nobody does.

    Who is on a rota changes from night to night, and stands on no card; nor does the person themself.
    """
    roles = dict.fromkeys(role for step in (*policy.steps, *policy.emergency) for role in step.roles)
    found: dict[str, str] = {}
    for role in (*(each for each in Role if each in roles), Role.OUT_OF_HOURS):
        if role is Role.WORKER:
            continue
        for holder in standing(role, person.id, people):
            known = people.get(holder)
            if known is not None and holder != person.id:
                found.setdefault(
                    holder, f"- {ROLE_WORDS[role].removeprefix('the ')}, {known.name}: {telephones(known)}"
                )
    return list(found.values())
