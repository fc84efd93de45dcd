"""One entry of a calendar file with every time in its zone, mended where files are known to be sloppy."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, cast

from icalendar import Event as VEvent
from icalendar.prop import vBroken, vDDDLists, vDDDTypes, vRecur

from calsync.parsers.ics_text import RawEntry
from calsync.parsers.ics_zones import NUMBER, Zones

Entry = Any
"""A VEVENT: icalendar types each of its values as a union of thirty kinds, so they are looked at as they come."""

LASTS = "X-CALSYNC-LASTS"
"""How long the entry lasts, where the file gives a number of hours in place of an end."""
REPEATED = "X-CALSYNC-REPEATED"
"""The entry was a series before its rule was left out."""
MOST_DATES = 20_000
"""Dates that one entry may list one by one."""
YEARS = range(1900, 9000)
"""Rules add days to every time, so a time near the calendar's ends would break them later."""
_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_DAY = timedelta(days=1)


class Unusable(Exception):
    """This entry can't be read; says why, as the end of a sentence."""


class Mending:
    """One entry being mended; `notes` says what was done, as ends of sentences, and whether something was lost."""

    def __init__(self, raw: RawEntry, zones: Zones, local: tzinfo) -> None:
        self._zones = zones
        self._local = local
        self._periods = False
        self.notes: list[tuple[str, bool]] = []
        self.entry = self._read(raw)

    def _read(self, raw: RawEntry) -> Entry:
        lines = [self._zones.numbered(line) if line.upper().startswith(_DATES) else line for line in raw.lines]
        try:
            return cast(Entry, VEvent.from_ical("\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))))
        except Exception as error:
            # The library raises many kinds for a line that is torn or is something else altogether.
            raise Unusable("a line in it can't be read") from error

    def mend(self) -> Entry:
        """The entry with DTSTART and DTEND of one kind, placed and in order. Raises Unusable without a start.

        What is doubtful is kept rather than lost: an entry whose zone nobody knows is still somebody's visit.
        """
        entry = self.entry
        self._drop_broken()
        if "DTSTART" not in entry or isinstance(entry["DTSTART"], list):
            raise Unusable("it does not have one start (DTSTART)")
        self._place("DTSTART", self._local)
        start = entry["DTSTART"].dt
        near = (start.tzinfo if isinstance(start, datetime) else None) or self._local
        for name in ("DTEND", "RECURRENCE-ID"):
            if isinstance(entry.get(name), list):
                raise Unusable(f"it has more than one {name}")
            if name in entry:
                self._place(name, near)
        for name in ("RDATE", "EXDATE"):
            if name in entry:
                self._place_list(name, near)
        self._give_end()
        self._in_order()
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            if name in entry and entry[name].dt.year not in YEARS:
                raise Unusable(f"its {name} lies in the year {entry[name].dt.year}")
        for rule in rules_of(entry):
            _mend_until(rule, entry["DTSTART"].dt, self._local)
        return entry

    def _drop_broken(self) -> None:
        for name in ("DTSTART", "RECURRENCE-ID", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"):
            values = self.entry.get(name)
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, vBroken):
                    if name in ("DTSTART", "RECURRENCE-ID"):
                        raise Unusable(f"its {name} can't be read")
                    self.notes.append((f"its {name} can't be read and was left out", name in ("RRULE", "RDATE")))
                    self.entry.pop(name, None)
                    if name in ("RRULE", "RDATE"):
                        self.entry[REPEATED] = "TRUE"
                    break

    def _zone(self, value: Any, near: tzinfo) -> tzinfo:
        """The zone that a time names, else the one nearby; a name that nobody knows is told once."""
        number = value.params.get(NUMBER)
        if number is None:
            return near
        zone = self._zones.of(number)
        if zone is None:
            name = self._zones.name(number)[:60]
            note = f"its time zone {name} is known to nobody, so it was read in {self._local}", False
            if note not in self.notes:
                self.notes.append(note)
        return zone or self._local

    def _place(self, name: str, near: tzinfo) -> None:
        value = self.entry[name]
        moment = value.dt
        placed = vDDDTypes(_aware(moment, self._zone(value, near)))
        if str(value.params.get("RANGE", "")).upper() == "THISANDFUTURE":
            placed.params["RANGE"] = "THISANDFUTURE"
        self.entry[name] = placed

    def _place_list(self, name: str, near: tzinfo) -> None:
        values = self.entry[name]
        lots = values if isinstance(values, list) else [values]
        moments = [_aware(each.dt, self._zone(lot, near)) for lot in lots for each in lot.dts]
        if len(moments) > MOST_DATES:
            raise Unusable(f"it lists {len(moments)} dates one by one")
        # A period among the moments is kept as it is: the library tells them apart.
        self._periods = self._periods or any(isinstance(moment, tuple) for moment in moments)
        self.entry[name] = vDDDLists(moments)

    def _give_end(self) -> None:
        """An entry without an end lasts a moment, a day without one lasts that day (RFC 5545, 3.6.1)."""
        entry, start = self.entry, self.entry["DTSTART"].dt
        lasts = getattr(entry.pop("DURATION", None), "dt", None)
        if "DTEND" in entry:
            end = entry["DTEND"].dt
            if isinstance(start, datetime) and not isinstance(end, datetime):
                end = datetime.combine(end, time(), start.tzinfo)
            elif isinstance(end, datetime) and not isinstance(start, datetime):
                end = end.date() + (_DAY if end.time() != time() else timedelta())
            elif isinstance(end, datetime):
                end = end.astimezone(start.tzinfo)  # so that a series keeps it by the same clock
        elif not isinstance(start, datetime):
            days = -(-lasts // _DAY) if isinstance(lasts, timedelta) else 1
            end = start + max(1, days) * _DAY
        elif isinstance(lasts, timedelta):
            end = start + lasts
            if lasts % _DAY and not self._periods:
                # Hours are hours, also over a change of the clocks; days are days of the calendar (RFC 5545, 3.3.6).
                entry[LASTS] = str(int(lasts.total_seconds()))
        else:
            end = start
        entry["DTEND"] = vDDDTypes(end)

    def _in_order(self) -> None:
        entry = self.entry
        if LASTS in entry and int(entry[LASTS]) > 0:
            return  # by the clock on the wall it may end before it starts, where the clocks are changed
        if moment_of(entry["DTEND"].dt) < moment_of(entry["DTSTART"].dt):
            self.notes.append(("it ends before it starts, so its two times were taken the other way round", False))
            entry["DTSTART"], entry["DTEND"] = entry["DTEND"], entry["DTSTART"]
            entry.pop(LASTS, None)
        elif not isinstance(entry["DTSTART"].dt, datetime) and entry["DTEND"].dt == entry["DTSTART"].dt:
            entry["DTEND"] = vDDDTypes(entry["DTSTART"].dt + _DAY)


def moment_of(value: datetime | date) -> datetime:
    """The time in UTC; a day's is its midnight there, so that days and times can be compared."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _aware(moment: Any, zone: tzinfo) -> Any:
    if isinstance(moment, tuple):
        return tuple(_aware(each, zone) for each in moment)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment


def rules_of(entry: Entry) -> list[vRecur]:
    """Its rules of repetition, as the entry holds them."""
    rules = entry.get("RRULE", [])
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
