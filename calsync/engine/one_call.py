"""A call to somebody who is on the telephone with calsync already -> it waits until that call is over (law 16).

A telephone takes one call: of two in the same second the other one is engaged, and heard by nobody. What waits holds up
no other channel: an alarm that has waited for half a minute goes by its reader's next channel as well, as every other
one does (`engine/overflow.py`). A call for help or a code word waits for nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.model import AlarmKind, Channel, Deadline, Notification, Receipt
from calsync.engine.call_ends import IN_TIME
from calsync.engine.core import Core
from calsync.ports import Claim, Transaction

MOST_WAIT = 120.0
"""Seconds of elapsed time after which a call waits for no end: then it rings, and is engaged or heard."""
RINGS = 30.0
"""Seconds of elapsed time in which a call has rung: so far apart are also those that waited for that long."""
LISTENS = 60.0
"""Seconds of elapsed time for which whoever has pressed a key may still be listening; the end of such a call is not
kept."""
LOOK = 5.0


def waits_for_line(core: Core, tx: Transaction, claim: Claim, deadline: Deadline, at: datetime) -> bool:
    """Whether a message waits for the end of a call to the same person; then its claim is given back."""
    row = claim.notification
    if row.channel is not Channel.VOICE or deadline.alarm is not AlarmKind.SILENCE:
        return False
    since = RINGS if at - row.recorded >= core.real(MOST_WAIT) else IN_TIME
    if not _is_engaged(core, tx, row, at, since):
        return False
    tx.put_outcome(claim, replace(row, not_before=at + core.real(LOOK)))
    return True


def _is_engaged(core: Core, tx: Transaction, row: Notification, at: datetime, since: float) -> bool:
    calls = tx.calls_sent(at - core.real(since), to=row.recipient)
    return any(each.id != row.id and _goes_on(core, each, at) for each in calls)


def _goes_on(core: Core, call: Notification, at: datetime) -> bool:
    if call.receipt is Receipt.DELIVERED:
        return call.sent is not None and call.sent > at - core.real(LISTENS)
    return call.receipt is Receipt.WAITING
