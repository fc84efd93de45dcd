"""Visits, deadlines and what was said of kinds of entries, as the store keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from calsync.domain.model import Deadline, PersonId, Remembered, Visit, Watched


class KeptVisits(Protocol):
    """Visits and deadlines."""

    def watched(self, worker: PersonId, since: datetime) -> list[Watched]:
        """The worker's visits that end at or after `since` (cancelled ones too), and all with an open deadline."""

    def watched_under(self, worker: PersonId, event_ids: Sequence[str]) -> list[Watched]:
        """The worker's visits that came of these entries, however long ago."""

    def alarms_on(self, visit_ids: Sequence[str]) -> list[Deadline]:
        """The calls for help and code words on these visits, open or over, by one query; of most visits none."""

    def visit(self, visit_id: str) -> Visit | None:
        """One visit, with its personal text as far as it is still kept."""

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline; None when there is none of that id."""

    def deadlines_of(self, worker: PersonId) -> list[Watched]:
        """The worker's visits that have an open deadline, with all their deadlines."""

    def due(self, at: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose `next_step_at` has come, longest overdue first, locked for this transaction."""

    def stepping(self, before: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose ladder moves before that moment, soonest first; nothing is locked."""

    def next_step_at(self) -> datetime | None:
        """When the ladder of any open deadline next moves; None when none does."""

    def open_deadlines(self) -> list[Watched]:
        """Every visit with an open deadline."""

    def open_drills(self, worker: PersonId | None = None) -> list[Watched]:
        """The drills that nobody has closed, of one worker or of everybody: no other list of visits has them."""

    def put_visit(self, visit: Visit) -> None:
        """Write a visit, new or changed."""

    def remembered(self, worker: PersonId) -> list[Remembered]:
        """What the worker said of kinds of entries that may be visits, the oldest word first."""

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what was said of kinds of entries; of one kind the newest word."""

    def put_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Write deadlines set-wise, each with its version counted up.

        Raises Conflict if one of them changed since it was read (a new one: version 0 and no row yet).
        """

    def quarantine(self, deadline_id: str, why: str, at: datetime) -> None:
        """Set a deadline that can't be escalated aside until `at` plus a minute, and keep why."""
