"""A diary that is suddenly empty of all that lay ahead: somebody's mistake sooner than everybody's cancellation.

A mailbox that was moved, restored or wiped answers "nothing there" with a good conscience. That is told to IT and not
believed: what was planned stays watched until an entry stands ahead again, or IT says that the diary really is empty.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from calsync.domain.model import MailboxState, Snapshot

HOURS_AHEAD = timedelta(hours=36)
"""How far ahead entries are counted: what every reading covers."""
SUDDEN = 3
"""So many entries that vanish at once are no ordinary cancelling; one or two may be."""


class Ahead(TypedDict):
    """What a mailbox's state keeps of the entries ahead."""

    ahead: int
    ahead_until: datetime | None


def ahead(snapshot: Snapshot, at: datetime) -> Ahead:
    """How many entries lie ahead in a snapshot read at `at`, and when the last of them begins."""
    starts = [each.start for each in snapshot.events if not each.cancelled and at < each.start < at + HOURS_AHEAD]
    return Ahead(ahead=len(starts), ahead_until=max(starts, default=None))


def is_emptied(state: MailboxState, snapshot: Snapshot, at: datetime) -> bool:
    """Whether all the entries that lay ahead at the last reading have vanished at once, before their time.

    An entry that can't be read is an entry too: a diary that shows one is not empty.
    """
    if snapshot.unreadable or ahead(snapshot, at)["ahead"]:
        return False
    if state.emptied_since is not None:
        return True
    return state.ahead >= SUDDEN and state.ahead_until is not None and state.ahead_until > at
