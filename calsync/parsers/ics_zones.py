"""Time zones as calendar files name them: IANA, Windows, and zones that a file defines for itself."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_NAME = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
_BLOCK = re.compile(r"^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_USE = re.compile(r'^([A-Z0-9-]+(?:;[^:;"\n]*)*?;TZID=)(?:"([^"\n]*)"|([^":;\n]*))', re.MULTILINE | re.IGNORECASE)


def find_zone(name: str) -> tzinfo | None:
    """The zone of that name, IANA or Windows ("GMT Standard Time" is the UK with its summer time); None if unknown."""
    name = name.strip().strip('"')
    if name.casefold() in ("utc", "z", "etc/utc", "tzone://microsoft/utc"):
        return UTC
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local_zone(name: str) -> ZoneInfo:
    """The zone in which floating times are read. Raises ValueError with a sentence for a name that is none."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"There is no time zone called {name!r}; write it like Europe/London.") from None


def own_names(text: str) -> str:
    """The unfolded calendar with each zone that it defines for itself under a name that no other file shares.

    icalendar remembers the zones of every file under their names, and Outlook calls different zones alike
    ("Customized Time Zone"): without this the second file would be read by the first one's rules.
    """
    aliases: dict[str, str] = {}
    for block in _BLOCK.findall(text):
        named = _NAME.search(block)
        if named and find_zone(named[1]) is None:
            digest = hashlib.sha256(block.encode()).hexdigest()[:16]
            aliases[named[1].strip().strip('"')] = f"calsync-{digest}"
    if not aliases:
        return text
    text = _NAME.sub(lambda found: f"TZID:{aliases.get(found[1].strip().strip(chr(34)), found[1])}", text)

    def use(found: re.Match[str]) -> str:
        name = (found[2] if found[2] is not None else found[3]).strip()
        return f"{found[1]}{aliases[name]}" if name in aliases else found[0]

    return _USE.sub(use, text)


def in_utc(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in UTC; one without a zone is read in `zone` (an hour that comes twice: the first)."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)
