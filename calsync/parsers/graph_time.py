"""Times as Graph writes them: a wall-clock text of seven digits, and the name of the zone whose clock it is.

Microsoft's page: "dateTimeTimeZone resource type".
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?",
    re.ASCII | re.IGNORECASE,
)


def read_moment(text: str, zone: str = "UTC") -> datetime:
    """The moment in UTC of Graph's wall-clock text and zone; an offset in the text counts before the zone.

    Raises ValueError with a sentence. Microsoft's page: "dateTimeTimeZone resource type".
    """
    if zone == "UTC" and len(text) == 27 and text.endswith(".0000000") and text[10] == "T":
        # As Graph writes nearly every time that calsync asks for: the quick way, and the other one where it is odd.
        moment = _usual(text)
        if moment is not None:
            return moment
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("A time is not written as Microsoft writes times.")
    year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
    where: tzinfo | None
    if zulu:
        where = UTC
    elif sign:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        where = timezone(-offset if sign == "-" else offset) if offset < timedelta(days=1) else None
    else:
        where = zone_named(zone)
        if where is None:
            raise ValueError(f"The time zone {zone[:60]!r} is not known here.")
    try:
        # Microsoft writes seven digits; Python keeps six.
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")), where,
        )  # fmt: skip
        if where is None:
            raise ValueError
        return local if where is UTC else local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("A time names a date or an hour that does not exist.") from None


@lru_cache(maxsize=4096)
def _usual(text: str) -> datetime | None:
    # Most entries of most people begin and end at the same few hundred quarters of an hour.
    with suppress(ValueError):
        return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
    return None


@lru_cache(maxsize=512)
def zone_named(name: str) -> tzinfo | None:
    """The zone of a Windows or IANA name; None for an unknown one and for "tzone://Microsoft/Custom".

    "GMT Standard Time" is Windows' name for the clock of London, summer time included.
    """
    if name.lower() in ("", "utc", "z", "tzone://microsoft/utc", "coordinated universal time"):
        return UTC
    # Imported here: Graph is asked for UTC, so the table of Windows' names is seldom needed, and costs 60 ms.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (KeyError, ValueError, OSError):
        return None
