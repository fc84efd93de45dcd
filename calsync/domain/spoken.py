"""What is said on the telephone, and which keys are asked for: a type of its own, that no mail's words are.

Speech is never recognised: a key is pressed, or nothing was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BRITISH_DIGITS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Some sentences, and the keys that answer them."""

    words: str
    keys: str = ""
    """Each key that does something; empty: it is said, and the call ends."""
    asks_whom: bool = False
    """Whether the keys stand for people."""
    typed: int = 0
    """How often digits were asked for that are ended by the hash key; 0: a single key is asked for."""
    to_a_person: bool = False
    """Whether whoever presses no key is put through to somebody."""


def aloud(number: str) -> str:
    """A telephone number as it is said slowly, digit by digit; empty for what has none."""
    digits = re.sub(r"[^0-9]", "", number.partition("(0)")[0] + number.partition("(0)")[2])
    if number.strip().startswith("+44"):
        digits = f"0{digits[2:]}"
    elif number.strip().startswith("+"):
        return f"plus, {_in_groups(digits, 2)}" if digits else ""
    return _in_groups(digits, 5 if len(digits) == _BRITISH_DIGITS else 3)


def _in_groups(digits: str, first: int) -> str:
    rest = digits[first:]
    groups = [digits[:first], *(rest[place : place + 3] for place in range(0, len(rest), 3))]
    return ", ".join(" ".join(group) for group in groups if group)
