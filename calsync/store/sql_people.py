"""Who works here, in SQL."""

from __future__ import annotations

from sqlalchemy import delete, select, union, update

from calsync.domain.model import People
from calsync.store.codec import person_of, person_row, roles_of
from calsync.store.steps import dump
from calsync.store.tables import deadlines, roles, visits
from calsync.store.tables import people as persons
from calsync.store.work import Work


class PeopleWork(Work):
    """The directory's part of a transaction."""

    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time."""
        everybody = self._rows(select(persons).order_by(persons.c.position, persons.c.id))
        held = self._rows(select(roles).order_by(roles.c.position))
        return People(persons=tuple(person_of(row) for row in everybody), roles=tuple(roles_of(held)))

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody; who left stays where a visit or an open deadline names them."""
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
