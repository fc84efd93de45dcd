"""Deadlines to rows and back. One that can't be understood raises ValueError: its reader alone suffers (law 14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from calsync.domain.model import AlarmKind, Deadline, DeadlineKind, DeadlineState, Denial
from calsync.store.hours import dump_office, load_office
from calsync.store.rows.row import Row
from calsync.store.steps import dump_steps, load_steps


def deadline_row(deadline: Deadline) -> dict[str, Any]:
    """The deadline's columns, without its version and its quarantine."""
    return {
        "id": deadline.id,
        "visit_id": deadline.visit_id,
        "worker": deadline.worker,
        "kind": deadline.kind.value,
        "due": deadline.due,
        "planned": deadline.planned,
        "extension": deadline.extension,
        "steps": dump_steps(deadline.steps),
        "emergency": dump_steps(deadline.emergency),
        "ladder": dump_steps(deadline.ladder),
        "office": dump_office(deadline.office),
        "policy": deadline.policy,
        "state": deadline.state.value,
        "alarm": deadline.alarm.value,
        "base": deadline.base,
        "taken": deadline.taken,
        "round": deadline.round,
        "then_at": deadline.then_at,
        "repeat_at": deadline.repeat_at,
        "next_step_at": deadline.next_step_at,
        "late_entry": deadline.late_entry,
        "risk": deadline.risk,
        "responders_asked": deadline.responders_asked,
        "owner": deadline.owner,
        "owned_until": deadline.owned_until,
        "renewals": deadline.renewals,
        "outside_body": deadline.outside_body,
        "closed_at": deadline.closed_at,
        "closed_by": deadline.closed_by,
        "reason": deadline.reason,
        "denied": deadline.denied.value if deadline.denied is not None else None,
    }


_DEADLINE_TIMES = ("due", "planned", "base", "then_at", "repeat_at", "next_step_at", "owned_until", "closed_at")


def deadline_of(row: Row) -> Deadline:
    """The deadline in a row; ValueError when it can't be understood."""
    values = dict(row)
    for name in _DEADLINE_TIMES:
        moment = values[name]
        if moment is not None and (not isinstance(moment, datetime) or moment.tzinfo is None):
            raise ValueError(f"{name} is not a time in UTC: {moment!r}")
    del values["quarantined_until"], values["quarantined_why"]
    values["kind"] = DeadlineKind(values["kind"])
    values["state"] = DeadlineState(values["state"])
    values["alarm"] = AlarmKind(values["alarm"])
    values["denied"] = Denial(values["denied"]) if values["denied"] is not None else None
    values["steps"] = load_steps(values["steps"])
    values["emergency"] = load_steps(values["emergency"])
    values["ladder"] = load_steps(values["ladder"])
    values["office"] = load_office(values["office"])
    return Deadline(**values)
