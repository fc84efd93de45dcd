"""Notifications to rows and back."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Ask, Channel, Lane, Notification, NotificationState, Receipt, Role
from calsync.store.rows.row import Row

LANE_RANK = {lane: rank for rank, lane in enumerate(Lane)}
"""The order in which the lanes are emptied, for the column that is sorted by."""


def notification_row(each: Notification) -> dict[str, Any]:
    """The message's columns, without its lease."""
    return {
        "id": each.id,
        "deadline_id": each.deadline_id,
        "step": each.step,
        "round": each.round,
        "recipient": each.recipient,
        "channel": each.channel.value,
        "role": each.role.value,
        "ask": each.ask.value,
        "lane": each.lane.value,
        "lane_rank": LANE_RANK[each.lane],
        "due": each.due,
        "recorded": each.recorded,
        "token": each.token,
        "number": each.number,
        "asked_as": each.asked_as,
        "note": each.note,
        "repeat": each.repeat,
        "state": each.state.value,
        "attempts": each.attempts,
        "not_before": each.not_before,
        "message_id": each.message_id,
        "conversation_id": each.conversation_id,
        "sent": each.sent,
        "first_failed": each.first_failed,
        "gave_way": each.gave_way,
        "last_error": each.last_error,
        "receipt": each.receipt.value,
    }


def notification_of(row: Row) -> Notification:
    """The message in a row."""
    values = dict(row)
    del values["lane_rank"], values["fence"], values["leased_until"]
    values["channel"] = Channel(values["channel"])
    values["role"] = Role(values["role"])
    values["ask"] = Ask(values["ask"])
    values["lane"] = Lane(values["lane"])
    values["state"] = NotificationState(values["state"])
    values["receipt"] = Receipt(values["receipt"])
    return Notification(**values)
