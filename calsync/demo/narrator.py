"""Tells what happens, in time order: as sentences in the terminal, or as one JSON object a line."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.demo.sentences import sentence
from calsync.engine import Happened
from calsync.engine.telling import facts

HELD = 2.0
"""Real seconds for which a line is held back, so that lines of several threads come out in the order of their times."""


class Narrator:
    """Takes what happens from any thread; prints it in time order."""

    def __init__(
        self, names: Mapping[str, str], people: Callable[[str], str], *, as_json: bool, out: Callable[[str], None]
    ) -> None:
        self._names, self._people, self._as_json, self._out = names, people, as_json, out
        self._held: list[tuple[float, Happened]] = []
        self._lock = threading.Lock()

    def __call__(self, happened: Happened) -> None:
        """Take one thing that happened."""
        with self._lock:
            self._held.append((time.monotonic(), happened))

    @property
    def waiting(self) -> bool:
        """Whether a line has been held long enough."""
        with self._lock:
            return any(time.monotonic() - since >= HELD for since, _ in self._held)

    def tell(self, *, before: datetime | None = None, all_of_it: bool = False) -> None:
        """Print what was held long enough and lies before a moment, or all of it.

        `before` is the oldest message not sent yet: a message is told under the time at which it was recorded.
        """

        def is_ripe(since: float, happened: Happened) -> bool:
            held = time.monotonic() - since >= HELD
            return all_of_it or (held and (before is None or happened.at < before))

        with self._lock:
            ripe = [each for each in self._held if is_ripe(*each)]
            self._held = [each for each in self._held if each not in ripe]
        for _, happened in sorted(ripe, key=lambda each: each[1].at):
            self._out(json.dumps(self._facts(happened)) if self._as_json else self._sentence(happened))

    def _name(self, happened: Happened) -> str:
        return self._names.get(happened.visit.event_id, happened.visit.id)

    def _facts(self, happened: Happened) -> dict[str, object]:
        return {**facts(happened), "visit": self._name(happened)}

    def _sentence(self, happened: Happened) -> str:
        when = happened.at.astimezone(ZoneInfo("Europe/London")).strftime("%H:%M")
        worker = self._people(happened.visit.worker)
        return f"{when}  {worker:<12} {self._name(happened):<22} {sentence(happened, worker)}"
