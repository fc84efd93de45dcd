"""What is read off a process while it works: how long its event loop stands still, and how much memory it has held."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from pathlib import Path


class Ticker:
    """Wakes up again and again, and notes how long after its time it was woken, at the worst.

    Two such times are kept: by the wall clock, and without what the loop's thread spent waiting for a core that another
    process had, as Linux counts it (the second number of schedstat). The second is what the process does to itself:
    its own work between two awaits, its garbage collector, its other threads holding the interpreter's lock, its disk.
    """

    def __init__(self, *, every: float = 0.001) -> None:
        self._every = every
        self.wall = 0.0
        self.own = 0.0

    async def run(self) -> None:
        """Until cancelled, on the loop that is to be watched."""
        with _Queueing() as queueing:
            while True:
                began, waited = time.perf_counter(), queueing.seconds()
                await asyncio.sleep(self._every)
                late = time.perf_counter() - began - self._every
                if late > self.own:
                    self.wall = max(self.wall, late)
                    self.own = max(self.own, late - (queueing.seconds() - waited))

    def clear(self) -> None:
        """Begin anew."""
        self.wall = self.own = 0.0


class _Queueing:
    """How long this thread has waited for a core; always 0 where the system does not tell."""

    def __enter__(self) -> _Queueing:
        try:
            self._file = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        except OSError:
            self._file = -1
        return self

    def __exit__(self, *_: object) -> None:
        if self._file >= 0:
            os.close(self._file)

    def seconds(self) -> float:
        """Since the thread began."""
        return int(os.pread(self._file, 100, 0).split()[1]) / 1e9 if self._file >= 0 else 0.0


def peak_mb() -> float:
    """The most memory that this process has held, in MB; 0 where the system does not tell.

    The kernel's VmHWM, since getrusage would tell the parent's where that was more.
    """
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
