"""What waits -> what goes out now: of each channel so much at once, alarms first, mail at its mailbox's pace (law 16).

Each channel has room of its own, so that one that hangs for its ten seconds a message delays no other. A part of it
is kept for alarms. A mailbox may send about thirty mails a minute: alarms may use all that it is given, what is no
alarm leaves them a fifth, and letters are half at most and wait for all of these (`engine/letters.py`).
"""

from __future__ import annotations

from datetime import datetime

from calsync.domain.model import Channel
from calsync.engine.core import Core
from calsync.ports import Claim, Transaction

AT_ONCE = 20
"""So many messages of one channel are on their way at once."""
FOR_ALARMS = 4
"""The fourth part of the room is left to alarms."""
MAILS_FOR_ALARMS = 5
"""The fifth part of a minute's mails is left to them."""
MINUTE = 60.0


def take(core: Core, tx: Transaction, channel: str, room: int, at: datetime) -> list[Claim]:
    """What goes out by a channel now, `room` at most, alarms first; the rest waits for its turn."""
    alarms, others = room, room - max(1, AT_ONCE // FOR_ALARMS) if room <= AT_ONCE else room
    if channel == Channel.MAIL:
        left = mails_left(core, tx, at)
        alarms, others = min(alarms, left), min(others, left - kept_for_alarms(core))
    claims = tx.claim_notifications(at, alarms, channel=channel, alarms=True) if alarms > 0 else []
    others -= len(claims)
    if others > 0:
        claims += tx.claim_notifications(at, others, channel=channel, alarms=False)
    return claims


def mails_left(core: Core, tx: Transaction, at: datetime) -> int:
    """How many mails of this minute are left, letters counted; none or fewer: alarms wait, or go by another channel."""
    since = at - core.real(MINUTE)
    return core.mail_per_minute - tx.mails_under_way(since) - tx.letters_under_way(since)


def kept_for_alarms(core: Core) -> int:
    """How many mails of a minute are left to alarms."""
    return max(1, core.mail_per_minute // MAILS_FOR_ALARMS)
