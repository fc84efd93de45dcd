"""An order about several people -> the clauses in it that call for help for some of them, and what else it says.

"Close: Cleo is safe, Dan needs help" is two things: neither may be read as said of both (law 6).
"""

from __future__ import annotations

import re

from calsync.parsers.cries import folded, needs_help

_CLAUSE = re.compile(r"[^.,;!?\n]+[.,;!?\n]*")
_IN_NEED = re.compile(
    r"\bneeds? (?:\w+ ){0,2}help\b(?! with)|\bsaid help\b|\b(?:in|into) (?:\w+ )?(?:danger|trouble)\b|"
    r"\b(?:hurt|injured|attacked|threatened|trapped|held|unsafe)\b|(?:\bnot|n't) (?:\w+ )?safe\b"
)
"""What is said of somebody in need. An outside body that was told is an order, and no cry."""


def cries_apart(said: str) -> tuple[tuple[str, ...], str]:
    """The clauses that call for help for another, and the words without them; no clause where none does."""
    clauses = [each[0] for each in _CLAUSE.finditer(said)]
    cries = [each for each in clauses if needs_help(each) and _IN_NEED.search(folded(each))]
    rest = "".join(each for each in clauses if each not in cries).strip(" ,;\n")
    return tuple(each.strip(" .,;\n") for each in cries), rest
