"""What stands beside a deadline: the visit's other deadlines, and what the worker has said under others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from calsync.domain.model import AlarmKind, Answer, Deadline, DeadlineKind, Visit, Watched
from calsync.domain.scene import Heard
from calsync.domain.unbelieved import is_unbelieved, shown
from calsync.domain.whereabouts import BACK
from calsync.ports import Transaction

LATELY = timedelta(hours=12)
"""How long before the visit of an alarm a word of its worker may have been said, that responders read."""


def besides(tx: Transaction, deadline: Deadline, visit: Visit) -> tuple[Deadline, ...]:
    """The other deadlines of the visit; empty where nobody called for help, and it is not asked during the visit."""
    if deadline.alarm is AlarmKind.SILENCE and deadline.kind is not DeadlineKind.INTERVAL:
        return ()
    own = [each for each in tx.watched_under(deadline.worker, [visit.event_id]) if each.visit.id == visit.id]
    return tuple(one for each in own for one in each.deadlines if one.id != deadline.id)


def visits_around(tx: Transaction, deadline: Deadline, visit: Visit) -> list[Watched]:
    """The worker's visits of the days before a call for help or a code word; empty for every other deadline.

    Under duress the sheet has what is hidden from the worker too: it goes to responders alone.
    """
    if deadline.alarm is AlarmKind.SILENCE:
        return []
    own = tx.watched_under(deadline.worker, [visit.event_id])
    found = {each.visit.id: each for each in (*own, *tx.watched(deadline.worker, deadline.base - BACK))}
    return list(found.values())


def heard(tx: Transaction, deadline: Deadline, others: Sequence[Deadline]) -> list[Answer]:
    """Every answer that a message about a deadline may quote, oldest first.

    Who called for help may speak of the visit's end after it. What is said of it beside a code word is left out: it is
    what somebody at their side may have dictated.
    """
    ids = [each.id for each in others if deadline.alarm is AlarmKind.HELP and each.alarm is not AlarmKind.DURESS]
    found = [*tx.answers_of(deadline.id), *(answer for each in ids for answer in tx.answers_of(each))]
    return sorted(found, key=lambda each: each.received) if ids else found


def tried(tx: Transaction, deadline: Deadline, others: Sequence[Deadline]) -> list[Answer]:
    """What those who were told have logged of this alarm, and of the visit's others beside it."""
    ids = dict.fromkeys((deadline.id, *(each.id for each in others)))
    return [answer for each in ids for answer in tx.answers_of(each) if answer.who != deadline.worker]


def heard_elsewhere(tx: Transaction, deadline: Deadline, visit: Visit) -> list[Heard]:
    """What the worker has said of late under other deadlines than this one; empty beside a code word.

    While a code word stands nothing that they write counts: somebody at their side may have dictated it.
    """
    if deadline.alarm is AlarmKind.DURESS or is_unbelieved(visit):
        return []
    since = visit.start - LATELY
    watched = shown(tx.watched(deadline.worker, since))
    return [
        Heard(answer=answer, visit=each.visit, deadline=one)
        for each in watched
        for one in each.deadlines
        if one.id != deadline.id and one.alarm is not AlarmKind.DURESS
        for answer in tx.answers_of(one.id)
        if answer.sent >= since and not _under_duress(answer, watched)
    ]


def _under_duress(answer: Answer, watched: Sequence[Watched]) -> bool:
    """Whether it was said while a code word stood."""
    cries = [one for each in watched for one in each.deadlines if one.alarm is AlarmKind.DURESS]
    return any(cry.base <= answer.sent and (cry.closed_at is None or answer.sent < cry.closed_at) for cry in cries)
