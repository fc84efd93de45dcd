"""The diary as it is told: events, their places, and a whole reading of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from calsync.domain.model.moments import PersonId, utc


class PlaceKind(StrEnum):
    """What the source says a location is (Graph's locationType, folded to what the rules ask)."""

    TEXT = "text"
    ROOM = "room"
    ADDRESS = "address"
    PUBLIC = "public"
    """A hotel or a restaurant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry says it is: the words as written, and what could be read in them."""

    text: str = ""
    kind: PlaceKind = PlaceKind.TEXT
    postcode: str = ""
    """A UK postcode or an Eircode found in it, upper case with one space ("S60 3AB"); empty when there is none."""
    street: str = ""
    """A house number or name with its street, folded to lower case ("14 elm road"), or the coordinates of a door
    ("53.4210,-1.3567"); empty when there is none."""

    @property
    def is_address(self) -> bool:
        """Whether one could knock on its door."""
        return bool(self.postcode or self.street)


class Series(StrEnum):
    """How an entry stands to a series; a category of a whole series is nobody's answer (law 6)."""

    SINGLE = "singleInstance"
    OCCURRENCE = "occurrence"
    EXCEPTION = "exception"
    MASTER = "seriesMaster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One occurrence in a member of staff's diary, as the diary tells it."""

    worker: PersonId
    id: str
    """The diary's own name for it: Graph's immutable id, case-sensitive."""
    start: datetime
    end: datetime
    subject: str = ""
    place: Place = field(default_factory=Place)
    categories: tuple[str, ...] = ()
    change_key: str = ""
    series: Series = Series.SINGLE
    series_id: str | None = None
    all_day: bool = False
    cancelled: bool = False
    declined: bool = False
    free: bool = False
    """Shown as free: an entry that takes none of the worker's time."""
    away: bool = False
    """Shown as out of office."""
    tentative: bool = False
    """Shown as tentative: it may not take place."""
    elsewhere: bool = False
    """Shown as working elsewhere."""
    private: bool = False
    online: bool = False
    created: datetime | None = None
    """When the entry was made; None until it was asked for by its id."""
    modified: datetime | None = None
    """When the entry was last changed; None until it was asked for by its id."""
    attendees: tuple[str, ...] = ()
    """Mail addresses, lower case, of colleagues on the entry; empty until it was asked for by its id."""

    def __post_init__(self) -> None:
        utc(self.start)
        utc(self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """An entry that could not be understood: set aside and told, harming nothing else (law 14)."""

    worker: PersonId
    id: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All entries of one diary that touch a window, read at one moment, whole: absence means not there."""

    worker: PersonId
    start: datetime
    end: datetime
    events: tuple[Event, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    digest: str = ""
    """Equal for two readings that say the same in the same words; empty where the source can't tell."""
    requests: int = field(default=1, compare=False)
    """How many requests it took, further pages of one calendar apart."""

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether an entry of these times would stand in it."""
        return self.start <= start and end <= self.end
