"""The line of a visit in a mail that calls for help besides: the place is read first, so that it reaches the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.one_line import OneLine
from calsync.parsers.code_words import without_code_words
from calsync.parsers.cries import needs_help
from calsync.parsers.one_line import TIME, read_one_line
from calsync.parsers.street_words import HOUSES, TYPES
from calsync.parsers.visible_text import unquoted, visible_text

LONGEST = 2000
"""So many letters of a mail are searched for a line."""
_CLAUSE = re.compile(r"[.!,;:]+ |\s[-–—]+\s")
_BEHIND_A_CRY = re.compile(
    r"\b(?:help|me|please|now|urgent|sos|police)\W+(?=(?:(?:i am|i'm|i’m|im|we are) )?(?:\w+ )?visiting\b)",
    re.IGNORECASE,
)
_AS_FAR_AS = re.compile(rf".*?\b(?:(?:until|till|til) {TIME}|from {TIME}(?: to | ?[-–] ?){TIME})(?!\w)", re.IGNORECASE)


def read_line_beside(
    text: str, code_words: Sequence[str], *, sent: datetime, zone: str, names: frozenset[str], alone: bool
) -> OneLine | None:
    """The visit of a mail that holds a cry or one of the code words; None where it tells of none.

    It is what the mail would tell without the code word (law 7). A word that is part of an address is not cut out of
    its place: "Pineapple House".
    """
    written = unquoted(text)
    cut = without_code_words(written, code_words)

    def read(words: str) -> OneLine | None:
        line = read_one_line(words, sent=sent, zone=zone, names=names, alone=alone)
        return line if isinstance(line, OneLine) else None

    def found_in(words: str) -> OneLine | None:
        if (line := read(words)) is not None or not needs_help(visible_text(words, names)):
            return line
        return next((line for each in _parts(visible_text(words, names)) if (line := read(each)) is not None), None)

    line = found_in(cut)
    if line is None or cut == written:
        return line
    whole = found_in(written)
    return replace(line, place=whole.place) if whole is not None and _is_part(whole.place, line.place) else line


def _parts(said: str) -> Iterator[str]:
    """What may be the line among other words: from the beginning of a clause as far as its time."""
    said = re.sub(r"\s*\n\s*", "; ", said[:LONGEST]).strip()
    starts = [
        0,
        *(each.end() for each in _CLAUSE.finditer(said)),
        *(each.end() for each in _BEHIND_A_CRY.finditer(said)),
    ]
    for start in starts:
        found = _AS_FAR_AS.match(said, start)
        if found is not None:
            yield found[0]


def _is_part(whole: str, cut: str) -> bool:
    """Whether what was cut out of a place stands before what a street or a house is called, and so is its name."""
    before, after = whole.casefold().split(), cut.casefold().split()
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(after))
    behind = after[same].strip(" ,;.") if same < len(after) else ""
    return behind in TYPES or behind in HOUSES
