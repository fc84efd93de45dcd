"""Which entries of a diary somebody means by an id, a time, or words of a subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from calsync.domain.classify import fold
from calsync.domain.model import Event

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d", re.ASCII)


def picked(events: Sequence[Event], wanted: str, zone: str) -> list[Event]:
    """The entries that are meant, by start: by id, else by a time in `zone`, else by words of the subject.

    "2026-12-01" means all of a day, "2026-12-01T14:00" what begins then, else what lasts then, and "14:00" what begins
    at that hour on any day. A private entry's subject is not looked at. Empty when none is meant.
    """
    wanted = wanted.strip()
    if by_id := [event for event in events if event.id == wanted]:
        return by_id
    found = _by_time(events, wanted, ZoneInfo(zone))
    if found is None:
        words = fold(wanted)
        found = [event for event in events if words and not event.private and words in fold(event.subject)]
    return sorted(found, key=lambda event: (event.start, event.id))


def _by_time(events: Sequence[Event], wanted: str, zone: ZoneInfo) -> list[Event] | None:
    """Those at a time; None when the words name none."""
    if _CLOCK.fullmatch(wanted):
        hour, minute = re.split("[:.]", wanted)
        clock = time(int(hour), int(minute))
        return [each for each in events if not each.all_day and each.start.astimezone(zone).time() == clock]
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError:
        return None
    if len(wanted) <= len("2026-12-01"):
        return [each for each in events if _local(each, each.start, zone).date() == moment.date()]
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    begins = [each for each in events if each.start == moment]
    return begins or [each for each in events if each.start <= moment < each.end]


def _local(event: Event, moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as people read it; the days of what lasts all day are the same in every zone."""
    return moment if event.all_day else moment.astimezone(zone)
