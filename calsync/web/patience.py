"""Connections on which nothing is asked: closed soon, and at once where there are many, so that others find room."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_EVERY = 5.0
"""Real seconds: what is seen waiting for the same request at two looks is closed."""
MOST = 200
"""So many connections at once; beyond them the one that has waited longest without a request is closed."""


class PatientProtocol(H11Protocol):
    """A connection that ends by itself where its caller sends no whole request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room for it where there are many."""
        super().connection_made(transport)
        self._since = time.monotonic()
        self._seen: object = self
        self._look = self.loop.call_later(LOOK_EVERY, self._look_again)
        if len(self.connections) > MOST:
            waiting = [each for each in self.connections if isinstance(each, PatientProtocol) and each.waits]
            if waiting:
                min(waiting, key=lambda each: each._since).transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._look.cancel()
        super().connection_lost(exc)

    @property
    def waits(self) -> bool:
        """Whether no whole request has come that is not answered yet."""
        cycle: Any = self.cycle
        return not self.transport.is_closing() and (cycle is None or cycle.more_body or cycle.response_complete)

    def _look_again(self) -> None:
        if self.waits and self._seen is self.cycle:
            self.transport.close()
            return
        self._seen = self.cycle
        self._look = self.loop.call_later(LOOK_EVERY, self._look_again)
