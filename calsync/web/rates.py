"""How often one address may ask for something in a minute of elapsed time. In memory, of a bounded number of them.

Once all together asked very often, those who asked for little themselves still get through.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

A_MINUTE = 60.0
"""Real seconds after which counting begins anew."""
KEPT = 5_000
"""So many addresses are counted by themselves; then the oldest goes."""


class Rate:
    """Counts what each address asked for in this minute, and what all of them did."""

    def __init__(
        self, *, each: int, all_of_them: int | None = None, few: int = 0, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        """`few` is what each may ask for also when `all_of_them` is reached; without that only `each` counts."""
        self._each, self._all, self._few, self._elapsed = each, all_of_them, few, elapsed
        self._lock = threading.Lock()
        self._since = elapsed()
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._count = 0

    def wait(self, address: str) -> int:
        """Counts one more: the seconds after which it may be asked for again; 0 where it may now."""
        now = self._elapsed()
        with self._lock:
            if now - self._since >= A_MINUTE:
                self._since, self._count = now, 0
                self._counts.clear()
            own = self._counts.get(address, 0)
            crowded = self._all is not None and self._count >= self._all
            if own >= (min(self._few, self._each) if crowded else self._each):
                return max(1, round(self._since + A_MINUTE - now))
            self._counts[address] = own + 1
            self._count += 1
            while len(self._counts) > KEPT:
                self._counts.popitem(last=False)
            return 0
