"""How far diaries were read, to rows and back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from calsync.domain.model import MailboxState, Turn, Unasked, utc
from calsync.store.rows.row import Row
from calsync.store.steps import dump


def mailbox_row(state: MailboxState) -> dict[str, Any]:
    """The columns of a diary's state, without its lease."""
    return {
        "worker": state.worker,
        "watched_from": state.watched_from,
        "next_poll_at": state.next_poll_at,
        "last_read": state.last_read,
        "failing_since": state.failing_since,
        "failures": state.failures,
        "last_error": state.last_error,
        "failing_as": state.failing_as,
        "turn": int(state.turn),
        "pace": state.pace,
        "fresh_until": state.fresh_until,
        "wide_at": state.wide_at,
        "digest": state.digest,
        "quiet_until": state.quiet_until,
        "ahead": state.ahead,
        "ahead_until": state.ahead_until,
        "emptied_since": state.emptied_since,
        "unasked": dump([_unasked_row(each) for each in state.unasked]),
    }


def _unasked_row(each: Unasked) -> list[Any]:
    before = each.read_before.isoformat() if each.read_before is not None else None
    return [each.key, each.since.isoformat(), before, each.refused, each.undecided]


def _unasked_of(text: str) -> tuple[Unasked, ...]:
    """Empty when it can't be understood: then they are found anew, and waited for as at first (law 11)."""
    try:
        return tuple(
            Unasked(
                key=str(key),
                since=utc(datetime.fromisoformat(since)),
                read_before=utc(datetime.fromisoformat(before)) if before else None,
                refused=bool(refused),
                undecided=bool(undecided),
            )
            for key, since, before, refused, undecided in json.loads(text)
        )
    except (ValueError, TypeError):
        return ()


def mailbox_of(row: Row) -> MailboxState:
    """The diary's state in a row."""
    values = dict(row)
    del values["leased_until"]
    values["unasked"] = _unasked_of(values["unasked"])
    # A turn that another version wrote makes nobody unread (law 14).
    values["turn"] = Turn(values["turn"]) if values["turn"] in list(Turn) else Turn.ORDINARY
    return MailboxState(**values)
