"""A text names no message: while a drill and something real of one worker are open, it is about what is real, or asked.

A word that was meant for the drill must never close or take what is real.
"""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.drills import is_drill
from calsync.domain.model import Notification, Role
from calsync.parsers.short_answer import AFFIRMED, spelled_out
from calsync.ports import Transaction


def without_drills(tx: Transaction, rows: Sequence[Notification]) -> tuple[list[Notification], list[Notification]]:
    """The messages without those of drills of whose worker there is a real one too; and those that were left out."""
    about = {row.id: _about(tx, row) for row in rows}
    real = {worker for worker, drill in about.values() if not drill}
    dropped = [row for row in rows if about[row.id][1] and about[row.id][0] in real]
    return [row for row in rows if row not in dropped], dropped


def is_muddled(dropped: Sequence[Notification], row: Notification | None, words: str, *, named: bool) -> bool:
    """Whether a text may have been meant for a drill that was left out: then its writer is asked.

    A worker's own words are plain where they say what they mean; of a responder's only those that name the worker.
    """
    if row is None or not any((each.role is Role.WORKER) is (row.role is Role.WORKER) for each in dropped):
        return False
    return spelled_out(words) in AFFIRMED if row.role is Role.WORKER else not named


def _about(tx: Transaction, row: Notification) -> tuple[str, bool]:
    """Of whom a message tells, and whether it is a drill."""
    deadline = tx.deadline(row.deadline_id)
    visit = tx.visit(deadline.visit_id) if deadline is not None else None
    return (deadline.worker if deadline is not None else "", visit is not None and is_drill(visit))
