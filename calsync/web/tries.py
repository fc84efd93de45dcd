"""Wrong tries at a link -> whether the next one has to wait. Nobody finds two digits by trying, or is locked out."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

FREE = 5
"""So many wrong tries cost nothing: somebody mistypes."""
WAIT = 10.0
"""Real seconds from the last wrong try until the next one counts, once those are used up."""
FORGOTTEN = 900.0
KEPT = 5_000


class Tries:
    """Counts wrong tries in memory, of a bounded number of links and addresses. After a restart it starts anew."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._wrong: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def must_wait(self, key: Hashable) -> bool:
        """Whether a try comes too soon after many wrong ones."""
        with self._lock:
            count, last = self._wrong.get(key, (0, 0.0))
            return count >= FREE and self._elapsed() - last < WAIT

    def wrong(self, key: Hashable) -> int:
        """Count a wrong try: how many there were of late."""
        now = self._elapsed()
        with self._lock:
            count, last = self._wrong.pop(key, (0, now))
            count = count + 1 if now - last < FORGOTTEN else 1
            self._wrong[key] = count, now
            while len(self._wrong) > KEPT:
                self._wrong.popitem(last=False)
            return count

    def right(self, key: Hashable) -> None:
        """Forget what was wrong before."""
        with self._lock:
            self._wrong.pop(key, None)
