"""What a worker says to "Marked done. Not you? Answer NO.": a closed grammar, in which doubt is no "yes" (law 6)."""

from __future__ import annotations

import re
from enum import StrEnum

from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases, words


class Marked(StrEnum):
    """Whether the worker marked their visit as done."""

    BY_ME = "by-me"
    NOT_BY_ME = "not-by-me"
    UNCLEAR = "unclear"
    """A bare "yes", which may mean "yes, not me"."""
    OTHER = "other"
    """Words that this grammar does not know."""


_BY_ME = phrases(
    """
    it was me, that was me, this was me, me, i did, i did it, i did that, i marked it, yes it was me, yes that was me
    yes i did, yes me, ok, okay, k, 1, ok thanks, okay thanks, thanks, thank you, many thanks, cheers, noted
    correct, that is correct, that is right, right
    """
)
_POLITE = phrases("hi, hello, thanks, thank you, many thanks, cheers, regards, kind regards, yes")
_AGREES = ("yes",)
_NO = words("no nope nah na not never wasn't wasnt didn't didnt haven't havent isn't isnt")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def read_marked(text: str, names: frozenset[str] = frozenset()) -> Marked:
    """What was written, of which `names` may sign; whatever is no plain "it was me" is "no", or unclear.

    What begins with a "no" is one, whatever follows, "no problem" too: at least something may not be as it stands.
    A "yes" to "Not you?" may mean either, until they say that it was they: "yes, thanks" is not plain.
    """
    folded = visible_text(text, names).casefold().replace("’", "'").replace("‘", "'")
    parts = [tuple(_WORD.findall(part)) for part in re.split(r"[.,;:!\n\-–—]+", folded)]
    said = [part for part in parts if part and " ".join(part) not in names]
    if said and "?" not in folded and all(part in _BY_ME or part in _POLITE for part in said):
        mine = any(part in _BY_ME if _AGREES not in said else "me" in part or "i" in part for part in said)
        return Marked.BY_ME if mine else Marked.UNCLEAR
    spoken = [word for part in said for word in part]
    if _NO.intersection(spoken[:1]) or _DENIED.search(" ".join(spoken)):
        return Marked.NOT_BY_ME
    return Marked.OTHER


_DENIED = re.compile(
    r"\b(?:(?:it|that|this) (?:was not|wasn't|wasnt|is not|isn't|isnt)|i (?:did not|didn't|didnt|have not|haven't)|"
    r"not (?:me|done|over|finished|yet|left|out)|still (?:here|there|in|inside|at|with)|"
    r"(?:haven't|havent|hasn't|hasnt|never) (?:yet )?(?:left|finished)|"
    r"needs? (?:a bit |a little )?(?:longer|more time))\b"
)
