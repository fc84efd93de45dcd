"""Time zones as calendar files name them: IANA, Windows, and zones that a file defines for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

NUMBER = "X-CALSYNC-ZONE"
"""The parameter under which a time carries its zone's number in the file's list, in place of the zone's name."""

_NAME = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_USE = re.compile(r';TZID=(?:"([^"]*)"|([^";]*))', re.IGNORECASE)
_RULE = re.compile(r"^RRULE(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_SHOWN = re.compile(r"\((?:UTC|GMT)(?:([+-])(\d\d):(\d\d))?\) (.+)", re.IGNORECASE)
_WINTERS = (datetime(2026, 1, 15), datetime(2026, 7, 15))  # noqa: DTZ001  by the zone's own clock, north and south
_LONGEST_DEFINITION = 64 * 1024
_MOST_RULES = 100
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def find_zone(name: str) -> tzinfo | None:
    """The zone of that name, IANA or Windows ("GMT Standard Time" is the UK with its summer time); None if unknown.

    Whatever its case. A name with a maker's prefix ("/citadel.org/20210210_1/Europe/London") counts by its end, and one
    that Windows shows to people ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London") by the first city of that offset.
    """
    name = name.strip().strip('"')
    if name.casefold() in ("utc", "z", "etc/utc", "tzone://microsoft/utc", "(utc) coordinated universal time"):
        return UTC
    ends = [name, "/".join(name.split("/")[-2:])] if name.startswith("/") else [name]
    for each in ends:
        folded = each.casefold()
        try:
            return ZoneInfo(_WINDOWS.get(folded) or _known().get(folded, each))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return _shown(name)


@cache
def _known() -> dict[str, str]:
    """Every zone of this machine by its name in small letters."""
    return {name.casefold(): name for name in sorted(available_timezones())}


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """The zones that are called by each city, in small letters."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _known().values():
        area, _, city = name.rpartition("/")
        if area and area.partition("/")[0] not in ("Etc", "SystemV", "posix", "right"):
            city = city.replace("_", " ").casefold()
            found[city] = (*found.get(city, ()), name)
    return found


def _shown(name: str) -> tzinfo | None:
    """The zone of a name as Windows shows it; None where no city of it has the offset that it tells."""
    shown = _SHOWN.fullmatch(name)
    if shown is None:
        return None
    hours, minutes = int(shown[2] or 0), int(shown[3] or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if shown[1] == "-" else 1)
    for city in shown[4].split(","):
        for each in _cities().get(city.strip().casefold(), ()):
            zone = ZoneInfo(each)
            if offset == min(zone.utcoffset(day) or timedelta(0) for day in _WINTERS):
                return zone
    return None


def local_zone(name: str) -> ZoneInfo:
    """The zone in which floating times are read. Raises ValueError with a sentence for a name that is none."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"There is no time zone called {name!r}; write it like Europe/London.") from None


class Zones:
    """The zones that one file names.

    icalendar remembers the zones of every file under their names, and Outlook calls different zones alike
    ("Customized Time Zone"): by their names the second file would be read by the first one's rules. So it is handed
    no name, and each time is placed afterwards.
    """

    def __init__(self, definitions: Iterable[str]) -> None:
        self._own: dict[str, str] = {}
        for block in definitions:
            if found := _NAME.search(block):
                self._own.setdefault(_plain(found[1]), block)
        self._names: list[str] = []
        self._zones: list[tzinfo | None] = []

    def numbered(self, line: str) -> str:
        """The line of a date with a number in place of its zone's name."""
        # The name may hold a colon ("(UTC+01:00) Paris"), the date never does.
        head, _, value = line.rpartition(":")
        found = _USE.search(head)
        if found is None:
            return line
        name = _plain(found[1] if found[1] is not None else found[2])
        if name not in self._names:
            self._names.append(name)
            self._zones.append(find_zone(name) or self._defined(name))
        return f"{head[: found.start()]};{NUMBER}={self._names.index(name)}{head[found.end() :]}:{value}"

    def of(self, number: object) -> tzinfo | None:
        """The zone of that number; None when nobody knows it."""
        return self._zones[int(str(number))]

    def name(self, number: object) -> str:
        """What the file calls it."""
        return self._names[int(str(number))]

    def _defined(self, name: str) -> tzinfo | None:
        block = self._own.get(name, "")
        rules = _RULE.findall(block)
        # A clock is changed by the year, or on single dates; any other rule would be stepped through for ever.
        if not block or len(block) > _LONGEST_DEFINITION or len(rules) > _MOST_RULES:
            return None
        if any(not re.search(r"FREQ=YEARLY", rule, re.IGNORECASE) or _is_odd(rule) for rule in rules):
            return None
        try:
            read: Any = Timezone.from_ical(_NAME.sub("TZID:calsync", block))
            zone: tzinfo = read.to_tz(lookup_tzid=False)
            datetime(2026, 7, 1, tzinfo=zone).utcoffset()
        except Exception:
            # The library raises whatever it met in the definition; then the zone is known to nobody, which is told.
            return None
        return zone


def _plain(name: str) -> str:
    return name.strip().strip('"')


def _is_odd(rule: str) -> bool:
    return re.search(r"BY(HOUR|MINUTE|SECOND|SETPOS|YEARDAY|WEEKNO)=|INTERVAL=0*(;|$)", rule, re.IGNORECASE) is not None


def in_utc(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in UTC; one without a zone is read in `zone` (an hour that comes twice: the first)."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)
