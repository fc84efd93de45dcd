"""The agreed timescale of a risk visit (BX8): what its entry names, "max 45 min" or "until 15:30", in place of its end.

It makes an end earlier and never later. After the start law 2 holds, as if somebody had shortened the entry itself: the
deadline comes at the soonest ten minutes after it was read, and a longer time named then moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.classify import Rules, recognise
from calsync.domain.deadlines import SOONEST
from calsync.domain.model import Event, Visit, VisitState, Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an entry names besides its own times."""

    at_most: timedelta | None = None
    """How long it is to last at most."""
    until: datetime | None = None
    """Until when it is to last."""

    def end(self, start: datetime) -> datetime | None:
        """The end that it names for a visit of that start; None when it names none."""
        most = start + self.at_most if self.at_most is not None else None
        return min((each for each in (most, self.until) if each is not None), default=None)


Reader = Callable[[Event], Named]
"""Reads what an entry names."""


def by_agreement(event: Event, rules: Rules, names: Reader, *, start: datetime | None = None) -> Event:
    """The entry with the end that it names, where it is a risk visit that names one before its own end; else itself.

    `start` is from when a longest time counts, if not from the entry's own start.
    """
    if event.all_day:
        return event
    end = names(event).end(start or event.start)
    if end is None or not event.start < end < event.end or not recognise(event, rules).risk:
        return event
    return replace(event, end=end)


def agreed_events(
    events: Iterable[Event], known: Sequence[Watched], rules: Rules, names: Reader, at: datetime
) -> tuple[Event, ...]:
    """The entries of one diary as they are judged at `at`, each with the end that was agreed on, if one was."""
    had = {each.visit.event_id: each.visit for each in known if each.visit.left_diary is None}
    return tuple(_agreed(each, had.get(each.id), rules, names, at) for each in events)


def _agreed(event: Event, visit: Visit | None, rules: Rules, names: Reader, at: datetime) -> Event:
    begun = visit is not None and (visit.state is VisitState.BEGUN or visit.start <= at)
    # What has begun is not put off by another start: its longest time counts from the start that it had.
    same = visit is not None and begun and event.start < visit.end and visit.start < event.end
    found = by_agreement(event, rules, names, start=visit.start if visit is not None and same else None)
    if visit is not None and same and found is not event and event.start <= at:
        # Nor by the next reading, which would count from the start that this one has moved.
        return replace(found, start=visit.start)
    if visit is not None or found.end > at:
        return found
    if event.end <= at:
        return event  # all of it is over: its own end says whether it was written down in time
    # Found only once the agreed time is over, while the entry still runs: nobody was to watch it before, and it is no
    # visit that was written down after its end (law 3). Its worker has the ten minutes of law 2.
    return replace(event, end=min(event.end, at + SOONEST))
