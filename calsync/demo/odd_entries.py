"""Odd entries: rows of a diary as no writer of a client expects them, each kind switched on by a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]

_KEPT = ("id", "start", "end")
_UNKNOWN = "unknownFutureValue"
_LONG = 10_000
_YEAR_ONE = "0001-01-01T00:00:00.0000000"
_SCRIPT = "زيارة منزلية \u202eביקור בית\u202c 👩‍👧‍👦🏠"


def make_odd(row: Row, kinds: Iterable[str]) -> Row:
    """A row with what the kinds of faults do to it; kinds that are not about odd rows do nothing."""
    wanted = set(kinds)
    for kind, change in _CHANGES.items():
        if kind in wanted:
            row = change(row)
    return row


def _zone(row: Row) -> Row:
    custom = "tzone://Microsoft/Custom"
    return row | {"originalStartTimeZone": custom, "originalEndTimeZone": custom}


def _values(row: Row) -> Row:
    answered = row["responseStatus"] | {"response": _UNKNOWN}
    return row | {"type": _UNKNOWN, "showAs": _UNKNOWN, "sensitivity": _UNKNOWN, "responseStatus": answered}


def _missing(row: Row) -> Row:
    return {name: value for name, value in row.items() if name in _KEPT or name.startswith("@")}


def _null(row: Row) -> Row:
    return {name: value if name in _KEPT or name.startswith("@") else None for name, value in row.items()}


def _no_times(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("start", "end")}


def _bad_times(row: Row) -> Row:
    return row | {name: row[name] | {"dateTime": f"{row[name]['dateTime'][:10]}T25:61:00"} for name in ("start", "end")}


def _year_one(row: Row) -> Row:
    return row | {name: row[name] | {"dateTime": _YEAR_ONE} for name in ("start", "end")}


def _reversed(row: Row) -> Row:
    return row | {"start": row["end"], "end": row["start"]}


def _long_subject(row: Row) -> Row:
    return row | {"subject": (f"{row['subject']} " * _LONG)[:_LONG]}


def _script(row: Row) -> Row:
    place = row["location"] | {"displayName": f"{_SCRIPT} {row['location']['displayName']}"}
    return row | {"subject": f"{_SCRIPT} {row['subject']}", "location": place, "locations": [place]}


# In this order: what takes properties away comes last.
_CHANGES = {
    "odd-zone": _zone,
    "odd-values": _values,
    "odd-year-one": _year_one,
    "odd-bad-times": _bad_times,
    "odd-reversed": _reversed,
    "odd-long-subject": _long_subject,
    "odd-script": _script,
    "odd-no-times": _no_times,
    "odd-missing": _missing,
    "odd-null": _null,
}
