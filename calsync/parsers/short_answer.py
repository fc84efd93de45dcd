"""A text of one or two letters -> the words that the grammar of answers knows."""

from __future__ import annotations

import re

AFFIRMED = frozenset({"1", "ok", "okay", "k", "yes", "y", "yep", "yeah", "👍", "ok thanks", "okay thanks", "thanks"})
"""What affirms and says nothing itself: it means what was asked."""
_MINUTES = re.compile(r"[1-9][0-9]{1,2}")
_HELP = frozenset({"0", "help"})


def spelled_out(text: str) -> str:
    """The words: "30" is 30 more minutes, "0" a call for help; what affirms in one form, all else as it was written."""
    bare = " ".join(text.casefold().split()).strip(" .!,\"'")
    if bare in _HELP:
        return "help"
    if bare in AFFIRMED:
        return bare
    return f"+{bare}" if _MINUTES.fullmatch(bare) else text
