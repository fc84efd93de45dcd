"""Wrong tries at a link -> how long the next one has to wait. Nobody finds two digits by trying, or is locked out.

Each address has a count of its own, and all addresses together another: whoever tries from many is slowed as well. The
first two addresses that type on a link answer for their own count alone, so that nobody else's tries hold them up.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

FREE = 5
"""So many wrong tries from an address cost nothing: somebody mistypes."""
FREE_OF_ALL = 10
"""So many from all addresses together."""
WAIT = 10.0
"""Real seconds until the next try counts, once those are used up. Each further wrong one doubles it."""
LONGEST = 300.0
"""Real seconds that nobody waits longer than."""
FORGOTTEN = 6 * 3600.0
"""Real seconds after which a wrong try counts no more."""
OWN_COUNT = 2
"""So many addresses of a link have but a count of their own."""
KEPT = 5_000
"""So many counts of addresses are kept, and so many of links; then the oldest goes."""


@dataclass(slots=True)
class _Count:
    wrong: int = 0
    last: float = 0.0

    def add(self, now: float) -> int:
        self.wrong = self.wrong + 1 if now - self.last < FORGOTTEN else 1
        self.last = now
        return self.wrong

    def left(self, free: int, now: float) -> float:
        """The seconds that are left to wait."""
        if self.wrong < free:
            return 0.0
        wait = min(WAIT * 2.0 ** min(self.wrong - free, 16), LONGEST)
        return max(0.0, self.last + wait - now)


@dataclass(slots=True)
class _Link:
    all: _Count = field(default_factory=_Count)
    first: set[str] = field(default_factory=set)


class Tries:
    """Counts wrong tries in memory, of a bounded number of links and addresses. After a restart it starts anew."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._own: OrderedDict[tuple[Hashable, str], _Count] = OrderedDict()
        self._links: OrderedDict[Hashable, _Link] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, link: Hashable, address: str) -> float:
        """The seconds until a try from an address counts; 0 when it counts now."""
        now = self._elapsed()
        with self._lock:
            kept = self._of(link, address)
            own = self._own.get((link, address), _Count()).left(FREE, now)
            return own if address in kept.first else max(own, kept.all.left(FREE_OF_ALL, now))

    def wrong(self, link: Hashable, address: str) -> int:
        """Count a wrong try: how many there were from this address of late."""
        now = self._elapsed()
        with self._lock:
            self._of(link, address).all.add(now)
            count = self._own.setdefault((link, address), _Count())
            self._own.move_to_end((link, address))
            while len(self._own) > KEPT:
                self._own.popitem(last=False)
            return count.add(now)

    def right(self, link: Hashable, address: str) -> None:
        """Forget what was wrong from this address before."""
        with self._lock:
            self._own.pop((link, address), None)

    def _of(self, link: Hashable, address: str) -> _Link:
        """What is kept of a link, on which somebody types from an address now."""
        kept = self._links.setdefault(link, _Link())
        self._links.move_to_end(link)
        while len(self._links) > KEPT:
            self._links.popitem(last=False)
        if len(kept.first) < OWN_COUNT:
            kept.first.add(address)
        return kept
