"""Who works here, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, union, update

from calsync.domain.model import Duty, People, Person
from calsync.store.contact_book import book_of, in_book, rota_text
from calsync.store.rows.people import not_watched_of, not_watched_row, person_of, person_row, roles_of
from calsync.store.steps import dump
from calsync.store.tables import contact_book, deadlines, marks, not_watched, roles, visits
from calsync.store.tables import people as persons
from calsync.store.work import Work

_EDITION = select(marks.c.at).where(marks.c.kind == "edition", marks.c.name == "people")


class PeopleMemory:
    """Everybody as one store last read them, under the edition at which they were read."""

    def __init__(self) -> None:
        self._kept: tuple[datetime | None, People] | None = None

    def at(self, edition: datetime | None, read: Callable[[], People]) -> People:
        """Everybody at that edition; `read` is called when another one is kept."""
        kept = self._kept
        if kept is None or kept[0] != edition:
            kept = self._kept = (edition, read())
        return kept[1]


class PeopleWork(Work):
    """The directory's part of a transaction."""

    _memory: PeopleMemory
    _wrote_people = False

    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time.

        Read from the tables when they were written since, else from memory: one small query in place of thousands of
        rows, and the database stays the only truth (law 11).
        """
        if self._wrote_people:  # not kept: what this very transaction wrote may yet be taken back
            return self._everybody()
        return self._memory.at(self._edition(), self._everybody)

    def _edition(self) -> datetime | None:
        """What changes whenever people are written; None before the first time."""
        edition: datetime | None = self._connection.execute(_EDITION).scalar()
        return edition

    def _everybody(self) -> People:
        everybody = self._rows(select(persons).order_by(persons.c.position, persons.c.id))
        held = self._rows(select(roles).order_by(roles.c.position))
        others = self._rows(select(not_watched).order_by(not_watched.c.position))
        book = {row["name"]: row["value"] for row in self._rows(select(contact_book))}
        return People(
            persons=tuple(person_of(row) for row in everybody),
            roles=tuple(roles_of(held)),
            not_watched=tuple(not_watched_of(row) for row in others),
            **in_book(book),
        )

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody; who left stays where a visit or an open deadline names them.

        Whom the rotas name stays as it was.
        """
        self._wrote_people = True
        named = union(
            select(visits.c.worker),
            select(deadlines.c.worker).where(deadlines.c.state == "open"),
            select(deadlines.c.owner).where(deadlines.c.state == "open", deadlines.c.owner.is_not(None)),
        )
        gone = {row["id"] for row in self._rows(select(persons.c.id))} - {each.id for each in people.persons}
        kept = gone & set(self._connection.execute(named).scalars())
        for person in sorted(gone - kept):
            self._connection.execute(delete(persons).where(persons.c.id == person))
        for position, person in enumerate(sorted(kept), start=len(people.persons)):
            self._connection.execute(
                update(persons).where(persons.c.id == person).values(works=False, position=position)
            )
        self._upsert(persons, [person_row(each, position) for position, each in enumerate(people.persons)])
        self._connection.execute(delete(roles))
        self._upsert(
            roles,
            [
                {"role": role.value, "position": position, "holders": dump(holders)}
                for position, (role, holders) in enumerate(people.roles)
            ],
        )
        self._connection.execute(delete(not_watched))
        self._upsert(not_watched, [not_watched_row(each, place) for place, each in enumerate(people.not_watched)])
        self._put_book(book_of(people))
        self._new_edition()

    def put_rota(self, duties: Sequence[Duty]) -> None:
        """Write whom the rotas name."""
        self._wrote_people = True
        self._put_book({"rota": rota_text(tuple(duties))})
        self._new_edition()

    def _put_book(self, texts: Mapping[str, str]) -> None:
        self._upsert(contact_book, [{"name": name, "value": value} for name, value in sorted(texts.items())])

    def put_settings(self, people: Sequence[Person]) -> None:
        """Write zone, hours and absences of these persons and nothing else; who is not known is left out."""
        for person in sorted(people, key=lambda each: each.id):
            row = person_row(person, 0)
            told = {name: row[name] for name in ("zone", "hours", "absences")}
            self._connection.execute(update(persons).where(persons.c.id == person.id).values(told))
        self._new_edition()

    def _new_edition(self) -> None:
        edition, now = self._edition(), self._real_now()
        later = now if edition is None else max(now, edition + timedelta(microseconds=1))
        self._upsert(marks, [{"kind": "edition", "name": "people", "at": later}])
