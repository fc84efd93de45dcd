"""Many late at once, as when a network dies -> one message to each person in place of dozens (law 16, fault 25).

Up to five alarms of one scan go to a person one by one. More than these are folded into the one that fell due first,
and none is held: the mail lists each with its call sheet, the text gives the first and the count. "I have it" counts
for all of them; an answer that names one of the workers is about that one alone. A call for help or a code word is
never folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    Deadline,
    Lane,
    Notification,
    NotificationState,
    PersonId,
    Role,
)

ONE_BY_ONE = 5


def fold_burst(rows: list[Notification], deadlines: Mapping[str, Deadline]) -> list[Notification]:
    """The rows of a scan with what one responder is asked by one channel folded into the first, where it is many."""
    owed: dict[tuple[PersonId, Channel, Ask, Lane], list[Notification]] = {}
    for row in rows:
        to_responder = row.role is not Role.WORKER and row.ask is not Ask.IS_IT_A_VISIT
        silent = deadlines[row.deadline_id].alarm is AlarmKind.SILENCE
        if row.state is NotificationState.WAITING and to_responder and silent:
            owed.setdefault((row.recipient, row.channel, row.ask, row.lane), []).append(row)
    folded: set[str] = set()
    taken: set[tuple[PersonId, Channel, Lane]] = set()
    for (reader, channel, _, lane), many in sorted(owed.items(), key=lambda each: -len(each[1])):
        # What is folded is found by reader, channel, lane and scan: of two duties only one can be told together.
        if len(many) > ONE_BY_ONE and (reader, channel, lane) not in taken:
            taken.add((reader, channel, lane))
            _, *others = sorted(many, key=lambda row: (row.due, deadlines[row.deadline_id].worker, row.id))
            folded |= {row.id for row in others}
    return [replace(row, state=NotificationState.CARRIED) if row.id in folded else row for row in rows]
