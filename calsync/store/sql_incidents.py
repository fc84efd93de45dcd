"""Incidents and what is due after them, in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from calsync.domain.model import DueAct, Incident, IncidentKind, Role
from calsync.store.rows.row import Row
from calsync.store.tables import due_acts, incident_text, incidents
from calsync.store.work import Work

# A partial index is used only when the query says the same words: a bound value would not do.
_UNTOLD = and_(due_acts.c.done.is_(None), due_acts.c.told.is_(None))


class IncidentWork(Work):
    """The incidents' part of a transaction."""

    def incident(self, incident_id: str) -> Incident | None:
        """One incident; None when there is none of that id."""
        return next(iter(self._incidents(incidents.c.id == incident_id)), None)

    def incidents(self, *, open_only: bool = False) -> list[Incident]:
        """Every incident, or those that nobody has closed; oldest first."""
        return self._incidents(incidents.c.closed.is_(None) if open_only else true())

    def incidents_of(self, visit_id: str) -> list[Incident]:
        """The incidents of one visit, oldest first."""
        return self._incidents(incidents.c.visit_id == visit_id)

    def put_incident(self, incident: Incident) -> None:
        """Write an incident, new or changed."""
        values = asdict(incident)
        lessons = values.pop("lessons")
        self._upsert(incidents, [values | {"kind": incident.kind.value}])
        self._upsert(incident_text, [{"incident_id": incident.id, "lessons": lessons}])

    def due_acts(self, incident_id: str) -> list[DueAct]:
        """What is or was due after an incident, in the order of its numbers."""
        query = select(due_acts).where(due_acts.c.incident_id == incident_id).order_by(due_acts.c.number)
        return [_act(row) for row in self._rows(query)]

    def put_due_acts(self, due: Iterable[DueAct]) -> None:
        """Write what is due after incidents that stand already."""
        self._upsert(due_acts, [asdict(each) | {"role": each.role.value} for each in due])

    def overdue_acts(self, at: datetime, limit: int) -> list[DueAct]:
        """What was due before `at`, is not done, and of which nobody was told so, of open incidents; oldest first."""
        query = (
            select(due_acts)
            .join(incidents)
            .where(_UNTOLD, due_acts.c.due < at, incidents.c.closed.is_(None))
            .order_by(due_acts.c.due, due_acts.c.incident_id, due_acts.c.number)
            .limit(limit)
        )
        return [_act(row) for row in self._rows(query)]

    def _incidents(self, which: ColumnElement[bool]) -> list[Incident]:
        query = select(incidents, incident_text.c.lessons).outerjoin(incident_text).where(which)
        return [_incident(row) for row in self._rows(query.order_by(incidents.c.opened, incidents.c.id))]


def _incident(row: Row) -> Incident:
    values: dict[str, Any] = dict(row)
    return Incident(**values | {"kind": IncidentKind(values["kind"]), "lessons": values["lessons"] or ""})


def _act(row: Row) -> DueAct:
    values: dict[str, Any] = dict(row)
    return DueAct(**values | {"role": Role(values["role"])})
