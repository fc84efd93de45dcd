"""What waits -> what goes out now: of each channel so much at once, alarms first, mail at its mailbox's pace (law 16).

Each channel has room of its own, so that one that hangs for its ten seconds a message delays no other. A part of it
is kept for alarms. A mailbox may send about thirty mails a minute: alarms may use all that it is given, what is no
alarm leaves them a fifth, and letters are half at most and wait for all of these (`engine/letters.py`).
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from calsync.domain.model import Channel
from calsync.engine.core import Core
from calsync.ports import Claim, Transaction

AT_ONCE = 20
"""So many messages of one channel are on their way at once."""
ALARMS_PART = Fraction(1, 4)
"""Of the room of a channel, the part that is left to alarms."""
ALARMS_PART_OF_MAILS = Fraction(1, 5)
"""Of a minute's mails, the part that is left to them."""
MINUTE = 60.0


def take(core: Core, tx: Transaction, channel: str, room: int, at: datetime) -> list[Claim]:
    """What goes out by a channel now, `room` at most, alarms first; the rest waits for its turn."""
    # Whoever asks for more room than a channel has at once waits for none of it: there nothing need be kept.
    kept = max(1, int(AT_ONCE * ALARMS_PART)) if room <= AT_ONCE else 0
    alarms, others = room, room - kept
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
    return max(1, int(core.mail_per_minute * ALARMS_PART_OF_MAILS))
