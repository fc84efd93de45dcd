"""Whether a reason to close says that somebody goes on with a visit; in doubt it does: that costs one message."""

from __future__ import annotations

import re
import unicodedata

_ON = re.compile(
    r"\b(?:go(?:es|ing)?|carr(?:y|ies|ying)) on\b|\bcontinu|\bstays?\b|\bstaying\b|\bstill\b|\buntil\b|\btill\b|"
    r"\bremain|\b(?:finish|end|leav|out|done)\w* (?:it |the visit |there )?(?:at|by|around|about) \d|"
    r"\bneeds? (?:\w+ )?(?:more|longer|another)\b|\blonger\b|\bminutes\b|\bmins?\b|\bhalf an hour\b|"
    r"\bnot (?:out|left)\b",
)


def says_goes_on(reason: str) -> bool:
    """Whether it speaks of more time there. Never raises."""
    return bool(_ON.search(unicodedata.normalize("NFKC", reason).casefold()))
