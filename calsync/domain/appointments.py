"""A change of the diary -> what a worker is reminded of: whoever waits for them has to be told (CL9).

Only the worker, or their office, can tell the family; the service never does. They are reminded once of each change.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.incidents import is_outcry
from calsync.domain.model import Tag, Visit, VisitKind, VisitState
from calsync.domain.unbelieved import is_unbelieved

SOON = timedelta(days=2)
"""Who is waited for later than that is not reminded: such entries are still being planned."""
MOVED = timedelta(minutes=15)
"""A smaller change of the start is no other appointment."""


def change_of(before: Visit, now: Visit, at: datetime, zone: str) -> str:
    """What became of a home visit that had not begun, as a line for its worker; empty where nobody has to be told.

    What is taken out or moved after its start is asked about anyhow (law 1).
    """
    stood = before.tag is Tag.VISIT and before.state is VisitState.PLANNED and at < before.start < at + SOON
    if not stood or before.kind is not VisitKind.HOME or is_unbelieved(before) or is_outcry(before):
        return ""
    was = _span(before, zone)
    if now.state is VisitState.CANCELLED:
        return f"- {was}: it is no longer in your diary as a visit"
    return f"- {was}: it is now {_span(now, zone)}" if abs(now.start - before.start) >= MOVED else ""


def _span(visit: Visit, zone: str) -> str:
    start, end = (each.astimezone(ZoneInfo(zone)) for each in (visit.start, visit.end))
    return f"{start:%A} {start.day} {start:%B}, {start:%H:%M} to {end:%H:%M}"
