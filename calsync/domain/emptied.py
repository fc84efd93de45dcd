"""A diary that is suddenly empty of all that lay ahead: somebody's mistake sooner than everybody's cancellation.

A mailbox that was moved, restored or wiped answers "nothing there" with a good conscience. That is told to IT and not
believed: what was planned stays watched until its entries are back, or IT says that the diary really is empty. What
was merely moved or cancelled answers by its id, and is not gone.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from calsync.domain.classify import same_place
from calsync.domain.model import Event, MailboxState, Snapshot, Visit, VisitState, Watched

HOURS_AHEAD = timedelta(hours=36)
"""How far ahead entries are counted: what every reading covers."""
SUDDEN = 3
"""So many entries that vanish together are no ordinary cancelling; one or two may be."""
RECENTLY = timedelta(minutes=10)
"""A wipe may be seen in several readings: what was cancelled within this time, or a pace, before the last one counts
with the rest."""


class Ahead(TypedDict):
    """What a mailbox's state keeps of the entries ahead."""

    ahead: int
    ahead_until: datetime | None


def ahead(snapshot: Snapshot, at: datetime) -> Ahead:
    """How many entries lie ahead in a snapshot read at `at`, and when the last of them begins."""
    starts = [each.start for each in snapshot.events if not each.cancelled and at < each.start < at + HOURS_AHEAD]
    return Ahead(ahead=len(starts), ahead_until=max(starts, default=None))


def missing(known: Sequence[Watched], snapshot: Snapshot, gone: Container[str], at: datetime) -> list[Watched]:
    """The planned visits ahead that the snapshot should show and does not; `gone` are the entries that answer 404."""
    shown = {each.id for each in snapshot.events} | {each.id for each in snapshot.unreadable}
    return [
        each
        for each in known
        if each.visit.state is VisitState.PLANNED
        and at < each.visit.start < snapshot.end
        and each.visit.event_id not in shown
        and each.visit.event_id in gone
    ]


def lately_cancelled(
    known: Sequence[Watched],
    snapshot: Snapshot,
    at: datetime,
    *,
    pace: timedelta = timedelta(0),
    last_read: datetime | None = None,
) -> list[Watched]:
    """The visits ahead that were cancelled a reading or two ago.

    `pace` is how often the diary is read, and `last_read` when it was: it may have failed for an hour since, as a
    mailbox does while it is moved, or been read more rarely.
    """
    shown = {each.id for each in snapshot.events}
    since = min(at, last_read or at) - max(RECENTLY, pace + timedelta(minutes=1))
    return [
        each
        for each in known
        if each.visit.state is VisitState.CANCELLED
        and each.visit.left_diary is None
        and each.visit.last_seen >= since
        and at < each.visit.start < snapshot.end
        and each.visit.event_id not in shown
    ]


def is_emptied(
    state: MailboxState, snapshot: Snapshot, lost: Sequence[Watched], cancelled: Sequence[Watched], at: datetime
) -> bool:
    """Whether all that lay ahead has vanished at once, before its time: `lost` now, `cancelled` a reading ago.

    Once it is so it stays so while any planned visit is lost, whatever arrives in the diary meanwhile.
    """
    if lost and state.emptied_since is not None:
        return True
    entries = state.ahead if state.ahead_until is not None and state.ahead_until > at else 0
    # The visits may have gone first and the rest of the diary now: what merely began meanwhile has not gone.
    if not lost and not (cancelled and entries):
        return False
    if any(each.start > at and not (lost and each.cancelled) for each in snapshot.events):
        return False
    return max(entries, len(lost)) + len(cancelled) >= SUDDEN


def replaced(visit: Visit, events: Sequence[Event]) -> bool:
    """Whether another entry stands in the place of a visit: at the same place, at an overlapping time."""
    return any(
        each.id != visit.event_id
        and each.start < visit.end
        and visit.start < each.end
        and same_place(each.place, visit.place)
        for each in events
    )
