"""A responder writes that somebody else is to take the alarm -> the name, as written.

"Hand over to Dee" and "Dee has it" say the same: that one is asked, and has it once they say so themselves. A closed
grammar: with one word more it may be a doubt, and is no plain answer.
"""

from __future__ import annotations

import re

_NAME = r"(?P<name>[^\W\d_][\w.'\-]*(?: [^\W\d_][\w.'\-]*){0,3})"
_POLITELY = r"(?:(?:please|ok|okay|thanks|thank you|can you|could you)[,.]? )*"
_END = r"(?:[,.]? (?:please|now|thanks|thank you|cheers))*[.!]*"
_TO = re.compile(
    rf"{_POLITELY}(?:i am |i'm |am )?(?:hand(?:ing|ed)?|pass(?:ing|ed)?|giv(?:e|ing)|gave) ?"
    rf"(?:(?:it|this|the alarm) ?)?(?:over |on )?to {_NAME}{_END}"
)
_HAS = re.compile(
    rf"{_POLITELY}{_NAME} (?:has|has got|has taken|have|takes|will take|is taking|is on|is dealing with|will deal with)"
    rf" (?:it|this|the alarm)(?: over)?{_END}"
)
_NOBODY = frozenset(
    re.findall(
        r"\S+",
        "i we you he she they it who nobody noone someone somebody anybody anyone everybody everyone one both this "
        "that if not no don't dont cannot can't never maybe perhaps think the police",
    )
)
"""Words that are no names: what is said with one of them names nobody, or leaves a doubt."""


def handed_to(folded: str) -> str | None:
    """The name of who is to take it, without case; None where the words say anything else, or ask."""
    plain = " ".join(folded.split())
    found = _TO.fullmatch(plain) or _HAS.fullmatch(plain)
    if found is None or _NOBODY & set(found["name"].split()):
        return None
    return found["name"]
