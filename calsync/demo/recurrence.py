"""Series: Graph's recurrence patterns, and the dates on which they fall."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from calsync.demo.graph_error import bad_request
from calsync.demo.graph_time import LONDON

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PATTERNS = ("daily", "weekly", "absoluteMonthly")
_RANGES = ("endDate", "numbered", "noEnd")
# An endless series is worked out this far; a diary is read days ahead, not years.
_HORIZON = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How a series repeats; `first` is the date from which it may fall, in the zone of the entry."""

    pattern: str
    first: date
    interval: int = 1
    days: tuple[str, ...] = ()
    first_day_of_week: str = "sunday"
    day_of_month: int = 0
    until: date | None = None
    count: int | None = None
    zone: str = LONDON

    @classmethod
    def weekly(
        cls, first: date, *days: str, interval: int = 1, until: date | None = None, count: int | None = None
    ) -> Recurrence:
        """A series on some weekdays (that of `first` if none is named), every `interval` weeks."""
        named = days or (_DAYS[first.weekday()],)
        return cls(pattern="weekly", first=first, interval=interval, days=named, until=until, count=count)

    @classmethod
    def daily(
        cls, first: date, *, interval: int = 1, until: date | None = None, count: int | None = None
    ) -> Recurrence:
        """A series on every `interval`-th day."""
        return cls(pattern="daily", first=first, interval=interval, until=until, count=count)

    @classmethod
    def from_json(cls, value: Any, zone: str) -> Recurrence:
        """The series that a `patternedRecurrence` object describes; raises the Graph error when it can't be kept."""
        try:
            pattern, span = value["pattern"], value["range"]
            kind, end_kind = pattern["type"], span["type"]
            if kind not in _PATTERNS or end_kind not in _RANGES:
                raise bad_request(
                    f"The simulated tenant keeps the patterns {', '.join(_PATTERNS)}; not '{kind}' with '{end_kind}'.",
                    "ErrorInvalidRecurrencePattern",
                )
            made = cls(
                pattern=kind,
                first=date.fromisoformat(span["startDate"]),
                interval=int(pattern.get("interval", 1)),
                days=tuple(str(day).lower() for day in pattern.get("daysOfWeek") or ()),
                first_day_of_week=str(pattern.get("firstDayOfWeek") or "sunday").lower(),
                day_of_month=int(pattern.get("dayOfMonth") or 0),
                until=date.fromisoformat(span["endDate"]) if end_kind == "endDate" else None,
                count=int(span["numberOfOccurrences"]) if end_kind == "numbered" else None,
                zone=span.get("recurrenceTimeZone") or zone,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise bad_request("The recurrence is not valid.", "ErrorInvalidRecurrencePattern") from None
        if made.interval < 1 or not set(made.days) <= set(_DAYS) or (made.pattern == "weekly" and not made.days):
            raise bad_request("The recurrence pattern is not valid.", "ErrorInvalidRecurrencePattern")
        if (made.count is not None and made.count < 1) or (made.until is not None and made.until < made.first):
            raise bad_request("The recurrence range is not valid.", "ErrorInvalidRecurrenceRange")
        return made

    def to_json(self) -> Mapping[str, Any]:
        """The `patternedRecurrence` object, as Graph writes it with every key."""
        kind = "endDate" if self.until else "numbered" if self.count else "noEnd"
        return {
            "pattern": {
                "type": self.pattern,
                "interval": self.interval,
                "month": 0,
                "dayOfMonth": self.day_of_month,
                "daysOfWeek": list(self.days),
                "firstDayOfWeek": self.first_day_of_week,
                "index": "first",
            },
            "range": {
                "type": kind,
                "startDate": self.first.isoformat(),
                "endDate": (self.until or date.min).isoformat(),
                "recurrenceTimeZone": self.zone,
                "numberOfOccurrences": self.count or 0,
            },
        }

    def dates(self, earliest: date, latest: date) -> tuple[date, ...]:
        """The dates of the series from `earliest` to `latest`, both included, oldest first."""
        every = _all_dates(self)
        return every[bisect_left(every, earliest) : bisect_right(every, latest)]


@lru_cache(maxsize=2048)
def _all_dates(series: Recurrence) -> tuple[date, ...]:
    last = min(series.until or date.max, series.first + _HORIZON)
    return tuple(islice(_walk(series, last), series.count))


def _walk(series: Recurrence, last: date) -> Iterator[date]:
    if series.pattern == "daily":
        for number in range(0, (last - series.first).days + 1, series.interval):
            yield series.first + timedelta(days=number)
    elif series.pattern == "weekly":
        # Which weeks count, when the interval is 2 or more, hangs on the day that a week begins with.
        lead = (series.first.weekday() - _DAYS.index(series.first_day_of_week)) % 7
        week = series.first - timedelta(days=lead)
        while week <= last:
            for number in range(7):
                day = week + timedelta(days=number)
                if series.first <= day <= last and _DAYS[day.weekday()] in series.days:
                    yield day
            week += timedelta(weeks=series.interval)
    else:
        months = series.first.year * 12 + series.first.month - 1
        while date(months // 12, months % 12 + 1, 1) <= last:
            day = _day_of_month(months, series.day_of_month or series.first.day)
            if series.first <= day <= last:
                yield day
            months += series.interval


def _day_of_month(months: int, wanted: int) -> date:
    # Outlook puts the 31st of a short month on its last day.
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    return min(date(months // 12, months % 12 + 1, 1) + timedelta(days=wanted - 1), following - timedelta(days=1))
