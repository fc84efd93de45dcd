"""Who works here and who manages them, in a few large pages; and when they work, mailbox by mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.as_before import as_before
from calsync.domain.contacts import OUTSIDE, Contact, TeamContacts, by_address, with_contacts
from calsync.domain.model import NotWatched, People, Person, PersonId, Role, Turn
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.away import away_entries
from calsync.graph.client import Graph
from calsync.graph.members import GROUP, manager_of, members, user_of
from calsync.graph.refusals import not_readable
from calsync.graph.settled import settled
from calsync.graph.several import each
from calsync.parsers.graph_people import GraphPerson, manager_in, person_in, read_person, why_not_watched
from calsync.ports import NOBODY

ASKED_AGAIN = 300
"""How many managers are asked for again at one reading, in a tenant that tells each alone; the oldest come first."""
_UNREADABLE = (
    "What Microsoft Graph says of this member can't be read: look them up in Entra, and tell who runs calsync."
)


class GraphDirectory:
    """The Directory port over one tenant: the group's members, their managers, and the configured contacts."""

    def __init__(
        self, graph: Graph, roles: Mapping[Role, Sequence[Contact]], teams: Sequence[TeamContacts] = ()
    ) -> None:
        self._graph = graph
        self._roles = roles
        self._teams = teams
        self._problems: dict[str, None] = {}
        self._bosses: dict[PersonId, Person | None] = {}
        """Managers that were asked for one by one, the longest ago first."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Whose manager, and which contact, the last reading of people was refused."""
        return tuple(self._problems)

    async def people(self, known: People = NOBODY) -> People:
        """Everybody: workers, their managers, and contacts with the roles that the configuration gives them.

        A line manager stands in each worker's `manager`, not among the roles. What is refused of one person is as in
        `known`. Raises SourceError when the group, or most of the others, can't be read.
        Microsoft's pages: "List group transitive members", "List manager", "Get a user".
        """
        await self._graph.ready()
        self._problems = {}
        rows = {row.id: row for row in await members(self._graph) if row.id}
        read = {id_: row for id_, row in rows.items() if isinstance(row, GraphPerson)}
        if rows and not read:
            raise not_readable(GROUP)
        if read and all(row.is_hidden for row in read.values()):
            raise SourceRefused(
                f"Microsoft Graph hides who is in {GROUP}: grant User.Read.All with admin consent.",
                code="MembersHidden",
            )
        left_out = {id_: (row.called, why) for id_, row in read.items() if (why := why_not_watched(row))}
        workers = {id_: row for id_, row in read.items() if id_ not in left_out}
        found = {id_: replace(person_in(row), works=True) for id_, row in workers.items()}
        bosses = await self._managers(workers, known)
        for id_ in [id_ for id_ in rows if id_ not in read]:
            # Somebody who was watched stays watched, whatever is odd about the answer.
            before = known.get(id_)
            if before is not None and before.works:
                found[id_], bosses[id_] = before, _manager_before(id_, known)
                self._problems[f"{before.name} stays as known before. {_UNREADABLE}"] = None
            else:
                left_out[id_] = (id_, _UNREADABLE)
        for worker, boss in bosses.items():
            found[worker] = replace(found[worker], manager=boss.id if boss is not None else None)
            if boss is not None:
                found.setdefault(boss.id, replace(boss, works=False))
        found = {id_: as_before(person, known) for id_, person in found.items()}
        book = with_contacts(found, self._roles, await self._strangers(found, known), self._teams)
        return People(
            persons=tuple(book.persons.values()),
            roles=book.roles,
            teams=book.teams,
            shifts=book.shifts,
            not_watched=tuple(NotWatched(person=id_, name=name, why=why) for id_, (name, why) in left_out.items()),
        )

    async def settings(self, persons: Sequence[Person], at: datetime) -> list[Person | SourceError]:
        """Each person with zone, hours and absences of their mailbox, in order; a mere contact is as they were.

        Absences are automatic replies, and entries of the next 36 hours that show them as out of office; where their
        diary may not be read, the former alone. Raises SourceError when most can't answer.
        Microsoft's pages: "Get user mailbox settings", "List calendarView".
        """
        await self._graph.ready()
        from calsync.graph.sdk import load_settings_models

        await asyncio.to_thread(load_settings_models)

        async def one(person: Person) -> Person:
            return person if person.id.startswith(OUTSIDE) else await self._settled(person, at)

        return await each(persons, one, outage=SourceUnavailable)

    async def named(self, addresses: Sequence[str]) -> list[Person | SourceError | None]:
        """Who of the directory has each address or object id, in that order; None where nobody has."""
        await self._graph.ready()

        async def one(address: str) -> Person | None:
            user = await user_of(self._graph, address)
            return person_in(user) if user is not None and user.id else None

        return await each(addresses, one)

    async def _managers(self, workers: Mapping[PersonId, GraphPerson], known: People) -> dict[PersonId, Person | None]:
        if not any(row.manager for row in workers.values()):
            return await self._one_by_one(workers, known)
        bosses = {}
        for id_, row in workers.items():
            try:
                bosses[id_] = manager_in(id_, read_person(row.manager)) if row.manager else None
            except ValueError:
                self._note(f"The manager of {row.called}", not_readable(GROUP))
                bosses[id_] = _manager_before(id_, known)
        return bosses

    async def _one_by_one(
        self, workers: Mapping[PersonId, GraphPerson], known: People
    ) -> dict[PersonId, Person | None]:
        """The managers where the list of members names none: each is a request, so only some are asked for again."""
        self._bosses = {id_: boss for id_, boss in self._bosses.items() if id_ in workers}
        asked = [id_ for id_ in workers if id_ not in self._bosses] + list(self._bosses)[:ASKED_AGAIN]

        async def one(worker: PersonId) -> Person | None:
            return manager_in(worker, await manager_of(self._graph, worker))

        for worker, answer in zip(asked, await each(asked, one), strict=True):
            if isinstance(answer, SourceError):
                self._problems[f"The manager of {workers[worker].called} stays as known before: {answer}"] = None
                continue
            self._bosses.pop(worker, None)
            self._bosses[worker] = answer
        return {id_: self._bosses[id_] if id_ in self._bosses else _manager_before(id_, known) for id_ in workers}

    async def _strangers(self, found: Mapping[PersonId, Person], known: People) -> dict[str, Person]:
        """By address, the contacts of the configuration who are no workers and nobody's managers."""
        here = {person.mail.casefold() for person in found.values() if person.mail}
        wanted = [
            address
            for address, contact in by_address(self._roles, self._teams).items()
            if contact.mail and address not in here
        ]
        strangers = {}
        for address, answer in zip(wanted, await self.named(wanted), strict=True):
            if isinstance(answer, SourceError):
                self._note(address, answer)
                answer = known.by_mail(address)
            if answer is not None:
                strangers[address] = found.get(answer.id) or as_before(replace(answer, works=False), known)
        return strangers

    def _note(self, who: str, error: SourceError) -> None:
        self._problems[f"{who} stays as known before: {error}"] = None

    async def _settled(self, person: Person, at: datetime) -> Person:
        mailbox = self._graph.client.users.by_user_id(person.id).mailbox_settings
        what = f"the settings of mailbox {person.id}"
        settings = await self._graph.call(mailbox.get, what, turn=Turn.WIDE, whose=person.id)
        if settings is None:
            raise not_readable(what)
        person = settled(person, settings)
        try:
            away = await away_entries(self._graph, person, at)
        except SourceRefused:
            # The diaries of those who are told are seldom in the app's scope, and need not be.
            away = ()
        return replace(person, absences=person.absences + away)


def _manager_before(worker: PersonId, known: People) -> Person | None:
    before = known.get(worker)
    return known.get(before.manager) if before is not None and before.manager else None
