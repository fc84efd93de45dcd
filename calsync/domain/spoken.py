"""What is said on the telephone, and which keys are asked for: a type of its own, that no mail's words are.

Speech is never recognised: a key is pressed, or nothing was said.
"""

from __future__ import annotations

from dataclasses import dataclass

_BRITAIN = "+44"
_BRITISH_DIGITS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Some sentences, and the keys that answer them."""

    words: str
    keys: str = ""
    """Each key that does something; empty: it is said, and the call ends."""
    whom: tuple[str, ...] = ()
    """The ids of the people for whom the keys from 1 on stand; empty where they stand for something else."""
    seen: tuple[str, ...] = ()
    """What stands for each of those whose names were said so far."""
    typed: int = 0
    """How often digits were asked for that are ended by the hash key; 0: a single key is asked for."""
    to_a_person: bool = False
    """Whether whoever presses no key is put through to somebody."""


def aloud(dialled: str) -> str:
    """A number as it is dialled from anywhere ("+447700900101") -> as it is said, digit by digit; empty for none."""
    if dialled.startswith(_BRITAIN):
        digits = f"0{dialled.removeprefix(_BRITAIN)}"
        return _in_groups(digits, 5 if len(digits) == _BRITISH_DIGITS else 3)
    return f"plus, {_in_groups(dialled.removeprefix('+'), 2)}" if dialled else ""


def _in_groups(digits: str, first: int) -> str:
    rest = digits[first:]
    groups = [digits[:first], *(rest[place : place + 3] for place in range(0, len(rest), 3))]
    return ", ".join(" ".join(group) for group in groups if group)
