"""When the end of a credential is told: early, and again as it comes nearer (law 10)."""

from __future__ import annotations

from datetime import datetime, timedelta

TOLD_DAYS = (60, 30, 14, 7, 1, 0)
"""The days before its end at which a credential is told; 0: it has ended."""


def expiry_due(expires: datetime, at: datetime, told: frozenset[int]) -> int | None:
    """Which of TOLD_DAYS is due to be told now; None when nothing is, or when it was told already.

    `told` holds those of this very end that were told before: a renewed credential has another end, and starts with
    none. After a late start only the nearest one is due, and those further off are never made up for.
    """
    reached = [days for days in TOLD_DAYS if expires - at <= timedelta(days=days)]
    if not reached or any(days <= min(reached) for days in told):
        return None
    return min(reached)
