"""Visits and their deadlines, in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, bindparam, exists, literal_column, or_, select, true, update
from sqlalchemy.sql.dml import ReturningInsert

from calsync.domain.drills import PREFIX as DRILL
from calsync.domain.model import Act, AlarmKind, Deadline, PersonId, Remembered, Visit, Watched
from calsync.errors import Conflict
from calsync.store.rows.deadlines import deadline_of, deadline_row
from calsync.store.rows.life import act_row
from calsync.store.rows.row import Row
from calsync.store.rows.visits import remembered_of, remembered_row, visit_of, visit_row, visit_text_row
from calsync.store.tables import acts, deadlines, remembered, visit_checks, visit_text, visits
from calsync.store.work import Work

QUARANTINE = timedelta(minutes=1)

# A partial index is used only when the query says the same words: a bound value would not do.
_OPEN = deadlines.c.state == literal_column("'open'")

_VISITS = select(visits, *(column for column in visit_text.c if column.name != "visit_id")).outerjoin(visit_text)

REAL = visits.c.event_id.not_like(f"{DRILL}%")
"""All but drills, which no rule about somebody's visits may ever see."""

# Only who saw the row as it stands may change it. A change also ends its quarantine: it is another row now.
_CHANGE = (
    update(deadlines)
    .where(deadlines.c.id == bindparam("the_id"), deadlines.c.version == bindparam("the_version"))
    .values(
        {
            **{
                column.name: bindparam(f"new_{column.name}")
                for column in deadlines.c
                if column.name not in ("id", "version", "quarantined_until", "quarantined_why")
            },
            "version": deadlines.c.version + 1,
            "quarantined_until": None,
            "quarantined_why": "",
        }
    )
)


def due_query(at: datetime, limit: int) -> Select[tuple[object, ...]]:
    """The one query of every tick: a range of one index (law 11), with `at` bound (law 12)."""
    return (
        select(deadlines)
        .where(
            _OPEN,
            deadlines.c.next_step_at <= at,
            or_(deadlines.c.quarantined_until.is_(None), deadlines.c.quarantined_until <= at),
        )
        .order_by(deadlines.c.next_step_at, deadlines.c.worker, deadlines.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


class WatchWork(Work):
    """The part of a transaction that holds visits and deadlines."""

    def watched(self, worker: PersonId, since: datetime) -> list[Watched]:
        """The worker's visits that end at or after `since` (cancelled ones too), and all with an open deadline."""
        theirs = visits.c.worker == worker
        return list(self._watched(REAL & theirs & or_(visits.c.end >= since, _has_open())))

    def watched_under(self, worker: PersonId, event_ids: Sequence[str]) -> list[Watched]:
        """The worker's visits that came of these entries, however long ago."""
        return list(self._watched((visits.c.worker == worker) & visits.c.event_id.in_(event_ids)))

    def deadlines_of(self, worker: PersonId) -> list[Watched]:
        """The worker's visits that have an open deadline, with all their deadlines."""
        return list(self._watched(REAL & (visits.c.worker == worker) & _has_open(), forgiving=True))

    def open_deadlines(self) -> list[Watched]:
        """Every visit with an open deadline."""
        return list(self._watched(REAL & _has_open(), forgiving=True))

    def open_drills(self, worker: PersonId | None = None) -> list[Watched]:
        """The drills that nobody has closed, of one worker or of everybody: no other list of visits has them."""
        theirs = visits.c.worker == worker if worker is not None else true()
        return list(self._watched(~REAL & theirs & _has_open(), forgiving=True))

    def alarms_on(self, visit_ids: Sequence[str]) -> list[Deadline]:
        """The calls for help and code words on these visits, open or over, by one query; of most visits none."""
        if not visit_ids:
            return []
        query = select(deadlines).where(
            deadlines.c.visit_id.in_(visit_ids), deadlines.c.alarm != AlarmKind.SILENCE.value
        )
        return [deadline_of(row) for row in self._rows(query.order_by(deadlines.c.id))]

    def visit(self, visit_id: str) -> Visit | None:
        """One visit, with its personal text as far as it is still kept."""
        rows = self._rows(_VISITS.where(visits.c.id == visit_id))
        return visit_of(rows[0]) if rows else None

    def deadline(self, deadline_id: str) -> Deadline | None:
        """One deadline; None when there is none of that id."""
        rows = self._rows(select(deadlines).where(deadlines.c.id == deadline_id))
        return deadline_of(rows[0]) if rows else None

    def due(self, at: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose `next_step_at` has come, longest overdue first, locked for this transaction.

        A row that can't be understood is quarantined here and now, so that it holds up no other (law 14).
        """
        found = []
        for row in self._rows(due_query(at, limit)):
            try:
                found.append(deadline_of(row))
            except ValueError as error:
                self.quarantine(row["id"], f"its row can't be understood: {error}", at)
                act = Act(at=at, what="deadline-unreadable", visit_id=row["visit_id"], deadline_id=row["id"])
                self._connection.execute(acts.insert(), act_row(act))
        return found

    def put_visit(self, visit: Visit) -> None:
        """Write a visit, new or changed."""
        self._upsert(visits, [visit_row(visit)])
        self._upsert(visit_text, [visit_text_row(visit)])
        # Whatever is new about a visit is looked at by its checks.
        self._upsert(visit_checks, [{"visit_id": visit.id, "worker": visit.worker, "due": visit.last_seen}])

    def remembered(self, worker: PersonId) -> list[Remembered]:
        """What the worker said of kinds of entries that may be visits, the oldest word first."""
        query = select(remembered).where(remembered.c.worker == worker)
        return [remembered_of(row) for row in self._rows(query.order_by(remembered.c.at, remembered.c.about))]

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what was said of kinds of entries; of one kind the newest word."""
        for each in said:
            put = self._insert(remembered).values(remembered_row(each))
            self._connection.execute(
                put.on_conflict_do_update(
                    index_elements=["worker", "about"],
                    set_={"is_visit": put.excluded["is_visit"], "at": put.excluded["at"]},
                    where=remembered.c.at <= put.excluded["at"],
                )
            )

    def put_deadlines(self, deadlines: Sequence[Deadline]) -> None:
        """Write deadlines set-wise, each with its version counted up; Conflict if one changed since it was read."""
        # Everybody writes in one order, so that two writers never wait for each other.
        ordered = sorted(deadlines, key=lambda each: each.id)
        old = [
            {"the_version": each.version, **{_bound(name): value for name, value in deadline_row(each).items()}}
            for each in ordered
            if each.version
        ]
        new = [
            {**deadline_row(each), "version": 1, "quarantined_until": None, "quarantined_why": ""}
            for each in ordered
            if not each.version
        ]
        if old and self._connection.execute(_CHANGE, old).rowcount != len(old):
            raise Conflict("a deadline changed since it was read")
        if new and len(self._connection.execute(self._new_deadlines(), new).all()) != len(new):
            raise Conflict("a deadline that was thought new stands already")

    def stepping(self, before: datetime, limit: int) -> list[Deadline]:
        """Open deadlines whose ladder moves before that moment, soonest first; nothing is locked.

        One that can't be understood is left out: the scan finds it and sets it aside.
        """
        query = select(deadlines).where(_OPEN, deadlines.c.next_step_at < before)
        rows = self._rows(query.order_by(deadlines.c.next_step_at, deadlines.c.id).limit(limit))
        return list(_understood(iter(rows), forgiving=True))

    def next_step_at(self) -> datetime | None:
        """When the ladder of any open deadline next moves; None when none does."""
        query = select(deadlines.c.next_step_at).where(_OPEN, deadlines.c.next_step_at.is_not(None))
        return self._connection.execute(query.order_by(deadlines.c.next_step_at).limit(1)).scalar()

    def quarantine(self, deadline_id: str, why: str, at: datetime) -> None:
        """Set a deadline that can't be escalated aside until `at` plus a minute, and keep why."""
        self._connection.execute(
            update(deadlines)
            .where(deadlines.c.id == deadline_id)
            .values(quarantined_until=at + QUARANTINE, quarantined_why=why)
        )

    def quarantined(self) -> list[tuple[str, str]]:
        """The open deadlines that are or were set aside and not written since: their ids, and why."""
        query = select(deadlines.c.id, deadlines.c.quarantined_why).where(_OPEN, deadlines.c.quarantined_why != "")
        return [(row["id"], row["quarantined_why"]) for row in self._rows(query.order_by(deadlines.c.id))]

    def _new_deadlines(self) -> ReturningInsert[str]:
        return self._insert(deadlines).on_conflict_do_nothing().returning(deadlines.c.id)

    def _watched(self, which: ColumnElement[bool], *, forgiving: bool = False) -> Iterator[Watched]:
        rows = self._rows(
            select(deadlines)
            .where(deadlines.c.visit_id.in_(select(visits.c.id).where(which)))
            .order_by(deadlines.c.visit_id, deadlines.c.due, deadlines.c.id)
        )
        theirs = {
            visit_id: tuple(_understood(group, forgiving)) for visit_id, group in groupby(rows, itemgetter("visit_id"))
        }
        for row in self._rows(_VISITS.where(which).order_by(visits.c.start, visits.c.id)):
            yield Watched(visit=visit_of(row), deadlines=theirs.get(row["id"], ()))


def _bound(name: str) -> str:
    return "the_id" if name == "id" else f"new_{name}"


def _has_open() -> ColumnElement[bool]:
    return exists().where(deadlines.c.visit_id == visits.c.id, _OPEN)


def _understood(rows: Iterator[Row], forgiving: bool) -> Iterator[Deadline]:
    """The deadlines in rows.

    Who shows them, or takes an answer, goes on without one that can't be read: a call for help must not wait for it.
    Who decides what a diary changes must hear of it.
    """
    for row in rows:
        try:
            yield deadline_of(row)
        except ValueError:
            if not forgiving:
                raise
