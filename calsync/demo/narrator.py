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
"""Steady seconds for which a line is held back, so that lines of several threads come out in their order."""
A_LOOK = 0.25
"""Real seconds between two looks on a machine that is busy and does not stall."""


class Steady:
    """Elapsed seconds, of which a stretch in which nobody looked counts as one look: a stall brings nothing forward."""

    def __init__(self, tick: float = 0.0, elapsed: Callable[[], float] = time.monotonic) -> None:
        """`tick`: so many seconds are between two looks at least."""
        self._elapsed, self._seconds = elapsed, 0.0
        self._most = tick + A_LOOK
        self._looked = elapsed()

    def look(self) -> None:
        """Somebody looks."""
        now = self._elapsed()
        self._seconds += min(now - self._looked, self._most)
        self._looked = now

    @property
    def seconds(self) -> float:
        """As of the last look."""
        return self._seconds


class Narrator:
    """Takes what happens from any thread; prints it in time order."""

    def __init__(
        self,
        names: Mapping[str, str],
        people: Callable[[str], str],
        *,
        as_json: bool,
        out: Callable[[str], None],
        steady: Steady,
    ) -> None:
        self._names, self._people, self._as_json, self._out, self._steady = names, people, as_json, out, steady
        self._held: list[tuple[float, Happened]] = []
        self._lock = threading.Lock()

    def __call__(self, happened: Happened) -> None:
        """Take one thing that happened."""
        with self._lock:
            self._held.append((self._steady.seconds, happened))

    @property
    def waiting(self) -> bool:
        """Whether a line has been held long enough."""
        with self._lock:
            return any(self._is_old(since) for since, _ in self._held)

    def tell(self, *, before: datetime | None = None, all_of_it: bool = False) -> None:
        """Print what was held long enough and lies before a moment, or all of it.

        From `before` on something may still come to be told: a message is told under the time at which it was recorded.
        """
        with self._lock:
            # What came late for its time holds back what lies after it.
            young = [] if all_of_it else [each.at for since, each in self._held if not self._is_old(since)]
            limits = [*young, *([before] if before is not None and not all_of_it else [])]
            ripe = [each for each in self._held if not limits or each[1].at < min(limits)]
            self._held = [each for each in self._held if each not in ripe]
        for _, happened in sorted(ripe, key=lambda each: each[1].at):
            self._out(json.dumps(self._facts(happened)) if self._as_json else self._sentence(happened))

    def _is_old(self, since: float) -> bool:
        return self._steady.seconds - since >= HELD

    def _name(self, happened: Happened) -> str:
        return self._names.get(happened.visit.event_id, happened.visit.id)

    def _facts(self, happened: Happened) -> dict[str, object]:
        return {**facts(happened), "visit": self._name(happened)}

    def _sentence(self, happened: Happened) -> str:
        when = happened.at.astimezone(ZoneInfo("Europe/London")).strftime("%H:%M")
        worker = self._people(happened.visit.worker)
        return f"{when}  {worker:<12} {self._name(happened):<22} {sentence(happened, worker)}"
