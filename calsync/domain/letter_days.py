"""What every letter is reckoned with: the visits that count, whose they are, and the days and times of a zone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.model import PersonId, Visit, VisitState
from calsync.domain.unbelieved import PREFIX


def stands(visit: Visit) -> bool:
    """Whether it is a visit of the diary, or may be one: none that was cancelled, and no alarm's own (law 7)."""
    return visit.state is not VisitState.CANCELLED and not visit.event_id.startswith(("outcry:", PREFIX))


def by_worker(visits: Iterable[Visit]) -> list[tuple[PersonId, list[Visit]]]:
    """The visits of each worker, by when they begin."""
    found: dict[PersonId, list[Visit]] = {}
    for each in sorted(visits, key=lambda each: (each.start, each.end, each.id)):
        found.setdefault(each.worker, []).append(each)
    return list(found.items())


def on_day(visits: Iterable[Visit], day: date, zone: str) -> list[Visit]:
    """Those that begin on a day, as it is counted in a zone."""
    return [each for each in visits if local_day(each.start, zone) == day]


def spread(person: PersonId, over: timedelta) -> timedelta:
    """How long after the first letter somebody's own goes out: always the same, and another for everybody."""
    number = int.from_bytes(hashlib.sha256(person.encode()).digest()[:4], "big")
    return timedelta(seconds=number % int(over.total_seconds()))


def local_day(at: datetime, zone: str) -> date:
    """The day that it is in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment(day: date, clock: time, zone: str) -> datetime:
    """A time of day in a zone, in UTC."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
