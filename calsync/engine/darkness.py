"""When the service was not running, which late messages must say (law 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.ports import Transaction

SCAN = "scan"
_FROM, _UNTIL = "dark-from", "dark-until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkness:
    """The last time in which no scan finished."""

    start: datetime
    end: datetime

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether any of it fell between two moments."""
        return self.start < end and start < self.end

    def sentence(self, zone: str) -> str:
        """What a message says of it."""
        local = ZoneInfo(zone)
        start, end = (moment.astimezone(local).strftime("%H:%M") for moment in (self.start, self.end))
        return f"calsync was not running from {start} to {end}: what fell due in that time is told only now."


def find_darkness(tx: Transaction, at: datetime, *, longest_gap: timedelta) -> Darkness | None:
    """The last darkness that is still worth telling, the one that ends now included; None if there was none today."""
    last = tx.heartbeat(SCAN)
    if last is not None and at - last > longest_gap:
        tx.put_cursor(_FROM, last)
        tx.put_cursor(_UNTIL, at)
        return Darkness(start=last, end=at)
    start, end = tx.cursor(_FROM), tx.cursor(_UNTIL)
    if start is None or end is None or at - end > timedelta(days=1):
        return None
    return Darkness(start=start, end=end)
