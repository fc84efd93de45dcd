"""The incident: what happened on a visit, and what is still due of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model.afterwards import IncidentKind
from calsync.domain.model.moments import PersonId
from calsync.domain.model.policy import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that happened on a visit. It stands until somebody closes it and says what was learnt."""

    id: str
    visit_id: str
    deadline_id: str
    """The deadline under which it was told, and in whose messages it is spoken of."""
    worker: PersonId
    kind: IncidentKind
    opened: datetime
    opened_by: PersonId
    closed: datetime | None = None
    closed_by: PersonId | None = None
    lessons: str = ""
    """What was learnt, and why it may be closed; personal text."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it yet."""
        return self.closed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAct:
    """One thing that somebody has to do because of an incident."""

    incident_id: str
    number: int
    """Its place among the incident's acts, counted from 1."""
    what: str
    """In the policy's words."""
    role: Role
    due: datetime
    clause: str = ""
    done: datetime | None = None
    done_by: PersonId | None = None
    told: datetime | None = None
    """When somebody was told that it is overdue, which happens once; None: nobody was."""

    def overdue(self, at: datetime) -> bool:
        """Whether its time has passed and it is not done."""
        return self.done is None and self.due < at
