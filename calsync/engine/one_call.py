"""A call to a telephone that calsync is ringing already -> it waits until that call is over (law 16).

A telephone takes one call: of two in the same second the other one is engaged, and heard by nobody. It goes by its
number, whoever has it. What waits holds up no other channel: an alarm that has waited for half a minute goes by its
reader's next channel as well, as every other one does (`engine/overflow.py`). A call for help or a code word waits for
nothing. Once the line is free its reader is rung about what they were rung about longest ago, or never.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from calsync.domain.model import AlarmKind, Channel, Deadline, Notification, PersonId, Receipt
from calsync.engine.call_ends import IN_TIME, LASTS
from calsync.engine.calling import first_tried
from calsync.engine.core import Core
from calsync.engine.direct import is_direct
from calsync.engine.own_number import line_of
from calsync.ports import Claim, Transaction

MOST_WAIT = 120.0
"""Seconds of elapsed time after which a call waits for no end that nobody tells: it rings, and is engaged or heard."""
RINGS = 30.0
"""Seconds of elapsed time in which a call has rung: so far apart are also those that waited for that long."""
UNSAID = 75.0
"""Seconds of elapsed time by which a try whose outcome is not written is made again: a lease has ended by then."""
LOOK = 5.0
"""Seconds of elapsed time after which a call that waits looks again whether the line is free."""
LATELY = timedelta(hours=1)
"""So long a call counts when it is asked about what somebody was rung longest ago."""
_NEVER = datetime.min.replace(tzinfo=UTC)


def lines_of(core: Core, claims: Iterable[Claim]) -> dict[PersonId, str]:
    """The telephone of each who is to be rung; nobody's where no call is among the messages."""
    rung = {each.notification.recipient for each in claims if each.notification.channel is Channel.VOICE}
    if not rung:
        return {}
    with core.store.transaction() as tx:
        people = tx.people()
    return {who: line_of(people, who) for who in rung}


def waits_for_line(core: Core, tx: Transaction, claim: Claim, deadline: Deadline, at: datetime) -> bool:
    """Whether a message waits for the end of a call to the same telephone; then its claim is given back."""
    row = claim.notification
    if row.channel is not Channel.VOICE or deadline.alarm is not AlarmKind.SILENCE:
        return False
    people = tx.people()
    line = line_of(people, row.recipient)
    # A number is read from its writing each time: that of the reader themselves need not be.
    same = {row.recipient: True}

    def is_theirs(each: Notification) -> bool:
        if each.id == row.id:
            return False
        if each.recipient not in same:
            same[each.recipient] = line_of(people, each.recipient) == line
        return same[each.recipient]

    since = core.real(RINGS if at - row.recorded >= core.real(MOST_WAIT) else IN_TIME)
    calls = [each for each in tx.calls_sent(at - core.real(LASTS)) if is_theirs(each)]
    if not any(_goes_on(each, at, since) for each in calls):
        waiting = [each for each in tx.calls_waiting() if is_theirs(each) and not is_direct(each)]
        if not _tried_of_late(core, tx, row, waiting, at) and not _gives_turn(core, tx, row, waiting, at):
            return False
    tx.put_outcome(claim, replace(row, not_before=at + core.real(LOOK)))
    return True


def _goes_on(call: Notification, at: datetime, since: timedelta) -> bool:
    if call.receipt is Receipt.DELIVERED:
        return call.not_before is not None and at < call.not_before
    return call.receipt is Receipt.WAITING and call.sent is not None and call.sent >= at - since


def _tried_of_late(
    core: Core, tx: Transaction, row: Notification, waiting: Sequence[Notification], at: datetime
) -> bool:
    """Whether another call may be ringing there, of whose try nobody has written what came; the older try is settled
    first."""
    own = first_tried(core, tx, row)
    tries = [first_tried(core, tx, each) for each in waiting]
    return any(made is not None and made > at - core.real(UNSAID) and (own is None or (made < own)) for made in tries)


def _gives_turn(core: Core, tx: Transaction, row: Notification, waiting: Sequence[Notification], at: datetime) -> bool:
    """Whether something else waits for the same reader of which they were told by a call longer ago, or never."""
    last: dict[str, datetime] = {
        each.deadline_id: each.sent for each in tx.calls_sent(at - LATELY, to=row.recipient) if each.sent is not None
    }
    if row.deadline_id not in last:
        return False
    soon = at + core.real(LOOK)
    return any(
        each.recipient == row.recipient
        and each.lane is row.lane
        and not each.attempts
        and (each.not_before is None or each.not_before <= soon)
        and last.get(each.deadline_id, _NEVER) < last[row.deadline_id]
        for each in waiting
    )
