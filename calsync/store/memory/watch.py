"""Visits and deadlines, as the fake keeps them: read beside `sql_watch.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.drills import is_drill
from calsync.domain.model import AlarmKind, Deadline, PersonId, Remembered, Visit, Watched
from calsync.domain.model.approvals import CheckDue
from calsync.errors import Conflict
from calsync.store.memory.work import MemoryWork
from calsync.store.sql_watch import QUARANTINE


class MemoryWatch(MemoryWork):
    """The part of a transaction about visits and deadlines."""

    def watched(self, worker: PersonId, since: datetime) -> list[Watched]:
        """The worker's visits that end at or after `since` (cancelled ones too), and all with an open deadline."""
        return [
            each
            for each in self._real()
            if each.visit.worker == worker and (each.visit.end >= since or _has_open(each))
        ]

    def watched_under(self, worker: PersonId, event_ids: Sequence[str]) -> list[Watched]:
        """The worker's visits that came of these entries, however long ago."""
        return [
            each for each in self._all_watched() if each.visit.worker == worker and each.visit.event_id in event_ids
        ]

    def alarms_on(self, visit_ids: Sequence[str]) -> list[Deadline]:
        """The calls for help and code words on these visits, open or over, by one query; of most visits none."""
        wanted = set(visit_ids)
        found = (each for each in self._state.deadlines.values() if each.visit_id in wanted)
        return sorted((each for each in found if each.alarm is not AlarmKind.SILENCE), key=lambda each: each.id)

    def visit(self, visit_id: str) -> Visit | None:
        """One visit, with its personal text as far as it is still kept."""
        return self._state.visits.get(visit_id)

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline; None when there is none of that id."""
        return self._state.deadlines.get(deadline_id)

    def deadlines_of(self, worker: PersonId) -> list[Watched]:
        """The worker's visits that have an open deadline, with all their deadlines."""
        return [each for each in self._real() if each.visit.worker == worker and _has_open(each)]

    def due(self, at: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose `next_step_at` has come, longest overdue first, locked for this transaction."""
        found = [
            (each.next_step_at, each.worker, each.id, each)
            for each in self._state.deadlines.values()
            if each.is_open and each.next_step_at is not None and each.next_step_at <= at
        ]
        aside = self._state.quarantine
        return [each for _, _, name, each in sorted(found) if name not in aside or aside[name][0] <= at][:limit]

    def open_deadlines(self) -> list[Watched]:
        """Every visit with an open deadline."""
        return [each for each in self._real() if _has_open(each)]

    def open_drills(self, worker: PersonId | None = None) -> list[Watched]:
        """The drills that nobody has closed, of one worker or of everybody: no other list of visits has them."""
        drills = (each for each in self._all_watched() if is_drill(each.visit) and _has_open(each))
        return [each for each in drills if worker is None or each.visit.worker == worker]

    def put_visit(self, visit: Visit) -> None:
        """Write a visit, new or changed."""
        self._state.visits[visit.id] = visit
        self._visit_is_written(visit)

    def remembered(self, worker: PersonId) -> list[Remembered]:
        """What the worker said of kinds of entries that may be visits, the oldest word first."""
        theirs = [each for each in self._state.remembered.values() if each.worker == worker]
        return sorted(theirs, key=lambda each: (each.at, each.about))

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what was said of kinds of entries; of one kind the newest word."""
        for each in said:
            before = self._state.remembered.get((each.worker, each.about))
            if before is None or before.at <= each.at:
                self._state.remembered[each.worker, each.about] = each

    def put_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Write deadlines set-wise, each with its version counted up; Conflict if one changed since it was read."""
        known = self._state.deadlines
        for each in deadlines:
            standing = known.get(each.id)
            if each.version != (standing.version if standing else 0):
                raise Conflict("a deadline changed since it was read")
            if each.visit_id not in self._state.visits:
                raise LookupError("a deadline can't be written before its visit")
            known[each.id] = replace(each, version=each.version + 1)
            self._state.quarantine.pop(each.id, None)

    def stepping(self, before: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose ladder moves before that moment, soonest first; nothing is locked."""
        moving = [(each.next_step_at, each.id, each) for each in self._state.deadlines.values() if each.is_open]
        soon = sorted((at, name, each) for at, name, each in moving if at is not None and at < before)
        return [each for _, _, each in soon][:limit]

    def next_step_at(self) -> datetime | None:
        """When the ladder of any open deadline next moves; None when none does."""
        open_ = [each for each in self._state.deadlines.values() if each.is_open]
        return min((each.next_step_at for each in open_ if each.next_step_at is not None), default=None)

    def quarantine(self, deadline_id: str, why: str, at: datetime) -> None:
        """Set a deadline that can't be escalated aside until `at` plus a minute, and keep why."""
        if deadline_id in self._state.deadlines:
            self._state.quarantine[deadline_id] = (at + QUARANTINE, why)

    def quarantined(self) -> list[tuple[str, str]]:
        """The open deadlines that are or were set aside and not written since: their ids, and why."""
        aside = sorted(self._state.quarantine.items())
        return [(name, why) for name, (_, why) in aside if self._state.deadlines[name].is_open]

    def _real(self) -> list[Watched]:
        return [each for each in self._all_watched() if not is_drill(each.visit)]

    def _all_watched(self) -> list[Watched]:
        theirs: dict[str, list[Deadline]] = {}
        for each in sorted(self._state.deadlines.values(), key=lambda each: (each.due, each.id)):
            theirs.setdefault(each.visit_id, []).append(each)
        return [
            Watched(visit=visit, deadlines=tuple(theirs.get(visit.id, ())))
            for visit in sorted(self._state.visits.values(), key=lambda each: (each.start, each.id))
        ]

    def _visit_is_written(self, visit: Visit) -> None:
        """Whatever is new about a visit is looked at by its checks."""
        known = self._state.checks.get(visit.id)
        seen = known[0] if known else CheckDue(visit_id=visit.id, worker=visit.worker, seen_as="")
        self._state.checks[visit.id] = (replace(seen, worker=visit.worker), visit.last_seen)


def _has_open(watched: Watched) -> bool:
    return any(each.is_open for each in watched.deadlines)
