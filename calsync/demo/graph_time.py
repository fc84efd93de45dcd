"""Times as Graph writes and reads them: seven digits, no offset, the zone's name beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calsync.demo.graph_error import GraphError, bad_request

LONDON = "GMT Standard Time"
_NEVER = "0001-01-01T00:00:00Z"
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)


@lru_cache(maxsize=512)
def zone_info(name: str) -> ZoneInfo:
    """The zone of a Windows or IANA name; raises the Graph error for any other name."""
    iana = WINDOWS_TO_OLSON.get(name, name)
    try:
        return ZoneInfo(iana)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise GraphError(
            400,
            "TimeZoneNotSupportedException",
            f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.",
        ) from None


def read_instant(text: str, zone: str = "UTC") -> datetime:
    """The moment in UTC that `text` names; its own offset counts before `zone`."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise bad_request(f"The date and time '{text}' is not valid.", "ErrorInvalidParameter")
    day, minutes, seconds, fraction, offset = match.groups()
    digits = (fraction or "0")[:6].ljust(6, "0")
    suffix = "" if offset is None else offset.upper().replace("Z", "+00:00")
    try:
        value = datetime.fromisoformat(f"{day}T{minutes or '00:00'}:{seconds or '00'}.{digits}{suffix}")
        if value.tzinfo is None:
            value = value.replace(tzinfo=zone_info(zone))
        return value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_request(f"The date and time '{text}' is not valid.", "ErrorInvalidParameter") from None


def read_time(value: Any, name: str) -> tuple[datetime, str]:
    """The moment and the zone's name of a `dateTimeTimeZone` object of a request."""
    if not isinstance(value, Mapping) or not isinstance(value.get("dateTime"), str):
        raise bad_request(f"The property '{name}' needs dateTime and timeZone.", "ErrorPropertyValidationFailure")
    zone = value.get("timeZone") or "UTC"
    if not isinstance(zone, str):
        raise bad_request(f"The time zone of '{name}' is not a text.", "ErrorPropertyValidationFailure")
    return read_instant(value["dateTime"], zone), zone


def write_time(moment: datetime, zone: str, *, floating: bool = False) -> dict[str, str]:
    """The `dateTimeTimeZone` object of a moment in a zone; a floating one (all-day) is midnight in every zone."""
    local = moment if floating or zone == "UTC" else moment.astimezone(zone_info(zone))
    return {"dateTime": f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond:06d}0", "timeZone": zone}


def write_instant(moment: datetime | None, *, digits: bool = False) -> str:
    """The text of a moment in UTC with its `Z`; Outlook's year 1 when there is none."""
    if moment is None:
        return _NEVER
    fraction = f".{moment.microsecond:06d}0" if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def local_date(moment: datetime, zone: str) -> date:
    """The date that a moment has in a zone."""
    return moment.astimezone(zone_info(zone)).date()


def at_local(day: date, clock: time, zone: str) -> datetime:
    """The moment in UTC at which the clocks of a zone show `clock` on `day`.

    In the hour that spring skips the offset before the change counts; of the hour that autumn repeats, the first.
    """
    return datetime.combine(day, clock, zone_info(zone)).astimezone(UTC)


def midnight(moment: datetime, zone: str) -> datetime:
    """The date of a moment in its zone, as the floating midnight that all-day entries are kept as."""
    return datetime.combine(local_date(moment, zone), time(), UTC)


def floating_instant(moment: datetime, zone: str) -> datetime:
    """The moment in UTC at which an all-day entry's floating midnight comes in a zone."""
    return at_local(moment.date(), time(), zone)


def whole_second(moment: datetime) -> datetime:
    """The moment without its fraction, as mail carries it."""
    return moment - timedelta(microseconds=moment.microsecond)
