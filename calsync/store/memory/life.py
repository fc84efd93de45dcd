"""Answers, concerns, the audit and the service's own life, as the fake keeps them: read beside `sql_life.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from calsync.domain.model import Act, Answer, Concern
from calsync.store.memory.work import MemoryWork


class MemoryLife(MemoryWork):
    """The part of a transaction about answers, concerns, the audit and the service's own life."""

    def add_answer(self, answer: Answer) -> bool:
        """Keep an answer; False when it was kept before, and then it acts no second time."""
        return self._state.answers.setdefault(answer.id, answer) is answer

    def answers_of(self, deadline_id: str) -> list[Answer]:
        """Every answer about one deadline, oldest first."""
        theirs = [each for each in self._state.answers.values() if each.deadline_id == deadline_id]
        return sorted(theirs, key=lambda each: (each.sent, each.id))

    def add_concern(self, concern: Concern) -> bool:
        """Keep a concern; False when it was raised before."""
        key = (concern.visit_id, concern.worker, concern.kind)
        if key in self._state.concerns:
            return False
        self._state.concerns[key] = concern
        return True

    def concerns(self) -> list[Concern]:
        """Every concern, oldest first."""
        return sorted(self._state.concerns.values(), key=lambda each: each.raised)

    def add_acts(self, acts: Iterable[Act]) -> None:
        """Add lines to the audit; the sealer chains them later."""
        self._state.acts.extend(acts)

    def heartbeat(self, name: str) -> datetime | None:
        """When that part last finished its work (the clock's time); None before the first time."""
        return self._state.marks.get(("heartbeat", name))

    def beat(self, name: str, at: datetime) -> None:
        """That part has finished its work."""
        self._state.marks["heartbeat", name] = at

    def cursor(self, name: str) -> datetime | None:
        """How far something was read; None before the first time."""
        return self._state.marks.get(("cursor", name))

    def put_cursor(self, name: str, at: datetime) -> None:
        """It was read up to there."""
        self._state.marks["cursor", name] = at
