"""Incidents, as the fake keeps them: read beside `sql_incidents.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from calsync.domain.model import DueAct, Incident
from calsync.store.memory.work import MemoryWork


class MemoryIncidents(MemoryWork):
    """The part of a transaction about incidents."""

    def incident(self, incident_id: str) -> Incident | None:
        """One incident; None when there is none of that id."""
        return self._state.incidents.get(incident_id)

    def incidents(self, *, open_only: bool = False) -> list[Incident]:
        """Every incident, or those that nobody has closed; oldest first."""
        found = [each for each in self._state.incidents.values() if each.is_open or not open_only]
        return sorted(found, key=lambda each: (each.opened, each.id))

    def incidents_of(self, visit_id: str) -> list[Incident]:
        """The incidents of one visit, oldest first."""
        return [each for each in self.incidents() if each.visit_id == visit_id]

    def put_incident(self, incident: Incident) -> None:
        """Write an incident, new or changed."""
        self._state.incidents[incident.id] = incident

    def due_acts(self, incident_id: str) -> list[DueAct]:
        """What is or was due after an incident, in the order of its numbers."""
        theirs = [each for each in self._state.due_acts.values() if each.incident_id == incident_id]
        return sorted(theirs, key=lambda each: each.number)

    def put_due_acts(self, due: Iterable[DueAct]) -> None:
        """Write what is due after incidents that stand already."""
        for each in due:
            self._state.due_acts[each.incident_id, each.number] = each

    def overdue_acts(self, at: datetime, limit: int) -> list[DueAct]:
        """What was due before `at`, is not done, and of which nobody was told so, of open incidents; oldest first."""
        late = [
            each
            for each in self._state.due_acts.values()
            if each.overdue(at) and each.told is None and self._state.incidents[each.incident_id].is_open
        ]
        return sorted(late, key=lambda each: (each.due, each.incident_id, each.number))[:limit]
