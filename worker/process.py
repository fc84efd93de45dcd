"""What one worker process holds: the app and one event loop, made after the fork and used by every task in it.

One loop for the life of the process: a Graph client used over several loops fails with "Event loop is closed".
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from calsync.app import App, build
from calsync.config import Settings, load_settings
from calsync.graph.limits import Limiter
from calsync.graph.shared_limits import RedisLimiter

T = TypeVar("T")

BROKER = "CALSYNC_BROKER"
"""The environment variable that names the broker."""
CONFIG = "CALSYNC_CONFIG"
"""The environment variable that names the configuration; calsync.toml of this folder when unset."""


class Process:
    """The app of this process, made when the first task needs it.

    Microsoft counts the requests of all processes together, so they share their slots through a broker that is a Redis.
    """

    def __init__(self, broker: str = "") -> None:
        self._broker = broker
        self._runner: asyncio.Runner | None = None
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The service, wired once in this process."""
        if self._app is None:
            settings = load_settings(Path(os.environ.get(CONFIG, "calsync.toml")))
            self._app = build(settings, limiter=shared_limiter(settings, self._broker))
        return self._app

    def wait_for(self, work: Awaitable[T]) -> T:
        """What a coroutine gives, on this process's own event loop."""
        if self._runner is None:
            self._runner = asyncio.Runner()

        async def within() -> T:
            try:
                return await work
            finally:
                # Between tasks the loop stands still, and slots that were given back would not reach the others.
                if self._app is not None:
                    await self._app.graph.settle()

        return self._runner.run(within())

    def close(self) -> None:
        """Let go of everything; the next task makes it anew."""
        if self._app is not None:
            self.wait_for(self._app.aclose())
        if self._runner is not None:
            self._runner.close()
        self._app = self._runner = None


def shared_limiter(settings: Settings, broker: str) -> Limiter | None:
    """The limiter that all worker processes of one app in one tenant share; None when the broker is no Redis."""
    if not broker.startswith(("redis://", "rediss://")):
        return None
    told = settings.graph
    return RedisLimiter(broker, app=f"{told.tenant}/{told.client_id}", slots=told.slots)
