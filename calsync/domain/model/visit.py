"""What a rule recognised, and the visit that came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.diary import Place, Series
from calsync.domain.model.moments import PersonId


class Tag(StrEnum):
    """Whether an event is lone work away from base."""

    VISIT = "visit"
    POSSIBLE = "possible"
    NONE = "none"


class VisitKind(StrEnum):
    """Where a visit goes; a policy may take other steps for each."""

    HOME = "home"
    SCHOOL = "school"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What the rules say of an event: the tag, the rule that decided, and the reasons in a manager's words."""

    tag: Tag
    kind: VisitKind = VisitKind.HOME
    """Where it goes, if it is a visit."""
    matched_by: str
    reasons: tuple[str, ...]
    """What spoke for this tag, the rule that decided first."""
    against: tuple[str, ...] = ()
    """What speaks against this tag: of NONE, for a visit."""
    risk: bool = False
    flags: tuple[str, ...] = ()
    """The names of the flags that its categories carry."""


class VisitState(StrEnum):
    """Where a visit stands: the diary decides while it is planned, and no longer once it has begun (law 1)."""

    PLANNED = "planned"
    BEGUN = "begun"
    CANCELLED = "cancelled"
    """Taken out of the diary before its start. It comes back under the same key if its entry does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a worker said of one kind of entry, or of a series: whether it is a visit."""

    worker: PersonId
    about: str
    """What is alike in such entries, as a hash: the words themselves are not kept (law 15)."""
    is_visit: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An event that a rule recognised as lone work away from base, with the rule's reasons."""

    id: str
    worker: PersonId
    event_id: str
    start: datetime
    end: datetime
    state: VisitState
    tag: Tag = Tag.VISIT
    """VISIT, or POSSIBLE as long as nobody has said that it is one."""
    kind: VisitKind = VisitKind.HOME
    matched_by: str
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    risk: bool = False
    flags: tuple[str, ...] = ()
    subject: str = ""
    place: Place = field(default_factory=Place)
    categories: tuple[str, ...] = ()
    change_key: str = ""
    series: Series = Series.SINGLE
    series_id: str | None = None
    created: datetime | None = None
    attendees: tuple[str, ...] = ()
    back: datetime | None = None
    """When the diary has the worker back at the office after it; None: it says nothing of that."""
    left_diary: datetime | None = None
    """When its entry was first found gone, moved away, cancelled or untagged after the start; None while it stands."""
    first_seen: datetime
    last_seen: datetime
    """When what the entry says was last written down; MailboxState says when the diary was last read."""
