"""Links that were refused -> the audit: wrong digits, and links that open nothing. So many a minute, no more."""

from __future__ import annotations

import threading
from datetime import datetime

from calsync.domain.model import Act
from calsync.engine.core import Core
from calsync.engine.link_answers import Opened

A_MINUTE = 10
"""Whoever tries thousands fills no audit."""


class RefusedLinks:
    """Keeps what was refused, without anything that was typed."""

    def __init__(self, core: Core) -> None:
        self._core, self._lock = core, threading.Lock()
        self._minute: datetime | None = None
        self._kept = 0

    def wrong(self, opened: Opened) -> None:
        """Somebody sent digits, or a PIN, that are not those of the link's reader."""
        link = opened.link
        self._keep("link-refused", who=link.who, deadline_id=link.deadline_id, details=(("link", link.digest[:8]),))

    def unknown(self) -> None:
        """Somebody sent a form to a link that opens nothing."""
        self._keep("link-unknown")

    def _keep(self, what: str, **about: object) -> None:
        at = self._core.clock.now()
        minute = at.replace(second=0, microsecond=0)
        with self._lock:
            self._kept = self._kept + 1 if minute == self._minute else 1
            self._minute = minute
            if self._kept > A_MINUTE:
                return
        with self._core.store.transaction() as tx:
            tx.add_acts([Act(at=at, what=what, **about)])  # type: ignore[arg-type]
