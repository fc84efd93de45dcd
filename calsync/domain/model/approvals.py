"""What people said before a visit, and the places at which something happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.checks import Check
from calsync.domain.model.moments import PersonId


class Verdict(StrEnum):
    """What somebody said to a question before a visit."""

    YES = "yes"
    NO = "no"
    ACCOMPANY = "accompany"
    """The worker goes, and not alone: they ask for company."""


UNBELIEVED = "unbelieved:"
"""With what the id of a word begins that came with the code word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved or confirmed what, and when: of one visit as it stood, or standing for a worker and a family."""

    id: str
    """Made from the answer that it came of: one answer that is read twice is kept once."""
    worker: PersonId
    check: Check
    """What was asked."""
    verdict: Verdict
    visit_id: str = ""
    """Of which visit; empty when it is a standing one."""
    about: str = ""
    """A hash of that visit's time and place: a visit that was moved since was not approved."""
    family: str = ""
    """A keyed hash of the place for which it stands; empty when it is about one visit."""
    who: PersonId
    at: datetime
    until: datetime | None = None
    """Until when a standing one counts; None: it is about one visit."""
    reason: str = ""
    """Why not, in their words; personal text."""

    @property
    def is_believed(self) -> bool:
        """Whether it was said freely: a word beside the code word settles what its worker is shown, and no more."""
        return not self.id.startswith(UNBELIEVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedPlace:
    """A place at which an Incident happened. It is known by a keyed hash of its address alone (law 15)."""

    place: str
    since: datetime
    incident: str
    """The id of the Incident."""
    closed: datetime | None = None
    """When a person closed it; None while nobody goes there alone."""
    closed_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDue:
    """A visit whose checks are to be made: it was written since, or the time has come."""

    visit_id: str
    worker: PersonId
    seen_as: str
    """A hash of the times and the place as they were checked last; empty before the first time."""
    changed: datetime | None = None
    """When they were last found changed; None: they never were."""
