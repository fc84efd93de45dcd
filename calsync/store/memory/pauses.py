"""Pauses, as the fake keeps them: read beside `sql_pauses.py`."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.model import Pause
from calsync.store.memory.work import MemoryWork


class MemoryPauses(MemoryWork):
    """The part of a transaction about pauses."""

    def put_pause(self, pause: Pause) -> None:
        """Write a pause, new or changed."""
        self._state.pauses[pause.id] = pause

    def pause(self, pause_id: str) -> Pause | None:
        """One pause; None when there is none of that id."""
        return self._state.pauses.get(pause_id)

    def pauses(self, since: datetime) -> list[Pause]:
        """Those asked for until some time after `since`, ended or not, the oldest first."""
        found = [each for each in self._state.pauses.values() if each.until > since]
        return sorted(found, key=lambda each: (each.asked_at, each.id))
