"""The bytes of a TOML file -> its table and its lines, or one sentence that says where it can't be read."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_AT = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.S)


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
        raise NotToml(_placed(str(error))) from None
    except RecursionError:
        raise NotToml("lists stand too deep inside each other to be read") from None


def _placed(message: str) -> str:
    """TOML's own complaint with the line before it, where the eye looks first."""
    found = _AT.match(message)
    if found is None:
        return message
    what = found["what"][:1].lower() + found["what"][1:]
    if found["line"] is None:
        return f"the end of the file: {what}"
    return f"line {found['line']}, column {found['column']}: {what}"
