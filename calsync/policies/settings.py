"""The plain values at the top of a policy file, each read for itself."""

from __future__ import annotations

import re
from datetime import timedelta

from calsync.domain.model import Possible
from calsync.parsers.code_words import says_code_word
from calsync.policies.fields import Table

_AREA = re.compile(r"^[A-Z]{1,2}(?:[0-9][A-Z0-9]?)?$")

ORDINARY_ANSWERS = (
    "left, all fine, thanks",
    "yes, I have left and am safe and well",
    "leaving now, all okay",
    "visit finished, all done, going home",
    "on my way back to the office",
    "still here, need more time, please extend",
    "safe, still with the family",
    "nobody was home",
    "call me, I need help",
)
"""What people write every day; a code word in any of it would raise the police at every other check-in."""


def possible(document: Table) -> Possible:
    """What is done with an entry that may be a visit: the worker is asked, unless the policy has it watched."""
    choice = document.text("possible")
    if choice not in ("", *Possible):
        document.note(f'possible is "ask" or "watch", not \'{choice}\'')
        return Possible.ASK
    return Possible(choice) if choice else Possible.ASK


def extensions(document: Table) -> tuple[timedelta, timedelta]:
    """How far a deadline may be moved: on ordinary visits, and on risk visits (law 2)."""
    ordinary = document.minutes("max_extension") or timedelta(minutes=60)
    risk = document.minutes("max_extension_on_risk") or min(ordinary, timedelta(minutes=30))
    if risk > ordinary:
        document.note("max_extension_on_risk is longer than max_extension: a risk visit never gets more time")
    return ordinary, risk


def code_words(document: Table) -> tuple[str, ...]:
    """The code words, each long and rare enough not to be said by chance."""
    words = document.texts("code_words")
    seen: set[str] = set()
    for word in words:
        letters = "".join(letter for letter in word.casefold() if letter.isalnum())
        if sum(letter.isalpha() for letter in letters) < 4:
            document.note(f"code_words: '{word}' is too short; a code word has at least 4 letters")
        elif any(says_code_word(answer, [word]) for answer in ORDINARY_ANSWERS):
            document.note(f"code_words: '{word}' stands in ordinary answers; take one that nobody says by chance")
        elif letters in seen:
            document.note(f"code_words: '{word}' stands there twice")
        seen.add(letters)
    return words


def home_area(document: Table) -> tuple[str, ...]:
    """The postcode areas ("S") and districts ("S60") that are the organisation's own, in capitals."""
    areas: list[str] = []
    for given in document.texts("home_area"):
        area = given.upper()
        if not _AREA.match(area):
            document.note(f'home_area: \'{given}\' is no postcode area or district; write it like "S" or "S60"')
        elif area in areas:
            document.note(f"home_area: '{given}' stands there twice")
        areas.append(area)
    return tuple(areas)


def chosen(document: Table, key: str) -> timedelta | None:
    """Minutes at the top of the file; None when they are absent, noted as wrong, or still to be chosen."""
    return None if document.to_choose(key) else document.minutes(key)
