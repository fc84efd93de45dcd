"""Pauses, in SQL."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from calsync.domain.model import Pause
from calsync.store.rows.pauses import pause_of, pause_row
from calsync.store.tables import pauses
from calsync.store.work import Work


class PauseWork(Work):
    """The pauses' part of a transaction."""

    def put_pause(self, pause: Pause) -> None:
        """Write a pause, new or changed."""
        self._upsert(pauses, [pause_row(pause)])

    def pause(self, pause_id: str) -> Pause | None:
        """One pause; None when there is none of that id."""
        rows = self._rows(select(pauses).where(pauses.c.id == pause_id))
        return pause_of(rows[0]) if rows else None

    def pauses(self, since: datetime) -> list[Pause]:
        """Those asked for until some time after `since`, ended or not, the oldest first.

        One that can't be understood is left out: then those whom it covers are watched (law 14).
        """
        found = []
        query = select(pauses).where(pauses.c.until > since)
        for row in self._rows(query.order_by(pauses.c.asked_at, pauses.c.id)):
            with suppress(ValueError, TypeError, KeyError):
                found.append(pause_of(row))
        return found
