"""Notices to IT to rows and back."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Notice
from calsync.store.rows.row import Row


def notice_row(notice: Notice) -> dict[str, Any]:
    """The notice's columns, without its lease."""
    return {
        "id": notice.id,
        "cause": str(notice.cause),
        "about": notice.about,
        "words": notice.words,
        "raised": notice.raised,
        "cleared": notice.cleared,
        "told": notice.told,
        "attempts": notice.attempts,
        "not_before": notice.not_before,
        "last_error": notice.last_error,
    }


def notice_of(row: Row) -> Notice:
    """The notice in a row."""
    values = dict(row)
    del values["fence"], values["leased_until"]
    return Notice(**values)
