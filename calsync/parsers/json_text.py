"""JSON in which a letter may be cut in half: Outlook cuts long subjects where it likes, also in the middle of an emoji.

A letter outside the first 65,536 is written as two escapes that belong together ("surrogates"); half of one is none,
so a strict reader refuses the whole answer, and with it everybody else's entries in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

T = TypeVar("T")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?P<second>\\u[dD][c-fC-F][0-9a-fA-F]{2})?|u[dD][c-fC-F][0-9a-fA-F]{2}|.)", re.S
)
"""Each escape as a whole, so that the second stroke of two is none that begins one."""
_HALF = re.compile(rb"\\u[dD]", re.S)


def decoded(decode: Callable[[bytes], T], body: bytes | msgspec.Raw) -> T:
    """What `decode` makes of the JSON, asked a second time with half letters as "\ufffd" where it refuses them.

    Raises what `decode` raises. What is right the first time costs nothing more.
    """
    try:
        return decode(body)
    except msgspec.DecodeError:
        mended = with_whole_letters(bytes(body))
        if mended == bytes(body):
            raise
    return decode(mended)


def with_whole_letters(text: bytes) -> bytes:
    """The JSON with U+FFFD, the sign for a letter that can't be read, in place of each half of one."""
    return _ESCAPE.sub(_whole, text) if _HALF.search(text) else text


def _whole(found: re.Match[bytes]) -> bytes:
    lone = found[0][1:2] == b"u" and len(found[0]) > 2 and not found["second"]
    return rb"\ufffd" if lone else found[0]
