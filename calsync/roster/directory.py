"""The Directory port over a roster file: laid over another directory, or in its place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from calsync.domain.contacts import Roles, TeamContacts
from calsync.domain.model import People, Person, PersonId
from calsync.errors import Problems, SourceError
from calsync.ports import NOBODY, Directory
from calsync.roster.entries import OUTSIDE, Entry, Roster, with_hours
from calsync.roster.loading import load_roster
from calsync.roster.merging import in_place, laid_over, lookups


class RosterDirectory:
    """People as a file says; what it does not say comes from the directory below, unless the file replaces it.

    In either case mailbox settings are read from below, where they may be. The file is read at the start, which raises
    Problems, and again whenever it changed: one that is broken by then is told, and the last good one stays.
    """

    def __init__(
        self,
        path: Path,
        below: Directory,
        roles: Roles,
        teams: Sequence[TeamContacts] = (),
        *,
        replaces: bool = False,
    ) -> None:
        self._path = path
        self._below = below
        self._roles = roles
        self._teams = teams
        self._replaces = replaces
        self._seen = self._state()
        self._roster: Roster = load_roster(path, replaces=replaces)
        self._broken: tuple[str, ...] = ()
        self._merged: tuple[str, ...] = ()
        self._entries: dict[PersonId, Entry] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What the last reading could not use: of the file, if it was broken since, and of the directory below."""
        below = () if self._replaces else self._below.problems
        return (*self._broken, *self._merged, *below)

    async def people(self, known: People = NOBODY) -> People:
        """Everybody, with what the file says of them. Raises SourceError when the directory below does."""
        await asyncio.to_thread(self._read_again)
        roster = self._roster
        if self._replaces:
            people, merging = in_place(roster, self._roles, known, self._teams)
        else:
            found = await self._below.people(known)
            wanted = lookups(roster, found)
            answers = dict(zip(wanted, await self._below.named(wanted), strict=True)) if wanted else {}
            named = {who: each for who, each in answers.items() if isinstance(each, Person)}
            # Who could not be asked for now is who they were before.
            refused = {who: each for who, each in answers.items() if isinstance(each, SourceError)}
            named |= {who: each for who in refused if (each := known.get(who) or known.by_mail(who))}
            people, merging = laid_over(roster, found, named, known)
            merging.problems += [f"{who} stays as known before: {error}" for who, error in refused.items()]
        self._entries = merging.entries
        self._merged = tuple(f"{self._path}: {each}" for each in merging.problems)
        return people

    async def settings(self, persons: Sequence[Person], at: datetime) -> list[Person | SourceError]:
        """Each person as their mailbox says, with the file's hours over it; whom only the file has as they were."""
        asked = [person for person in persons if not person.id.startswith(OUTSIDE)]
        answers = dict(zip((each.id for each in asked), await self._below.settings(asked, at), strict=True))
        found: list[Person | SourceError] = []
        for person in persons:
            answer = answers.get(person.id, person)
            entry = self._entries.get(person.id)
            found.append(with_hours(answer, entry) if entry is not None and isinstance(answer, Person) else answer)
        return found

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who of the directory below has each address; in its place nobody has, whom the file does not name."""
        return [None for _ in addresses] if self._replaces else await self._below.named(addresses)

    def _state(self) -> tuple[int, int] | None:
        """What tells that the file changed; None when it is not there."""
        try:
            told = self._path.stat()
        except OSError:
            return None
        return told.st_mtime_ns, told.st_size

    def _read_again(self) -> None:
        state = self._state()
        if state == self._seen and not self._broken:
            return
        try:
            roster = load_roster(self._path, replaces=self._replaces)
        except Problems as broken:
            kept = f"{self._path}: it is broken since it was last read, and what it said before still counts"
            self._broken = (kept, *(f"{broken.where}: {each}" for each in broken.problems))
            return
        self._roster, self._seen, self._broken = roster, state, ()
