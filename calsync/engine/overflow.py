"""Alarms that have waited for half a minute -> that person's next channel, once (fault 25).

An alarm waits because its mailbox has sent all that it may in a minute, or because its channel fails or hangs. The
next channel is called in beside it: the alarm itself still goes out when its turn comes, for a text says the least, and
what is to be done stands in the mail. Nobody is passed over: the step's other people and the steps after it keep their
times, until the channel has failed for as long as `engine/dispatch.py` says.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from calsync.engine.core import Core, log
from calsync.engine.direct import is_direct
from calsync.engine.giving_way import call_next_channel, message_act
from calsync.ports import Transaction

BEHIND = 30.0
"""Seconds of elapsed time that an alarm may wait."""
MOST = 100
"""How many are looked at in one tick, those that fell due first before the others."""


def overflow(core: Core, tx: Transaction, at: datetime, *, besides: Container[str] = ()) -> int:
    """How many alarms were given to another channel as well; one that has none is left to its own.

    `besides` are the ids of those whose turn has just come.
    """
    gone = 0
    behind = tx.alarms_behind(at - core.real(BEHIND), MOST)
    waiting = [row for row in behind if row.id not in besides and not is_direct(row)]
    people = tx.people() if waiting else None
    for row in waiting:
        if people is None or not call_next_channel(core, tx, row, people, at):
            continue
        tx.put_gave_way(row.id)
        tx.add_acts([message_act(row, at, "notification-overflowed")])
        log.warning("message %s by %s waits for too long: the next channel is taken as well", row.id, row.channel)
        gone += 1
    return gone
