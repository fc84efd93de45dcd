"""Several workers on one visit: one message names all of them, and each keeps a deadline of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    Notification,
    NotificationState,
    People,
    PersonId,
    Role,
    Watched,
)
from calsync.domain.second_worker import together


def fold_joint(rows: list[Notification], told: Mapping[str, Watched], people: People) -> list[Notification]:
    """The rows of a scan with what one person is asked about workers who are together folded into the first of them.

    `told` is each deadline with its visit, by the deadline's id. What the same person is told of somebody else at the
    same moment stays apart, and then nothing is folded: a message must not carry another visit's alarm.
    """
    kept = {row.id: row for row in rows}
    by_reader: dict[tuple[PersonId, Channel], list[Notification]] = {}
    for row in rows:
        alarm = told[row.deadline_id].deadlines[0].alarm
        to_responder = row.role is not Role.WORKER and row.ask is not Ask.IS_IT_A_VISIT
        if row.state is NotificationState.WAITING and to_responder and alarm is AlarmKind.SILENCE:
            by_reader.setdefault((row.recipient, row.channel), []).append(row)
    for theirs in by_reader.values():
        # By the worker and not by the row, so that each repeat is about the same one first.
        first, *others = sorted(theirs, key=lambda row: (told[row.deadline_id].visit.worker, row.deadline_id, row.id))
        visit = told[first.deadline_id].visit
        if all(each.ask is first.ask and together(visit, told[each.deadline_id].visit, people) for each in others):
            for each in others:
                kept[each.id] = replace(each, state=NotificationState.CARRIED)
    return [kept[row.id] for row in rows]
