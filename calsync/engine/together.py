"""Deadlines -> those of them whose workers are on the same visit as that of another one."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.model import Visit
from calsync.domain.second_worker import on_one_visit
from calsync.ports import Transaction


def visits_together(tx: Transaction, deadline_id: str, others: Sequence[str]) -> list[str]:
    """The ids of those of other deadlines whose workers are on the same visit."""

    def visit_of(key: str) -> Visit | None:
        deadline = tx.deadline(key)
        return tx.visit(deadline.visit_id) if deadline is not None else None

    visit, people = visit_of(deadline_id), tx.people()
    if visit is None:
        return []
    return [each for each in others if (other := visit_of(each)) is not None and on_one_visit(visit, other, people)]
