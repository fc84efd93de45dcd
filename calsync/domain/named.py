"""A visit -> the colleagues whom its entry names, and what they are told of it beforehand (AH3).

"Tell: Dee Deputises" as a category names Dee for this visit: she may be asked to ring when no word comes. Who has
accepted the entry goes along, and is never their own rescuer (law 5); so being on it names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from calsync.domain.holding import holders, named_by
from calsync.domain.model import People, PersonId, Policies, Visit
from calsync.domain.responders import on_the_visit

NAMED_FOR = "you are named for this visit: if no word comes after it, you may be asked to ring"


def named_for(visit: Visit, people: People, policies: Policies) -> tuple[PersonId, ...]:
    """Whom the entry of a visit names, where its worker's policy has them told beforehand; who goes along is left out.

    Empty when nobody is named.
    """
    if not policies.of(people.get(visit.worker)).letters.named:
        return ()
    known = (people.get(each) for each in named_by(visit.categories, people))
    return tuple(each.id for each in known if each is not None and not on_the_visit(each, visit))


def by_name_alone(reader: PersonId, visits: Iterable[Visit], people: People, policies: Policies) -> frozenset[str]:
    """The ids of the visits on a reader's list that they have only since the entry names them.

    Of these the list has the worker and the times: whom the visit is to is told when they are asked to ring (law 15).
    """
    return frozenset(
        each.id
        for each in visits
        if reader in named_for(each, people, policies)
        and not any(
            reader in holders(role, each, people) for role in policies.of(people.get(each.worker)).letters.lists
        )
    )
