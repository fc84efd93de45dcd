"""Several workers on one visit: one message names all of them, and each keeps a deadline of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    DeadlineKind,
    Notification,
    NotificationState,
    People,
    PersonId,
    Role,
    Watched,
)
from calsync.domain.second_worker import on_one_visit
from calsync.ports import Transaction


def fold_joint(rows: list[Notification], told: Mapping[str, Watched], people: People) -> list[Notification]:
    """The rows of a scan with what one person is asked about workers who are together folded into the first of them.

    `told` is each deadline with its visit, by the deadline's id. What the same person is told of somebody else at the
    same moment stays apart, and then nothing is folded: a message must not carry another visit's alarm. The returns of
    two outings are one alarm about one worker, the one that was due first before the other; two visits' ends are told
    one by one (law 3).
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
        first, *others = sorted(theirs, key=lambda row: _in_order(row, told))
        about, beside = told[first.deadline_id], [told[each.deadline_id] for each in others]
        if all(each.ask is first.ask for each in others) and all(_is_one_alarm(about, each, people) for each in beside):
            for each in others:
                kept[each.id] = replace(each, state=NotificationState.CARRIED)
    return [kept[row.id] for row in rows]


def _is_one_alarm(one: Watched, other: Watched, people: People) -> bool:
    """Whether what two deadlines tell of is one alarm to whoever reads it."""
    if one.visit.worker == other.visit.worker:
        return all(each.deadlines[0].kind is DeadlineKind.RETURN for each in (one, other))
    return on_one_visit(one.visit, other.visit, people)


def _in_order(row: Notification, told: Mapping[str, Watched]) -> tuple[PersonId, datetime, str, str]:
    watched = told[row.deadline_id]
    return watched.visit.worker, watched.deadlines[0].due, row.deadline_id, row.id


def folded_into(tx: Transaction, rows: Iterable[Notification], first: str) -> list[Notification]:
    """The stand-downs of a deadline, folded into those of the `first` one that the same word has closed."""
    waiting = {
        (row.recipient, row.channel): row
        for row in tx.notifications_of(first)
        if row.step == STOOD_DOWN and row.state is NotificationState.WAITING
    }
    return [
        replace(row, state=NotificationState.CARRIED, lane=carrier.lane, recorded=carrier.recorded)
        if row.step == STOOD_DOWN and (carrier := waiting.get((row.recipient, row.channel))) is not None
        else row
        for row in rows
    ]


def wake_late(tx: Transaction, carrier: Notification, said: Sequence[Notification]) -> None:
    """Wake what was folded into a stand-down while it was on its way, so that it said nothing of it (law 13)."""
    if carrier.step == STOOD_DOWN and {each.id for each in tx.carried_by(carrier)} - {each.id for each in said}:
        tx.unfold(carrier)
