"""Pauses to rows and back."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Pause, PauseFor
from calsync.store.rows.row import Row, words
from calsync.store.steps import dump


def pause_row(pause: Pause) -> dict[str, Any]:
    """The pause's columns."""
    return {
        "id": pause.id,
        "whom": pause.whom.value,
        "about": pause.about,
        "until": pause.until,
        "reason": pause.reason,
        "asked_by": pause.asked_by,
        "asked_at": pause.asked_at,
        "agreed_by": pause.agreed_by,
        "agreed_at": pause.agreed_at,
        "covered": dump(pause.covered),
        "goes_on": dump(pause.goes_on),
        "ended_by": pause.ended_by,
        "ended_at": pause.ended_at,
        "told_over": pause.told_over,
    }


def pause_of(row: Row) -> Pause:
    """The pause in a row; ValueError when it can't be understood."""
    values = dict(row)
    values["whom"] = PauseFor(values["whom"])
    values["covered"] = words(values["covered"])
    values["goes_on"] = words(values["goes_on"])
    return Pause(**values)
