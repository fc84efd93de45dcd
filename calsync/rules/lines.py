"""On which line of a TOML file a key or a value stands, so that a mistake is told where the eye finds it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")


def line_of(lines: Sequence[str], *, table: str = "", number: int = 0, key: str = "", value: str = "") -> int:
    """The line, counted from 1, of a key, or of a text among its values; 0 when it is not found.

    `table` is the header it stands under, empty for the file's top, and `number` which of several [[table]] it is,
    counted from 1. Without a key it is the line of the header.
    """
    at, count, key_at = "", 0, 0
    for line, text in enumerate(lines, 1):
        if header := _HEADER.match(text):
            if not table and header[2] == key:
                return line  # a table is a key of the file's top as well
            if key_at:
                break
            at = header[2]
            count += at == table and header[1] == "[["
            if not key and at == table and count == number:
                return line
        elif at == table and count == number and key:
            key_at = key_at or (line if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", text) else 0)
            if key_at and (not value or _holds(text, value)):
                return line
    return key_at


def _holds(text: str, value: str) -> bool:
    return json.dumps(value, ensure_ascii=False) in text or f"'{value}'" in text
