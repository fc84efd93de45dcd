"""One series of a calendar file, mended where files are known to be sloppy, and unfolded within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast

import recurring_ical_events
from icalendar import Calendar
from icalendar.prop import vBroken, vDDDLists, vDDDTypes, vRecur

from calsync.parsers.ics_zones import find_zone

Entry = Any
"""A VEVENT: icalendar types each of its values as a union of thirty kinds, so they are looked at as they come."""

KIND = "X-CALSYNC-SERIES"
MOST_STEPS = 200_000
"""Occurrences that may be stepped through, in one series, between its first and the end of the window."""

_UNITS = {"HOURLY": 1 / 24, "DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 28.0, "YEARLY": 365.0}
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class Unusable(Exception):
    """This entry can't be read; says why, as the end of a sentence."""


def mend(event: Entry, zone: tzinfo) -> list[str]:
    """Give every time of the entry a zone, drop what can't be read; what had to be done, as ends of sentences.

    What is doubtful is kept rather than lost: an entry whose zone nobody knows is still somebody's visit. Raises
    Unusable when the start can't be read.
    """
    notes: list[str] = []
    for name in ("DTSTART", "RECURRENCE-ID", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE"):
        values = event.get(name)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, vBroken):
                if name in ("DTSTART", "RECURRENCE-ID"):
                    raise Unusable(f"its {name} can't be read ({str(value)[:60]})")
                notes.append(f"its {name} can't be read and was left out")
                event.pop(name, None)
                break
    if "DTSTART" not in event or isinstance(event["DTSTART"], list):
        raise Unusable("it does not have one start (DTSTART)")
    unknown = {_zone_name(event[name]) for name in ("DTSTART", "DTEND") if _is_lost(event.get(name))}
    if unknown:
        notes.append(f"its time zone {' and '.join(sorted(unknown))} is known to nobody, so it was read in {zone}")
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event:
            _place_moment(event, name, zone)
    for name in ("RDATE", "EXDATE"):
        if name in event:
            _place_list(event, name, zone)
    start = event["DTSTART"].dt
    if not 1900 <= start.year <= 9000:
        raise Unusable(f"it starts in the year {start.year}")
    if _ends_before(event):
        notes.append("it ends before it starts, so its two times were taken the other way round")
    for rule in _rules(event):
        _mend_until(rule, start, zone)
    return notes


def _zone_name(value: Any) -> str:
    return str(value.params.get("TZID"))[:60]


def _is_lost(value: Any) -> bool:
    """Whether this time names a zone and came out without one."""
    return isinstance(getattr(value, "dt", None), datetime) and value.dt.tzinfo is None and "TZID" in value.params


def _aware(moment: Any, zone: tzinfo) -> Any:
    if isinstance(moment, tuple):
        return tuple(_aware(each, zone) for each in moment)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment


def _place_moment(event: Entry, name: str, zone: tzinfo) -> None:
    value = event[name]
    moment = value.dt
    if isinstance(moment, datetime) and moment.tzinfo is None:
        params = value.params
        named = find_zone(str(params["TZID"])) if "TZID" in params else None
        event[name] = vDDDTypes(moment.replace(tzinfo=named or zone))
        if "RANGE" in params:
            event[name].params["RANGE"] = params["RANGE"]


def _place_list(event: Entry, name: str, zone: tzinfo) -> None:
    values = event[name]
    moments = [each.dt for lot in (values if isinstance(values, list) else [values]) for each in lot.dts]
    if len(moments) > MOST_STEPS:
        raise Unusable(f"it lists {len(moments)} dates one by one")
    # A period among the moments is kept as it is: the library tells them apart.
    event[name] = vDDDLists([_aware(moment, zone) for moment in moments])


def _ends_before(event: Entry) -> bool:
    start, end = event["DTSTART"].dt, getattr(event.get("DTEND"), "dt", None)
    if isinstance(start, datetime) != isinstance(end, datetime) or end is None:
        return False
    return bool(end < start)


def _rules(event: Entry) -> list[vRecur]:
    rules = event.get("RRULE", [])
    return cast("list[vRecur]", rules if isinstance(rules, list) else [rules])


def _mend_until(rule: vRecur, start: date, zone: tzinfo) -> None:
    """A last day given without a time, or without a zone, still belongs to the series."""
    until = (rule.get("UNTIL") or [None])[0]
    if until is None:
        return
    if not isinstance(start, datetime):
        rule["UNTIL"] = [until.date() if isinstance(until, datetime) else until]
        return
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))  # its zone follows
    if until.tzinfo is None:
        until = until.replace(tzinfo=start.tzinfo or zone)
    rule["UNTIL"] = [until.astimezone(UTC)]


def _check_bounds(event: Entry, end: datetime) -> None:
    """Raise Unusable for a rule that would be stepped through too often before the end of the window."""
    start = event["DTSTART"].dt
    for rule in _rules(event):
        first = {key: value if isinstance(value, list) else [value] for key, value in rule.items()}
        frequency = str(first.get("FREQ", ["?"])[0]).upper()
        if frequency not in _UNITS:
            raise Unusable(f"it repeats {frequency.lower()}, which no diary entry does")
        interval = max(1, int(first.get("INTERVAL", [1])[0]))
        times = 1
        for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            times *= max(1, len(first.get(part, [])))
        if frequency in ("WEEKLY", "MONTHLY", "YEARLY"):
            times *= max(1, len(first.get("BYDAY", [])), len(first.get("BYMONTHDAY", [])))
        days = max(0, (end.date() - date(start.year, start.month, start.day)).days) + 1
        steps = days / (_UNITS[frequency] * interval) * times
        if "COUNT" in first:
            steps = min(steps, abs(int(first["COUNT"][0])))
        if steps > MOST_STEPS:
            raise Unusable(f"it repeats about {int(steps)} times before the window ends")
        months = [int(month) for month in first.get("BYMONTH", range(1, 13))]
        monthdays = [abs(int(day)) for day in first.get("BYMONTHDAY", [1])]
        if not any(day <= _LONGEST_MONTHS.get(month, 31) for month in months for day in monthdays):
            raise Unusable("its rule names a day that never comes")


def unfold(events: Iterable[Entry], start: datetime, end: datetime) -> list[Entry]:
    """The occurrences of the series in or about the window, each with its place in the series under KIND.

    The entries share one UID and were mended. A start that does not match its own rule counts as an occurrence: a
    visit too many is asked about, one too few is watched by nobody. Raises Unusable.
    """
    calendar = Calendar()
    events = list(events)
    repeats = any("RRULE" in event or "RDATE" in event for event in events)
    for event in events:
        _check_bounds(event, end)
        event[KIND] = "exception" if "RECURRENCE-ID" in event else "occurrence" if repeats else "singleInstance"
        calendar.add_component(event)
    margin = timedelta(days=2)
    try:
        found = recurring_ical_events.of(calendar).between(start - margin, end + margin)
    except Exception as error:
        # The libraries below raise whatever their arithmetic met; the entry is told, the others are read.
        raise Unusable(f"its repetition can't be worked out ({type(error).__name__}: {str(error)[:80]})") from error
    return cast("list[Entry]", found)
