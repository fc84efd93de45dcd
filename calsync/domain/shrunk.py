"""A group that is suddenly much smaller: somebody's mistake more often than a wave of leavers."""

from __future__ import annotations

from calsync.domain.model import People, Person

MANY = 10
"""Of so many watched people at least half have to stay, or the group is not believed at once."""


def vanished(known: People, found: People) -> tuple[Person, ...]:
    """Who was watched, and is not to be any more."""
    working = {person.id for person in found.persons if person.works}
    return tuple(person for person in known.persons if person.works and person.id not in working)


def too_many(known: People, gone: tuple[Person, ...]) -> bool:
    """Whether more than half of ten or more watched people are gone at once."""
    before = sum(person.works for person in known.persons)
    return before >= MANY and 2 * len(gone) > before
