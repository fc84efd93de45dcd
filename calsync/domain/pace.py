"""How often diaries are read, and what is done when they are more than can be read in time: all but begun visits wait
a little longer, all by the same factor, and that is said (the engine's plan in ARCHITECTURE.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from calsync.domain.model import Load, Turn

NOT_READ = timedelta(days=365)
"""The next reading of somebody who left and of whom nothing is open any more; should they come back, it is at once."""
LONGEST_WAIT = timedelta(days=1)
"""Longer than any pace, however stretched: a diary whose next reading is further off is not read any more."""
LONGEST_PAUSE, LONGEST_PAUSE_BEGUN = 3600.0, 300.0
"""Seconds of elapsed time for which a Retry-After of one mailbox is believed, and of one with a begun visit."""
MOST = 6.0
"""No pace is stretched beyond this: rather is a diary told as unread."""
SPARE = 0.9
"""The share of what can be read that is planned for; the rest is for looks, single entries and what is read again."""
KEPT_FOR_OTHERS = 0.1
"""The share that is left to other diaries when begun visits alone are more than can be read in time."""
POLLS_UNREAD = 3
LEAST_UNREAD = timedelta(minutes=5)
"""A diary not read for three polls, and at least five minutes, is told as unread (law 10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """By what the paces are multiplied so that all can be held; 1.0 is as configured."""

    begun: float = 1.0
    others: float = 1.0

    def of(self, turn: Turn) -> float:
        """The factor for diaries of one order of service."""
        return self.begun if turn is Turn.BEGUN else self.others


def stretch(loads: Sequence[Load], reads_a_second: float | None) -> Stretch:
    """The smallest stretch at which `reads_a_second` (of the clock) are enough; none when it is not known.

    Begun visits keep their pace while that can be done at all.
    """
    if reads_a_second is None or reads_a_second <= 0:
        return Stretch()
    wanted = {True: 0.0, False: 0.0}
    for load in loads:
        wanted[load.turn is Turn.BEGUN] += load.count / load.pace.total_seconds()
    can = reads_a_second * SPARE
    kept = min(wanted[False], can * KEPT_FOR_OTHERS)
    begun = _bounded(wanted[True] / (can - kept)) if can > kept else MOST
    left = max(can - wanted[True] / begun, kept)
    others = _bounded(wanted[False] / left) if left > 0 else MOST
    return Stretch(begun=begun, others=others if wanted[False] else 1.0)


def _bounded(factor: float) -> float:
    return min(max(factor, 1.0), MOST)


def freshness(pace: timedelta, factor: float) -> timedelta:
    """How long after a reading a diary counts as read (law 10), at the pace as it is stretched."""
    return max(POLLS_UNREAD * pace * factor, LEAST_UNREAD)
