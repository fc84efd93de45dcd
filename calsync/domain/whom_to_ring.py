"""Whom a worker rings who needs somebody now: their line manager, or whoever is there while that one is away.

It goes by roles and absences alone, and never by an alarm: it says the same whatever stands (law 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import People, Person, Role, Visit
from calsync.domain.responders import holders, on_the_visit

RUNG = (Role.LINE_MANAGER, Role.DEPUTY, Role.BUDDY, Role.ADMIN)
"""Who is rung, the first who is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to ring, as a page shows them."""

    name: str
    number: str = ""
    """As the directory has it; empty: none is known."""


def there(role: Role, visit: Visit, people: People, at: datetime) -> list[Person]:
    """Who holds a role for a visit's worker and is not away at that time."""
    known = [people.get(each) for each in holders(role, visit, people)]
    return [one for one in known if one is not None and not any(each.covers(at) for each in one.absences)]


def whom_to_ring(visit: Visit, people: People, at: datetime) -> Contact | None:
    """Whom the worker of a visit rings at that time; None where nobody with a name is there."""
    everybody = (one for role in RUNG for one in there(role, visit, people, at))
    found = next((one for one in everybody if one.name and not on_the_visit(one, visit)), None)
    if found is None:
        return None
    return Contact(name=found.name, number=next(iter(found.numbers), ""))
