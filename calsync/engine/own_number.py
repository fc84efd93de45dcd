"""By which number a message reaches its reader, or why by none."""

from __future__ import annotations

from collections.abc import Callable

from calsync.domain.model import People, Person, PersonId
from calsync.errors import DeliveryFailed
from calsync.parsers.dialling import same_number


def own_number(person: Person | None, read: Callable[[str], str], what: str) -> str:
    """Their number as `read` has it. Raises DeliveryFailed, for good, where they have none of the kind.

    `read` raises ValueError with the rest of a sentence about the number, and `what` names its kind.
    """
    if person is None or not person.mobile:
        raise DeliveryFailed(f"no {what} number is known for this person", permanent=True)
    try:
        return read(person.mobile)
    except ValueError as error:
        raise DeliveryFailed(f"their {what} number {error}", permanent=True) from None


def line_of(people: People, who: PersonId) -> str:
    """The telephone by which somebody is rung, two people's where they share it; who has none: their own id."""
    person = people.get(who)
    return (same_number(person.mobile) if person is not None else "") or who
