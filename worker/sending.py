"""One dispatch task: while a channel hangs, what falls due for the others is sent beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from calsync.engine import Engine

SEND_SECONDS = 20.0
"""Elapsed seconds after which a task begins no further round: what it has under way ends well before its hard limit."""
TICK = 2.0
"""Elapsed seconds between two rounds, as between two scans."""


class Sends:
    """The dispatch tasks of one process."""

    def __init__(
        self, *, seconds: float = SEND_SECONDS, tick: float = TICK, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._tick, self._elapsed = seconds, tick, elapsed

    async def run(self, engine: Engine) -> int:
        """How many messages were handed over, until nothing is on its way or the time is up.

        The first fault is raised once all has ended.
        """
        end = self._elapsed() + self._seconds
        rounds: list[asyncio.Task[int]] = []
        while True:
            rounds.append(asyncio.create_task(engine.dispatch()))
            _, under_way = await asyncio.wait(rounds, timeout=self._tick)
            if not under_way or self._elapsed() >= end or _failed(rounds):
                break
        return sum(await asyncio.gather(*rounds))


def _failed(rounds: list[asyncio.Task[int]]) -> bool:
    return any(each.done() and not each.cancelled() and each.exception() is not None for each in rounds)
