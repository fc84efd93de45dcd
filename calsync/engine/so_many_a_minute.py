"""Lines of the audit that anybody on the network can bring about: so many a minute of the clock, and no more."""

from __future__ import annotations

import threading
from datetime import datetime

from calsync.domain.model import Act
from calsync.engine.core import Core


class SoManyAMinute:
    """Keeps such lines; whoever tries thousands fills no audit."""

    def __init__(self, core: Core, most: int) -> None:
        self._core, self._most, self._lock = core, most, threading.Lock()
        self._minute: datetime | None = None
        self._kept = 0

    def keep(self, act: Act) -> None:
        """Write it, unless this minute has had its lines."""
        minute = act.at.replace(second=0, microsecond=0)
        with self._lock:
            self._kept = self._kept + 1 if minute == self._minute else 1
            self._minute = minute
            if self._kept > self._most:
                return
        with self._core.store.transaction() as tx:
            tx.add_acts([act])
