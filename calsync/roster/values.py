"""Single values of a roster file, as people write them; each raises ValueError with what it must be."""

from __future__ import annotations

import re
from datetime import UTC
from zoneinfo import ZoneInfo

from calsync.parsers.dialling import dialled
from calsync.parsers.graph_time import zone_named
from calsync.parsers.hours_text import clock, days

__all__ = ["calendars", "clock", "days", "line", "mail", "object_id", "person", "persons", "phone", "yes", "zone"]

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PHONE = re.compile(r"\+?[0-9 ()./-]+")
MOST_CALENDARS = 20
LONGEST_LINE = 200
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


def mail(text: str) -> str:
    """A mail address, lower case."""
    if not _MAIL.fullmatch(text):
        raise ValueError("must be a mail address, like sam@centre.example.org")
    return text.lower()


def object_id(text: str) -> str:
    """An object id of Entra, lower case."""
    if not _GUID.fullmatch(text.lower()):
        raise ValueError("must be an Object ID as Entra shows it, like 11111111-2222-3333-4444-555555555555")
    return text.lower()


def person(text: str) -> str:
    """Somebody by their mail address or object id, lower case."""
    if _GUID.fullmatch(text.lower()):
        return text.lower()
    if not _MAIL.fullmatch(text):
        raise ValueError("must be somebody's mail address, or their Object ID in Entra")
    return text.lower()


def persons(text: str) -> tuple[str, ...]:
    """Several people by their mail addresses or object ids, with ; between them, each once."""
    return tuple(dict.fromkeys(person(part.strip()) for part in text.split(";") if part.strip()))


def phone(text: str) -> str:
    """A whole telephone number as it was written.

    Short ones are the emergency services', and spreadsheets take the leading zero off a number.
    """
    if not _PHONE.fullmatch(text) or sum(each.isdigit() for each in text) < 6:
        raise ValueError("must be a whole telephone number, like +44 1709 000000; format the column as text")
    if text.lstrip("( ")[:1] not in ("+", "0"):
        raise ValueError("must begin with + or 0: spreadsheets drop a leading zero; format the column as text")
    dialled(text)
    return text


def zone(text: str) -> str:
    """The IANA name of a zone that is written by it or by Windows' name."""
    found = zone_named(text)
    if found is UTC:
        return "Etc/UTC"
    if not isinstance(found, ZoneInfo):
        raise ValueError("must be a time zone by its name, like Europe/London")
    return found.key


def line(text: str) -> str:
    """One line of text, its spaces single."""
    found = " ".join(text.split())
    if len(found) > LONGEST_LINE:
        raise ValueError(f"must be one line of at most {LONGEST_LINE} characters")
    return found


def calendars(text: str) -> tuple[str, ...]:
    """The names of calendars with ; between them, each once, as they are written in Outlook."""
    names: dict[str, str] = {}
    for part in text.split(";"):
        if name := " ".join(part.split()):
            names.setdefault(name.casefold(), name)
    if len(names) > MOST_CALENDARS:
        raise ValueError(f"must be at most {MOST_CALENDARS} names of calendars, with ; between them")
    return tuple(names.values())


def yes(text: str) -> bool:
    """Yes or no."""
    if text.lower() in _YES:
        return True
    if text.lower() not in _NO:
        raise ValueError("must be yes or no")
    return False
