"""What stands beside a call for help or a code word: the visit's other deadlines, and what was said about them."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.model import AlarmKind, Answer, Deadline, Visit
from calsync.ports import Transaction


def besides(tx: Transaction, deadline: Deadline, visit: Visit) -> tuple[Deadline, ...]:
    """The other deadlines of the visit; empty where nobody called for help."""
    if deadline.alarm is AlarmKind.SILENCE:
        return ()
    own = [each for each in tx.watched_under(deadline.worker, [visit.event_id]) if each.visit.id == visit.id]
    return tuple(one for each in own for one in each.deadlines if one.id != deadline.id)


def heard(tx: Transaction, deadline: Deadline, others: Sequence[Deadline]) -> list[Answer]:
    """Every answer that a message about a deadline may quote, oldest first.

    Who called for help may speak of the visit's end after it. What is said of it beside a code word is left out: it is
    what somebody at their side may have dictated.
    """
    ids = [each.id for each in others if deadline.alarm is AlarmKind.HELP and each.alarm is not AlarmKind.DURESS]
    found = [*tx.answers_of(deadline.id), *(answer for each in ids for answer in tx.answers_of(each))]
    return sorted(found, key=lambda each: each.received) if ids else found
