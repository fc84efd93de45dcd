"""This machine's clock against Microsoft's (law 12)."""

from __future__ import annotations

import time
from datetime import timedelta

from calsync.app import App
from calsync.clocks import MAY_DIFFER
from calsync.doctor.finding import Finding, green, red


def clock(app: App) -> list[Finding]:
    """How far the two differ, by the `Date` of the last answer; nothing in a simulation, or before an answer."""
    dated = app.graph.server_date
    if dated is None or app.settings.simulation is not None:
        return []
    server, seen = dated
    off = app.clock.now() - server - timedelta(seconds=time.monotonic() - seen)
    words = f"differs from Microsoft's by {abs(off.total_seconds()):.0f} seconds"
    if abs(off) <= MAY_DIFFER:
        return [green("clock", words)]
    return [red("clock", f"{words}, so alarms may come early or late: set this machine's clock by NTP")]
