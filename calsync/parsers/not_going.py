"""Whether a worker says that a visit does not take place: the one answer that only one question allows.

"Are you not going, or have you finished?" is asked of a visit that left the diary after its start. To any other
question such words would be unclear.
"""

from __future__ import annotations

import re

from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases

_NOT_GOING = phrases(
    """
    not going, i am not going, am not going, not going there, not going today, not going any more, not going anymore
    no longer going, i am no longer going, did not go, i did not go, not gone, i have not gone, never went, i never went
    cancelled, it is cancelled, it was cancelled, visit cancelled, the visit is cancelled, the visit was cancelled
    did not happen, it did not happen, the visit did not happen, visit did not happen, called off, it was called off
    it is called off, not happening, it is not happening, the visit is not happening, postponed, it was postponed
    """
)
_POLITE = phrases("yes, no, ok, hi, hello, thanks, thank you, sorry, cheers, regards, kind regards")
_SHORT_FORMS = (
    ("i'm", "i am"), ("im", "i am"), ("it's", "it is"), ("didn't", "did not"), ("didnt", "did not"),
    ("canceled", "cancelled"), ("haven't", "have not"), ("isn't", "is not"),
)  # fmt: skip


def says_not_going(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether all that was written is that the visit does not take place; `names` may sign it."""
    folded = visible_text(text, names).casefold().replace("’", "'")
    for short, full in _SHORT_FORMS:
        folded = re.sub(rf"\b{short}\b", full, folded)
    if "?" in folded:
        return False
    parts = [tuple(part.split()) for part in re.split(r"[^\w' ]+", folded)]
    said = [part for part in parts if part and part not in _POLITE and " ".join(part) not in names]
    return bool(said) and all(part in _NOT_GOING for part in said)
