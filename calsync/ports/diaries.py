"""Where diaries come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from calsync.domain.model import Event, Person, PersonId, Snapshot, Turn
from calsync.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryWanted:
    """One diary to be read over a window of UTC times."""

    worker: PersonId
    start: datetime
    end: datetime
    digest: str = ""
    """That of the last reading, if being told that nothing changed is enough; empty: every entry is wanted."""
    calendars: tuple[str, ...] = ()
    """The names of further calendars of the worker that belong to the diary, beside the primary one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A diary was read whole just now, and says what it said under the digest that was handed in."""

    worker: PersonId
    digest: str
    requests: int = field(default=1, compare=False)
    """How many requests it took, further pages of one calendar apart."""


class CalendarSource(Protocol):
    """Diaries."""

    @property
    def room(self) -> int:
        """How many diaries it can be asked for at this moment without waiting; at least 1."""

    @property
    def reads_a_second(self) -> float | None:
        """How many diaries it can be asked for in a second of real time, as measured; None: it does not matter."""

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """What became of each, in the order of `wanted`; one that can't be read harms no other (law 14).

        As many as there is room for go in one request. Raises nothing: a refusal that meets all stands in all.
        """

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """One entry by its id, with `created` and `attendees`; None when the diary has no such entry (404).

        Raises SourceError for every other refusal: a mailbox that answers 403 is not an entry that is gone.
        """


class DiaryWriter(Protocol):
    """What writes entries into diaries."""

    async def add(
        self,
        worker: PersonId,
        *,
        start: datetime,
        end: datetime,
        subject: str,
        place: str,
        category: str,
        transaction_id: str,
    ) -> str:
        """The id of the entry, as readings tell it; empty where one of that `transaction_id` stands there already.

        Raises SourceError. A reading joins an entry whose id was never told.
        """


class Openness(Protocol):
    """How much of a diary everybody in the organisation can read."""

    async def open_to_all(self, person: Person) -> str:
        """The role that everybody has; empty where they see nothing but "busy". Raises SourceError."""
