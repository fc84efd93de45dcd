"""Whether a message that is about to be sent is still owed: read once more, since much may have been said meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from calsync.domain.answering import (
    AFTER_CLOSING,
    EXTENDED,
    MARKED_DONE,
    NOT_TAKEN,
    STILL_CLOSED,
    STOOD_DOWN,
    is_marked_done,
)
from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import AlarmKind, Ask, Channel, Deadline, Notification, NotificationState, Role
from calsync.domain.passing_on import AFTER
from calsync.domain.questions import asks_whether


def still_owed(row: Notification, deadline: Deadline, at: datetime) -> bool:
    """Whether a message still says what is true, read once more just before it is sent."""
    if row.step in (STOOD_DOWN, NOT_TAKEN, AFTER_CLOSING, *AFTER):
        return True
    if row.step == MARKED_DONE:
        return is_marked_done(deadline)
    if row.step == STILL_CLOSED or not deadline.is_open:
        return row.step == STILL_CLOSED and not deadline.is_open
    if row.step == EXTENDED:
        return True
    if row.step == LOOKED_AFTER and (deadline.owner != row.asked_as or at < deadline.due or deadline.outside_body):
        return False  # somebody else has it by now, or it is not needed any more
    if row.ask is Ask.IS_IT_A_VISIT and not asks_whether(deadline):
        return False  # somebody has said so since
    if row.role is Role.WORKER and deadline.alarm is not AlarmKind.SILENCE:
        return False
    if row.step.isdigit() and int(row.step) > deadline.taken:
        return False  # the ladder was begun anew since: this step is not due any more
    return not (row.repeat and deadline.owned(at) and deadline.owner != row.recipient)


def superseded(row: Notification, told: Sequence[Notification]) -> bool:
    """Whether what this message would say has been said, or is being said, by a newer one to the same person.

    After an hour without a channel somebody is owed the newest duty, and not every repeat of it (law 3). A waiting
    repeat takes nobody's place but an older one's: it is held back when somebody else owns the alarm. A call that waits
    for the line is replaced by nothing that does not ring: its reader has not heard it.
    """
    held = row.channel is Channel.VOICE and not row.attempts and row.not_before is not None

    def newer(each: Notification) -> bool:
        if (each.step, each.round) == (row.step, row.round):
            return False  # the same one by another channel
        if held and not each.channel.rings:
            return False
        later = (each.round, int(each.step)) > (row.round, int(row.step))
        if each.state is NotificationState.SENT:
            return later or (row.repeat and each.sent is not None and each.sent >= row.due)
        return later and (not each.repeat or (held and row.repeat)) and each.state is NotificationState.WAITING

    return row.step.isdigit() and any(
        each.step.isdigit() and each.id != row.id and each.recipient == row.recipient and newer(each) for each in told
    )
