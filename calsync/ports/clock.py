"""The clock of the service."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The clock of the service: visits, steps, poll pace. May be scaled in a simulation (law 12)."""

    @property
    def speed(self) -> float:
        """How many times faster than life it runs."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
