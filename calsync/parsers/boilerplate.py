"""What organisations and their mail systems add to every mail: banners, disclaimers, markings, working patterns.

Told sentence by sentence: a paragraph is taken out only if each sentence of it is one of a closed list. What holds any
other word stays, and makes the answer unclear at worst.
"""

from __future__ import annotations

import re

from calsync.parsers.disclaimers import is_of_an_office

_LONGEST = 4000
"""Characters of a paragraph that are looked at; a longer one stays."""

_MARKING = re.compile(
    r"^[\s*\[(]*(?:(?:classification|sensitivity|protective marking|marking)\s*[:=-]\s*)?"
    r"(?:official(?:\s*[-–—:]?\s*sensitive)?(?:\s*[-–—:]?\s*(?:personal|commercial))?|not protectively marked|"
    r"unclassified|general|internal|public|restricted|confidential|private and confidential|"
    r"external(?: e-?mail| sender)?)[\s*\])!.:]*$",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_LINKS = re.compile(r"<?\b(?:https?://|www\.|mailto:)[^\s>]*>?", re.IGNORECASE)


def without_boilerplate(lines: list[str]) -> list[str]:
    """The lines, those of banners, disclaimers and markings blank; all of them where nothing is one for certain."""
    kept = list(lines)
    at = 0
    while at < len(kept):
        end = _end_of_paragraph(kept, at)
        taken = next((last for last in (end, at + 1) if last > at and _is_boilerplate(kept[at:last])), None)
        if taken is None:
            at += 1
            continue
        kept[at:taken] = [""] * (taken - at)
        at = taken
    return kept


def _end_of_paragraph(lines: list[str], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].strip() and end - at < 40:
        end += 1
    return end


def _is_boilerplate(lines: list[str]) -> bool:
    joined = " ".join(line.strip() for line in lines).replace("’", "'").strip()
    if not joined or len(joined) > _LONGEST:
        return False
    bare = _bare(_LINKS.sub(" ", joined))
    return bool(bare) and all(_of_no_person(_bare(each)) for each in _SENTENCES.split(bare))


def _of_no_person(sentence: str) -> bool:
    return bool(_MARKING.match(sentence)) or is_of_an_office(sentence)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" *_|[]()")
