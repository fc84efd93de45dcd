"""A roster as TOML: [[person]] tables, and [[team]] tables with a department and its contact."""

from __future__ import annotations

import tomllib
from datetime import time

from calsync.roster import values
from calsync.roster.reading import FIELDS, Gathering, did_you_mean

_TEAM = ("department", "contact")
_LISTS = ("calendars", "deputy", "buddy", "named_colleague")


def read_toml(data: bytes, into: Gathering) -> None:
    """Take every person and team in; what is wrong is noted with its table and key."""
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        into.problems.append("it is not UTF-8 text; save it as UTF-8")
        return
    except tomllib.TOMLDecodeError as error:
        into.problems.append(f"it is not readable as TOML: {error}; a quotation mark or an = may be missing there")
        return
    for key in tables.keys() - {"person", "team"}:
        into.note(key, f"unknown table{did_you_mean(key, ('person', 'team'))}")
    for where, table in _tables(tables, "person", into):
        if fields := _texts(where, table, tuple(FIELDS), into):
            into.person(where, fields)
    for where, table in _tables(tables, "team", into):
        fields = _texts(where, table, _TEAM, into)
        missing = [name for name in _TEAM if name not in fields]
        if missing:
            into.note(where, f"{missing[0]} is missing: a team has a department and a contact")
            continue
        contact = into.value(f"{where}, contact", fields["contact"], values.person)
        if contact is not None:
            into.team(where, fields["department"], contact)


def _tables(tables: dict[str, object], key: str, into: Gathering) -> list[tuple[str, dict[str, object]]]:
    found = tables.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        into.note(key, f"must be written as [[{key}]], with two brackets, once for each")
        return []
    return [(f"{key} {number}", table) for number, table in enumerate(found, 1)]


def _texts(where: str, table: dict[str, object], known: tuple[str, ...], into: Gathering) -> dict[str, str]:
    """The table's values as a spreadsheet would hold them, without the empty ones and those noted as wrong."""
    found: dict[str, str] = {}
    for key, value in table.items():
        text = _text(key, value)
        if key not in known:
            into.note(where, f"unknown key '{key[:40]}'{did_you_mean(key, known)}")
        elif text is None:
            into.note(f"{where}, {key}", "must be text in quotation marks")
        elif text:
            found[key] = text
    return found


def _text(key: str, value: object) -> str | None:
    if isinstance(value, str):
        return value.strip()
    if key in ("works", "lives_alone") and isinstance(value, bool):
        return "yes" if value else "no"
    if key in ("start", "end") and isinstance(value, time):
        return f"{value:%H:%M}"
    if key == "days" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if key in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return None
