"""Incidents, as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from calsync.domain.model import DueAct, Incident


class KeptIncidents(Protocol):
    """Incidents, and what is due of them."""

    def incident(self, incident_id: str) -> Incident | None:
        """One incident; None when there is none of that id."""

    def incidents(self, *, open_only: bool = False) -> list[Incident]:
        """Every incident, or those that nobody has closed; oldest first."""

    def incidents_of(self, visit_id: str) -> list[Incident]:
        """The incidents of one visit, oldest first."""

    def put_incident(self, incident: Incident) -> None:
        """Write an incident, new or changed."""

    def due_acts(self, incident_id: str) -> list[DueAct]:
        """What is or was due after an incident, in the order of its numbers."""

    def put_due_acts(self, due: Iterable[DueAct]) -> None:
        """Write what is due after incidents that stand already."""

    def overdue_acts(self, at: datetime, limit: int) -> list[DueAct]:
        """What was due before `at`, is not done, and of which nobody was told so, of open incidents; oldest first."""
