"""The two clocks (law 12): the clock of the service, which a simulation may scale, and elapsed time, which is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


class SystemClock:
    """The clock of real life: UTC, at the speed of life."""

    speed = 1.0

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)


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
