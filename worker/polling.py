"""What one poll task does: it reads diaries until none is due, and holds the machine's clock against Microsoft's."""

from __future__ import annotations

import time
from collections.abc import Callable

from calsync.app import App, check_clock
from calsync.clocks import CLOCK_EVERY
from calsync.engine import Engine
from calsync.engine.poll import all_of

POLL_SECONDS = 20.0
"""Elapsed seconds after which a task claims no more: what it then has under way ends well before its hard time limit,
and the other tasks of its queue get their turn."""
SIDE_BY_SIDE = 4
"""Batches of diaries that one task has under way: one that hangs for its ten seconds holds up no other."""


class Polls:
    """The poll tasks of one process."""

    def __init__(self, *, seconds: float = POLL_SECONDS, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._elapsed = elapsed
        self._clock_seen: float | None = None

    async def run(self, app: App) -> None:
        """One task. A claim is leased for itself, so that others read side by side with it."""
        await self.read_due(app.engine)
        now = self._elapsed()
        if self._clock_seen is None or now - self._clock_seen >= CLOCK_EVERY.total_seconds():
            self._clock_seen = now
            await check_clock(app)

    async def read_due(self, engine: Engine) -> int:
        """How many diaries were read until none was due, or the time was up."""
        end, count = self._elapsed() + self._seconds, 0

        async def again_and_again() -> None:
            nonlocal count
            while self._elapsed() < end and (reads := await engine.poll()):
                count += len(reads)

        await all_of(again_and_again() for _ in range(SIDE_BY_SIDE))
        return count
