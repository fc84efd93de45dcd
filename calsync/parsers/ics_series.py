"""One series of a calendar file, unfolded within bounds into its occurrences, each with its place in the series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar
from icalendar.prop import vDDDLists, vRecur

from calsync.domain.model import Series
from calsync.parsers.ics_mend import REPEATED, Entry, Unusable, moment_of, rules_of

MOST_STEPS = 50_000
"""Occurrences that may be stepped through, in one series, between its first and the end of the window."""

_DAYS = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 28.0, "YEARLY": 365.0}
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_KNOWN = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYDAY", *_TIMES))
# RFC 5545, 3.3.10, and what Outlook can write.
_ONLY_WITH = {
    "DAILY": frozenset({"BYMONTHDAY"}),
    "WEEKLY": frozenset({"BYSETPOS"}),
    "MONTHLY": frozenset({"BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset({"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"}),
}
_LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_MARGIN = timedelta(days=2)
_BOUNDS = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366, "BYMONTH": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfolded:
    """One occurrence of a series."""

    entry: Entry
    """With its own DTSTART and DTEND."""
    place: datetime | date | None
    """When the series would have it: its name in the series, whatever it was moved to. None: it is in no series."""
    series: Series


@dataclass(slots=True, kw_only=True)
class Group:
    """The entries of one UID that belong together: the series' own, and the occurrences that were changed."""

    core: Entry | None
    overrides: list[Entry]
    repeats: bool
    """It is a series, also when its rule can't be read: its entries keep their names."""
    several: bool = False
    """Another entry that is no occurrence of this one has the same UID."""


def grouped(entries: Sequence[Entry]) -> list[Group]:
    """The entries of one UID, put together. A newer one of the same UID replaces an older (SEQUENCE).

    Two that nobody can tell the newer of both count: a visit too many is asked about, one too few is watched by nobody.
    """
    overrides = [each for each in entries if "RECURRENCE-ID" in each]
    cores = [each for each in entries if "RECURRENCE-ID" not in each]
    newest = max((_sequence(each) for each in cores), default=0)
    cores = [each for each in cores if _sequence(each) == newest]
    if not cores:
        return [Group(core=None, overrides=overrides, repeats=True)]
    cores.sort(key=lambda each: "RRULE" not in each)
    several = len(cores) > 1
    return [
        Group(core=each, overrides=taken, repeats=bool(taken) or _repeats(each), several=several)
        for each, taken in zip(cores, (overrides, *([] for _ in cores[1:])), strict=True)
    ]


def unfold(group: Group, start: datetime, end: datetime) -> list[Unfolded]:
    """The occurrences in or about the window; a start that does not match its own rule is one. Raises Unusable."""
    core = group.core
    if not group.repeats and core is not None:
        return [Unfolded(entry=core, place=None, series=Series.SINGLE)]
    calendar = Calendar()
    for entry in (*([core] if core is not None else []), *group.overrides):
        calendar.add_component(entry)
    if core is not None:
        check_rules(core, end)
        _keep_overrides(core, group.overrides)
        _keep_first(core)
    try:
        found = recurring_ical_events.of(calendar).between(start - _MARGIN, end + _MARGIN)
    except Exception as error:
        # The libraries below raise whatever their arithmetic met; the entry is told, the others are read.
        raise Unusable(f"its repetition can't be worked out ({type(error).__name__})") from error
    return [_placed(each, group.overrides) for each in found]


def _placed(entry: Entry, overrides: Sequence[Entry]) -> Unfolded:
    """The library puts the start of an occurrence under RECURRENCE-ID, save where "this and following" were moved."""
    named, start = entry["RECURRENCE-ID"], entry["DTSTART"].dt
    override = next((each for each in overrides if each["RECURRENCE-ID"].dt == named.dt), None)
    if override is None:
        return Unfolded(entry=entry, place=named.dt, series=Series.OCCURRENCE)
    if "RANGE" not in override["RECURRENCE-ID"].params:
        return Unfolded(entry=entry, place=named.dt, series=Series.EXCEPTION)
    # Its words are those of all that follow, so it is an occurrence like them and nothing was said on it alone.
    place = named.dt if start == override["DTSTART"].dt else start - (override["DTSTART"].dt - named.dt)
    return Unfolded(entry=entry, place=place, series=Series.OCCURRENCE)


def _repeats(core: Entry) -> bool:
    return any(name in core for name in ("RRULE", "RDATE", REPEATED))


def furthest_move(group: Group) -> timedelta:
    """How far from its place in the series an occurrence of this group may stand."""
    moves = [_apart(each["DTSTART"].dt, each["RECURRENCE-ID"].dt) for each in group.overrides]
    return max(moves, default=timedelta())


def _apart(one: datetime | date, other: datetime | date) -> timedelta:
    # A day beside a time is its midnight in UTC; the margin about every window makes up for the zone.
    return abs(moment_of(one) - moment_of(other))


def _sequence(entry: Entry) -> int:
    try:
        return int(entry.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _keep_overrides(core: Entry, overrides: Sequence[Entry]) -> None:
    """An occurrence that is both excluded and told anew counts: the library would leave it out."""
    if "EXDATE" not in core or not overrides:
        return
    told = {moment_of(each["RECURRENCE-ID"].dt) for each in overrides}
    kept = [each.dt for each in core["EXDATE"].dts if moment_of(each.dt) not in told]
    del core["EXDATE"]
    if kept:
        core["EXDATE"] = vDDDLists(kept)


def _keep_first(core: Entry) -> None:
    """A rule that ends before the start leaves the start: the library would leave it out too."""
    start = moment_of(core["DTSTART"].dt)
    rules = rules_of(core)
    kept = [rule for rule in rules if not rule.get("UNTIL") or moment_of(rule["UNTIL"][0]) >= start]
    if len(kept) < len(rules):
        del core["RRULE"]
        if kept:
            core["RRULE"] = kept


def check_rules(core: Entry, end: datetime) -> None:
    """Raise Unusable for a rule that never ends to be stepped through, or not before the end of the window."""
    start = core["DTSTART"].dt
    days = max(0, (end.date() - date(start.year, start.month, start.day)).days) + 1
    for rule in rules_of(core):
        frequency = str((_values(rule, "FREQ") or ["?"])[0]).upper()
        if frequency not in _DAYS:
            raise Unusable(f"it repeats {frequency.lower()[:20]}, which no diary entry does")
        steps = _steps(rule, frequency, days)
        if steps > MOST_STEPS:
            raise Unusable(f"it repeats about {int(steps)} times before the window ends")
        _check_days(rule, frequency)


def _values(rule: vRecur, name: str) -> list[Any]:
    value = rule.get(name, [])
    return value if isinstance(value, list) else [value]


def _steps(rule: vRecur, frequency: str, days: int) -> float:
    interval = int((_values(rule, "INTERVAL") or [1])[0])
    if interval < 1:
        raise Unusable(f"it repeats at an interval of {interval}")
    count = _values(rule, "COUNT")
    # No rule of days names a day twice.
    steps = min(days, days / (_DAYS[frequency] * interval) * _days_in_a_period(rule, frequency))
    for part in _TIMES:
        steps *= max(1, len(_values(rule, part)))
    return min(steps, abs(int(count[0]))) if count else steps


def _days_in_a_period(rule: vRecur, frequency: str) -> int:
    if frequency == "DAILY":
        return 1
    weekdays = len(_values(rule, "BYDAY")) * {"WEEKLY": 1, "MONTHLY": 5, "YEARLY": 53}[frequency]
    return max(1, weekdays, *(len(_values(rule, part)) * 12 for part in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")))


def _check_days(rule: vRecur, frequency: str) -> None:
    """Raise Unusable for a day that may never come: the library would look for it up to the year 9999."""
    known = _KNOWN | _ONLY_WITH[frequency]
    if odd := sorted(str(name) for name in rule if str(name).upper() not in known):
        raise Unusable(f"it repeats {frequency.lower()} with {' and '.join(odd)[:60]}, which no diary entry does")
    for name, most in _BOUNDS.items():
        if any(not 1 <= abs(int(each)) <= most for each in _values(rule, name)):
            raise Unusable(f"its rule has a {name} that there is not")
    months = [int(month) for month in _values(rule, "BYMONTH") or range(1, 13)]
    monthdays = [abs(int(day)) for day in _values(rule, "BYMONTHDAY") or [1]]
    if not any(day <= _LONGEST_MONTHS.get(month, 31) for month in months for day in monthdays):
        raise Unusable("its rule names a day that never comes")
