"""The checks before a visit, in SQL: when they are due, what stands, who approved it, and which places are flagged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from calsync.domain.model import Concern, PersonId
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace, Verdict
from calsync.domain.model.checks import Check
from calsync.store.rows.life import concern_of, concern_row
from calsync.store.rows.row import Row
from calsync.store.tables import approvals, concerns, flagged_places, keys, visit_checks
from calsync.store.work import Work


class BeforeWork(Work):
    """The part of a transaction that the checks before a visit use."""

    def checks_due(self, at: datetime, limit: int) -> list[CheckDue]:
        """The visits whose checks are due, longest overdue first, locked for this transaction."""
        query = select(visit_checks).where(visit_checks.c.due <= at)
        rows = self._rows(
            query.order_by(visit_checks.c.due, visit_checks.c.visit_id).limit(limit).with_for_update(skip_locked=True)
        )
        return [
            CheckDue(visit_id=row["visit_id"], worker=row["worker"], seen_as=row["seen_as"], changed=row["changed"])
            for row in rows
        ]

    def next_check_at(self) -> datetime | None:
        """When the checks of any visit are due next; None when none are."""
        query = select(visit_checks.c.due).where(visit_checks.c.due.is_not(None))
        return self._connection.execute(query.order_by(visit_checks.c.due).limit(1)).scalar()

    def put_checked(self, checked: CheckDue, again: datetime | None) -> None:
        """How a visit was seen, and when it is looked at again; None: once it is written anew."""
        self._connection.execute(
            update(visit_checks)
            .where(visit_checks.c.visit_id == checked.visit_id)
            .values(due=again, seen_as=checked.seen_as, changed=checked.changed)
        )

    def check_again(self, visit_ids: Collection[str], at: datetime) -> None:
        """These visits are due for their checks at `at`: something that bears on them was said or found."""
        if visit_ids:
            which = visit_checks.c.visit_id.in_(sorted(visit_ids))
            self._connection.execute(update(visit_checks).where(which).values(due=at))

    def check_all_again(self, at: datetime) -> None:
        """Every visit whose checks are still to be made is due at `at`: something was found that may bear on any."""
        self._connection.execute(update(visit_checks).where(visit_checks.c.due.is_not(None)).values(due=at))

    def settle_concerns(
        self, visit_id: str, kinds: Collection[str], stand: Sequence[Concern], at: datetime
    ) -> list[Concern]:
        """Of these kinds exactly these stand about a visit now: those that were never raised before.

        The others are cleared; one that was cleared stands again, in its new words.
        """
        theirs = concerns.c.visit_id == visit_id
        rows = self._rows(select(concerns).where(theirs, concerns.c.kind.in_(sorted(kinds))))
        known = {row["kind"]: row for row in rows}
        now = {each.kind: each for each in stand}
        for kind, row in known.items():
            if kind not in now and row["cleared"] is None:
                self._change(row, cleared=at)
            elif kind in now and (row["cleared"] is not None or row["words"] != now[kind].words):
                self._change(row, cleared=None, words=now[kind].words)
        new = [each for kind, each in now.items() if kind not in known]
        self._upsert_concerns(new)
        return new

    def concerns_of(self, visit_ids: Collection[str]) -> list[Concern]:
        """Every concern that was raised about these visits, oldest first."""
        which = concerns.c.visit_id.in_(sorted(visit_ids))
        rows = self._rows(select(concerns).where(which).order_by(concerns.c.raised, concerns.c.number))
        return [concern_of(row) for row in rows]

    def add_approval(self, approval: Approval) -> bool:
        """Keep what somebody said; False when it was kept before."""
        insert = self._insert(approvals).on_conflict_do_nothing().returning(approvals.c.number)
        return bool(self._connection.execute(insert, _approval_row(approval)).all())

    def approvals_of(self, worker: PersonId, visit_id: str, family: str) -> list[Approval]:
        """What was said of a visit, and what stands for its family: the oldest word first.

        That a risk was assessed stands for whoever goes there; everything else for this worker.
        """
        whose = or_(approvals.c.worker == worker, approvals.c.check == Check.RISK_ASSESSMENT.value)
        which = approvals.c.visit_id == visit_id
        if family:
            which = or_(which, (approvals.c.family == family) & whose)
        query = select(approvals).where(which)
        return [_approval_of(row) for row in self._rows(query.order_by(approvals.c.at, approvals.c.number))]

    def flag_places(self, places: Sequence[FlaggedPlace]) -> None:
        """Nobody goes to these places alone until their Incident is closed; one that is flagged already stays so."""
        for each in places:
            row = {
                "place": each.place,
                "incident": each.incident,
                "since": each.since,
                "closed": None,
                "closed_by": None,
            }
            self._connection.execute(self._insert(flagged_places).on_conflict_do_nothing(), row)

    def flagged(self, hashes: Collection[str]) -> list[FlaggedPlace]:
        """Those of these places at which an Incident is open."""
        which = flagged_places.c.place.in_(sorted(hashes)) & flagged_places.c.closed.is_(None)
        rows = self._rows(select(flagged_places).where(which).order_by(flagged_places.c.since, flagged_places.c.place))
        return [FlaggedPlace(**row) for row in rows]

    def unflag_places(self, incident: str, who: PersonId, at: datetime) -> int:
        """Somebody has closed the Incident: how many of its places were flagged until now."""
        which = (flagged_places.c.incident == incident) & flagged_places.c.closed.is_(None)
        return self._connection.execute(update(flagged_places).where(which).values(closed=at, closed_by=who)).rowcount

    def key(self, name: str, new: str) -> str:
        """The key of that name; the first time `new`, which is kept."""
        self._connection.execute(self._insert(keys).on_conflict_do_nothing(), {"name": name, "value": new})
        return str(self._connection.execute(select(keys.c.value).where(keys.c.name == name)).scalar_one())

    def _change(self, row: Row, **values: Any) -> None:
        self._connection.execute(update(concerns).where(concerns.c.number == row["number"]).values(**values))

    def _upsert_concerns(self, new: Sequence[Concern]) -> None:
        if new:
            self._connection.execute(
                self._insert(concerns).on_conflict_do_nothing(), [concern_row(each) for each in new]
            )


def _approval_row(each: Approval) -> dict[str, Any]:
    return {
        "id": each.id,
        "worker": each.worker,
        "check": each.check.value,
        "verdict": each.verdict.value,
        "visit_id": each.visit_id,
        "about": each.about,
        "family": each.family,
        "who": each.who,
        "at": each.at,
        "until": each.until,
        "reason": each.reason,
    }


def _approval_of(row: Row) -> Approval:
    values = dict(row)
    del values["number"]
    values["check"] = Check(values["check"])
    values["verdict"] = Verdict(values["verdict"])
    return Approval(**values)
