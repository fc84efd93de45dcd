"""The bytes of a TOML file -> its table and its lines, or one sentence that says where it can't be read."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_AT = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.S)

_TWICE = re.compile(r"^(?:Cannot (?:overwrite|declare|mutate|redefine)|Duplicate inline table key '(?P<key>.*)')")
_HEADER = re.compile(r"""^\s*\[\[?\s*([\w."' -]+?)\s*\]\]?""")
_KEY = re.compile(r"""^\s*([\w-]+(?:\s*\.\s*[\w-]+)*|"[^"]+"|'[^']+')\s*=""")


class NotToml(ValueError):
    """What keeps a file from being read as TOML, as a sentence with its line."""


def read_toml_text(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """The file's table, and its lines as they were written. Raises NotToml.

    A byte order mark is left out: Windows editors like to put one before the first letter.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotToml(f"line {line} is not UTF-8 text; save the file as UTF-8") from None
    try:
        return tomllib.loads(text), text.splitlines()
    except tomllib.TOMLDecodeError as error:
        raise NotToml(said_twice(str(error), text) or _placed(str(error))) from None
    except RecursionError:
        raise NotToml("lists stand too deep inside each other to be read") from None


def said_twice(message: str, text: str) -> str:
    """TOML's own complaint as a sentence with both lines and the fix, where a key or a table stands twice; else empty.

    TOML allows each once; the parser speaks of values that it can't overwrite, and stands behind the second value.
    """
    twice, at = _TWICE.match(message), _AT.match(message)
    if twice is None or at is None:
        return ""
    lines = text.splitlines()
    last = int(at["line"] or len(lines))
    if twice["key"]:
        return f"line {last}: '{twice['key']}' stands twice between the same braces; keep one of them"
    here = next((line for line in range(last, 0, -1) if _name(lines[line - 1]) != ("", "")), last)
    table, key = _name(lines[here - 1])
    before = _first(lines[: here - 1], table, key)
    first = f" (first on line {before})" if before else ""
    if table:
        return f"line {here}: the table [{table}] stands here for the second time{first}; put all its keys under one"
    return f"line {here}: '{key}' stands here for the second time{first}; keep one, with all its values in it"


def _name(line: str) -> tuple[str, str]:
    """The name of the table that a line begins, or of the key; both empty for any other line."""
    if header := _HEADER.match(line):
        return header[1], ""
    key = _KEY.match(line)
    return ("", key[1].strip("\"'")) if key else ("", "")


def _first(lines: list[str], table: str, key: str) -> int:
    """The line on which a table, or a key of the table that stands last, was named before; 0 when it is not found."""
    found = 0
    for number, line in enumerate(lines, 1):
        its_table, its_key = _name(line)
        if table:
            if not found and table in (its_table, its_key):
                found = number
        elif its_table:
            found = 0  # another table, whose keys are its own
        elif its_key == key:
            found = found or number
    return found


def _placed(message: str) -> str:
    """TOML's own complaint with the line before it, where the eye looks first."""
    found = _AT.match(message)
    if found is None:
        return message
    what = found["what"][:1].lower() + found["what"][1:]
    if found["line"] is None:
        return f"the end of the file: {what}"
    return f"line {found['line']}, column {found['column']}: {what}"
