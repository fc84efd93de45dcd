"""The two clocks (law 12): the clock of the service, which a simulation may scale, and elapsed time, which is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MAY_DIFFER = timedelta(seconds=30)
"""How far this machine's clock may stand from Microsoft's (law 12)."""
CLOCK_EVERY = timedelta(seconds=30)
"""How often the two are compared."""
MAY_DRIFT = timedelta(seconds=2)
"""How far the wall clock may move against elapsed time between two looks: NTP pulls it gently, a jump is more."""


def _since_boot() -> float:
    """Elapsed seconds that also count while the machine sleeps, where it can tell."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class SystemClock:
    """The clock of real life: UTC, at the speed of life, and unmoved by a jump of the machine's wall clock (law 12).

    It follows the wall clock while that moves as elapsed time does. When the wall clock jumps, it goes on by elapsed
    time, until `trust` says that the wall clock is right after all.
    """

    speed = 1.0

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        elapsed: Callable[[], float] = _since_boot,
    ) -> None:
        self._wall, self._elapsed = wall, elapsed
        self._lock = threading.Lock()
        self._seen, self._at = wall(), elapsed()

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        with self._lock:
            wall, elapsed = self._wall(), self._elapsed()
            own = self._seen + timedelta(seconds=elapsed - self._at)
            if abs(wall - own) > MAY_DRIFT:
                return own
            self._seen, self._at = wall, elapsed
            return wall

    def jump(self) -> timedelta:
        """How far the wall clock stands from this one: zero, unless it has jumped."""
        off = self._wall() - self.now()
        return off if abs(off) > MAY_DRIFT else timedelta(0)

    def trust(self) -> None:
        """Take the wall clock as right from now on, since somebody else's clock agrees with it."""
        with self._lock:
            self._seen, self._at = self._wall(), self._elapsed()


def compare(clock: SystemClock, theirs: datetime | None) -> str:
    """What IT must hear of this machine's clock, as a sentence; empty when all is well.

    `theirs` is Microsoft's present moment (UTC), None when it is not known. Where it agrees with a wall clock that has
    jumped, the jump was right, and the wall clock is trusted again.
    """
    own, jump = clock.now(), clock.jump()
    if jump and theirs is not None and abs(own + jump - theirs) <= MAY_DIFFER < abs(own - theirs):
        clock.trust()
        return (
            f"The machine's clock jumped by {jump.total_seconds():.0f} seconds; Microsoft's agrees, so it is followed."
        )
    if jump:
        return (
            f"The machine's clock jumped by {jump.total_seconds():.0f} seconds. Nothing fires early or late, since "
            "calsync goes on by elapsed time. Set the clock by NTP."
        )
    if theirs is not None and abs(own - theirs) > MAY_DIFFER:
        off = (own - theirs).total_seconds()
        return f"The machine's clock differs from Microsoft's by {off:.0f} seconds: set it by NTP."
    return ""


@dataclass(frozen=True, slots=True)
class ScaledClock:
    """A clock that showed `epoch` when the real clock showed `started`, and runs `speed` times as fast as life."""

    epoch: datetime
    started: datetime
    speed: float

    def now(self) -> datetime:
        """The simulated moment, aware and in UTC."""
        return self.epoch + (datetime.now(UTC) - self.started) * self.speed


class HeldClock:
    """A simulation's clock that stands at `epoch` until it is let go, so that a slow start costs the story no time."""

    def __init__(self, epoch: datetime, speed: float) -> None:
        self.epoch = epoch
        self.speed = speed
        self.started: datetime | None = None
        """The real moment at which it was let go; None while it stands."""

    def go(self) -> None:
        """Let it run from now on; a clock that runs already is left alone."""
        self.started = self.started or datetime.now(UTC)

    def now(self) -> datetime:
        """The simulated moment, aware and in UTC."""
        if self.started is None:
            return self.epoch
        return self.epoch + (datetime.now(UTC) - self.started) * self.speed


def tick_seconds(speed: float, *, clock_seconds: float = 2.0, least: float = 0.02) -> float:
    """The real seconds between two scans: two seconds of the clock, and never less than 20 ms of real time."""
    return max(clock_seconds / speed, least)
