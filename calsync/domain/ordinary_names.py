"""First names that are ordinary words too -> whether a text names somebody by one of them.

"I will go" names no Will and "in May" no May: such a word names somebody only where it is written as a name is, in the
middle of a sentence or as "Will's"; a month only as the latter. Whole names, and a surname behind a title, always do.
"""

from __future__ import annotations

import re

MONTHS = frozenset(("april", "may", "june", "august"))
ORDINARY = MONTHS | frozenset(
    (
        "art", "bill", "chase", "christian", "dale", "dawn", "dean", "drew", "eve", "faith", "frank", "grace", "grant",
        "guy", "happy", "hope", "job", "joy", "lane", "love", "mark", "max", "miles", "page", "pat", "patience", "red",
        "rich", "rob", "rose", "sky", "star", "sue", "summer", "van", "ward", "will", "winter", "young",
    )
)  # fmt: skip
_STARTS = re.compile(r"(?:^|[.!?:;\n])[\s\"'(\u2018\u201c>*-]*$")
_SPOKE = re.compile(
    r"(?: (?:has|have|just|also))* (?:rang|said|called|phoned|gave|told|texted|wrote|used|needs|asked|"
    r"(?:is|was) (?:in|held|hurt))\b"
)
"""What follows a name at the beginning of a sentence: "Will rang"."""
_ALONE = r"(?:(?:sorry|maybe|i think|it is|it was|it's|its|that was|the word of|from|by)\W+)*"


def is_ordinary(part: str) -> bool:
    """Whether a first name is an ordinary word as well."""
    return part.casefold() in ORDINARY


def named_as_word(text: str, part: str) -> bool:
    """Whether a text uses such a word as somebody's name."""
    for found in re.finditer(rf"\b{re.escape(part)}(?P<theirs>['\u2019]s)?\b", text, re.IGNORECASE):
        if found["theirs"] and found[0][0].isupper():
            return True
        written = found[0][:1].isupper() and not (found[0].isupper() and len(part) > 1)
        if not written or part.casefold() in MONTHS:
            continue
        if not _STARTS.search(text[: found.start()]) or _SPOKE.match(text[found.end() :]):
            return True
    return False


def is_the_answer(text: str, part: str) -> bool:
    """Whether an answer to "whose?" is little more than that word: "Will", "it was may"."""
    return re.fullmatch(rf"\W*{_ALONE}{re.escape(part)}(?:['\u2019]?s)?(?: word)?\W*", text, re.IGNORECASE) is not None
