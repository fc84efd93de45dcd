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
from calsync.config import load_settings

T = TypeVar("T")

CONFIG = "CALSYNC_CONFIG"
"""The environment variable that names the configuration; calsync.toml of this folder when unset."""


class Process:
    """The app of this process, made when the first task needs it."""

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The service, wired once in this process."""
        if self._app is None:
            self._app = build(load_settings(Path(os.environ.get(CONFIG, "calsync.toml"))))
        return self._app

    def wait_for(self, work: Awaitable[T]) -> T:
        """What a coroutine gives, on this process's own event loop."""
        if self._runner is None:
            self._runner = asyncio.Runner()

        async def within() -> T:
            return await work

        return self._runner.run(within())

    def close(self) -> None:
        """Let go of everything; the next task makes it anew."""
        if self._app is not None:
            self.wait_for(self._app.aclose())
        if self._runner is not None:
            self._runner.close()
        self._app = self._runner = None
