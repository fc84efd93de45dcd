"""Whether what a message was about is still watched."""

from __future__ import annotations

from calsync.domain.before.messages import is_before
from calsync.domain.model import Notification
from calsync.ports import Transaction


def is_of_open(tx: Transaction, row: Notification) -> bool:
    """Whether a message is about a deadline that is open; False of one about a visit that is still to come."""
    deadline = tx.deadline(row.deadline_id) if not is_before(row) else None
    return deadline is not None and deadline.is_open
