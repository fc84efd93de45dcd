"""Where it is known who works here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from calsync.domain.model import People, Person
from calsync.errors import SourceError

NOBODY = People()
"""What is known of people before the first time."""


class Directory(Protocol):
    """Who works here, who manages them, when they work. Thousands of people: who they are is read at once, and what
    stands in each mailbox in slices."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What the last reading of people could not use, each a sentence with the fix; empty when all is well."""

    async def people(self, known: People = NOBODY) -> People:
        """Everybody the service must know, with roles, and who is not watched and why.

        What is not read anew here (zone, hours, absences), or was refused of one person alone, is as in `known`;
        somebody new has ordinary hours. Raises SourceError when the group, or most of the people, can't be read.
        """

    async def settings(self, persons: Sequence[Person], at: datetime) -> list[Person | SourceError]:
        """Each person with the zone, hours and absences of their mailbox at `at`, in the order of `persons`.

        One who can't be read harms no other. Raises SourceError when most can't be asked now: an outage.
        """

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who of the directory has each address (or object id), in that order; None where nobody has."""
