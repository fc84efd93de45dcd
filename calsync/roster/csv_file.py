"""A roster as a table, the way spreadsheets save it."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from calsync.roster.reading import FIELDS, Gathering, did_you_mean

TEAM = "team_contact"
"""The column that names the department (several with | between them) for which this person is the contact."""
COLUMNS = (*FIELDS, TEAM)


def read_csv(data: bytes, into: Gathering) -> None:
    """Take every person of a table in; what is wrong is noted with its line and column.

    Comma, semicolon or tab between the values; UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.
    """
    text = _decoded(data, into)
    if text is None:
        return
    lines = io.StringIO(text, newline="")
    first = text.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep="):  # a hint that Excel writes and hides
        lines.readline()
        delimiter, before = first[4:5] or "\t", 1
    else:
        delimiter, before = max(";,\t", key=first.count), 0
    rows = _rows(lines, delimiter, before, into)
    names = _header(rows, into)
    if names is None:
        return
    for line, cells in rows:
        where = f"line {line}"
        beyond = [each for each in cells[len(names) :] if each]
        nameless = [place for place, (name, cell) in enumerate(zip(names, cells, strict=False), 1) if cell and not name]
        for place in nameless:
            into.note(f"{where}, column {place}", "stands under no name; name the column in the first line")
        if beyond:
            into.note(
                where, "has more values than the first line has columns; put values with commas in quotation marks"
            )
            continue
        fields = {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS and cell}
        teams = fields.pop(TEAM, "")
        entry = into.person(where, fields)
        for department in filter(None, (part.strip() for part in teams.split("|"))):
            contact = (entry.id or entry.mail) if entry is not None else ""
            if contact:
                into.team(where, department, contact)
            elif entry is not None:
                into.note(f"{where}, {TEAM}", "the contact of a team needs a mail or an id, to be told by")


def _decoded(data: bytes, into: Gathering) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        into.problems.append("it is a workbook and no text; save it as CSV")
        return None
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    into.problems.append("it is not readable as text; save it as CSV in UTF-8")
    return None


def _rows(lines: io.StringIO, delimiter: str, before: int, into: Gathering) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins, and its values without spaces around them."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + before + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            # From an open quotation mark on nobody knows which value is which.
            into.note(f"line {line}", "a quotation mark is opened and not closed, or stands in the middle of a value")
            return
        if any(cells):
            yield line, cells


def _header(rows: Iterator[tuple[int, list[str]]], into: Gathering) -> list[str] | None:
    """The columns' names, empty for one that is not known; None when there is no line at all."""
    line, cells = next(rows, (1, []))
    if not cells:
        if not into.problems:
            into.problems.append(f"it is empty; its first line has to name the columns: {', '.join(COLUMNS)}")
        return None
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell.lower().replace(" ", "_").replace("-", "_")
        where = f"line {line}, column {place}"
        if name and name not in COLUMNS:
            into.note(where, f"unknown column '{cell[:40]}'{did_you_mean(name, COLUMNS)}")
        elif name and name in names:
            into.note(where, f"'{name}' stands here twice; keep one")
        names.append(name)
    if not {"id", "mail", "name"} & set(names):
        into.note(f"line {line}", "no column is called mail, id or name, so that nothing says whom a line is about")
    return names
