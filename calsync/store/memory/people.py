"""Who works here, as the fake keeps it: read beside `sql_people.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.model import Duty, People, Person
from calsync.store.memory.work import MemoryWork


class MemoryPeople(MemoryWork):
    """The part of a transaction about who works here."""

    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time."""
        return self._state.people

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody; who left stays where a visit or an open deadline names them.

        Whom the rotas name stays as it was.
        """
        state = self._state
        named = {each.worker for each in state.visits.values()}
        for each in state.deadlines.values():
            if each.is_open:
                named |= {each.worker, each.owner or each.worker}
        here = {each.id for each in people.persons}
        gone = [each for each in state.people.persons if each.id not in here and each.id in named]
        kept = tuple(replace(each, works=False) for each in sorted(gone, key=lambda each: each.id))
        state.people = replace(people, persons=people.persons + kept, rota=state.people.rota)

    def put_rota(self, duties: Sequence[Duty]) -> None:
        """Write whom the rotas name."""
        self._state.people = replace(self._state.people, rota=tuple(duties))

    def put_settings(self, persons: Sequence[Person]) -> None:
        """Write zone, hours and absences of these persons and nothing else; who is not known is left out."""
        told = {each.id: each for each in persons}
        self._state.people = replace(
            self._state.people,
            persons=tuple(
                replace(each, zone=new.zone, hours=new.hours, absences=new.absences)
                if (new := told.get(each.id))
                else each
                for each in self._state.people.persons
            ),
        )
