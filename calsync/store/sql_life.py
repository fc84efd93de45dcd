"""Answers, concerns, acts and the service's own marks, in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from calsync.domain.model import Act, Answer, Concern
from calsync.store.rows.life import act_row, answer_of, answer_row, concern_of, concern_row
from calsync.store.tables import acts as act_lines
from calsync.store.tables import answer_text, answers, concerns, marks
from calsync.store.work import Work


class LifeWork(Work):
    """The part of a transaction that keeps what people said, what was found, and what was done."""

    def add_answer(self, answer: Answer) -> bool:
        """Keep an answer; False when it was kept before, and then it acts no second time."""
        insert = self._insert(answers).on_conflict_do_nothing().returning(answers.c.id)
        if not self._connection.execute(insert, answer_row(answer)).all():
            return False
        self._upsert(answer_text, [{"answer_id": answer.id, "words": answer.words, "reason": answer.reason}])
        return True

    def answers_of(self, deadline_id: str) -> list[Answer]:
        """Every answer about one deadline, oldest first."""
        query = (
            select(answers, answer_text.c.words, answer_text.c.reason)
            .outerjoin(answer_text)
            .where(answers.c.deadline_id == deadline_id)
            .order_by(answers.c.sent, answers.c.id)
        )
        return [answer_of(row) for row in self._rows(query)]

    def add_concern(self, concern: Concern) -> bool:
        """Keep a concern; False when it was raised before."""
        insert = self._insert(concerns).on_conflict_do_nothing().returning(concerns.c.number)
        return bool(self._connection.execute(insert, concern_row(concern)).all())

    def concerns(self) -> list[Concern]:
        """Every concern, oldest first."""
        return [concern_of(row) for row in self._rows(select(concerns).order_by(concerns.c.raised, concerns.c.number))]

    def add_acts(self, acts: Iterable[Act]) -> None:
        """Add lines to the audit; the sealer chains them later."""
        if rows := [act_row(each) for each in acts]:
            self._connection.execute(act_lines.insert(), rows)

    def heartbeat(self, name: str) -> datetime | None:
        """When that part last finished its work (the clock's time); None before the first time."""
        return self._mark("heartbeat", name)

    def beat(self, name: str, at: datetime) -> None:
        """That part has finished its work."""
        self._upsert(marks, [{"kind": "heartbeat", "name": name, "at": at}])

    def cursor(self, name: str) -> datetime | None:
        """How far something was read; None before the first time."""
        return self._mark("cursor", name)

    def put_cursor(self, name: str, at: datetime) -> None:
        """It was read up to there."""
        self._upsert(marks, [{"kind": "cursor", "name": name, "at": at}])

    def _mark(self, kind: str, name: str) -> datetime | None:
        rows = self._rows(select(marks.c.at).where(marks.c.kind == kind, marks.c.name == name))
        return rows[0]["at"] if rows else None
