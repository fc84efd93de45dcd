"""A store whose process may die at a commit, for the tests of what is left when it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from calsync.store import MemoryStore
from calsync.store.memory import MemoryTransaction
from tests.fakes import At
from tests.values import a_deadline, a_visit


class Died(BaseException):
    """The process is gone: nothing catches it."""


class MortalStore(MemoryStore):
    """A store whose process may die at a commit, and in which a row may break."""

    def __init__(self, *, clock_: At) -> None:
        super().__init__(real_now=clock_.now)
        self.commits_left: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """As ever, until the commit at which the process dies: that one is not written."""
        with super().transaction() as tx:
            yield tx
            if self.commits_left is not None:
                self.commits_left -= 1
                if self.commits_left < 0:
                    raise Died

    def break_a_row(self, at: datetime) -> None:
        """A deadline of somebody else whose visit is not there: nothing can be made of it."""
        visit = a_visit(id="broken", worker="nobody", event_id="broken")
        with self.transaction() as tx:
            if tx.deadline("broken") is None:
                tx.put_visit(visit)
                broken = a_deadline(id="broken", visit_id="broken", worker="nobody", base=at, next_step_at=at)
                tx.put_deadlines([broken])
        self._state.visits.pop("broken", None)
