"""A text of one or two letters -> the words that the grammar of answers knows."""

from __future__ import annotations

import re
import unicodedata

AFFIRMED = frozenset({"1", "ok", "okay", "k", "yes", "y", "yep", "yeah", "👍", "ok thanks", "okay thanks", "thanks"})
"""What affirms and says nothing itself: it means what was asked."""
LEAST, MOST = 5, 120
"""How many minutes a bare number can mean; of any other it is asked what was meant."""
EMERGENCY = frozenset({"000", "101", "911", "988", *map(str, range(110, 120)), *map(str, range(990, 1000))})
"""Numbers of those who come in need, here or where somebody comes from: alone they ask for help, never for minutes."""
_NUMBER = re.compile(r"[0-9]{1,3}")
_DIALLED = re.compile(r"\+?([0-9]{3}|[0-9][ -][0-9][ -][0-9])[ ?!.]*")
_KEYCAPS = dict.fromkeys(map(ord, "\ufe0f\u20e3"))
_HELP = frozenset({
    "0", "zero", "nought", "help", "hlep", "hepl", "hlp", "halp", "helpp", "hellp", "help me", "help pls",
    "help please", "sos", "s o s", "police", "ambulance", "emergency", "🆘",
})  # fmt: skip
"""What calls for help alone, and how it comes out where somebody types in haste."""
_FOOTER = re.compile(r"(?:^|\s)(?:--\s*)?(?:sent|get outlook) (?:from|via|for) (?:my |outlook )?[\w .]{2,30}$")


def spelled_out(text: str) -> str:
    """The words: "30" is 30 more minutes, "0" and "999" call for help; what affirms in one form, all else as it was."""
    bare = _FOOTER.sub("", " ".join(text.casefold().split())).strip(" .!,\"'\ufe0f")
    if bare in _HELP or _is_emergency(bare) or set(bare) == {"🆘"}:
        return "help"
    if bare in AFFIRMED:
        return bare
    return f"+{bare}" if _NUMBER.fullmatch(bare) and bare[0] != "0" and LEAST <= int(bare) <= MOST else text


def _is_emergency(bare: str) -> bool:
    dialled = _DIALLED.fullmatch(unicodedata.normalize("NFKC", bare.translate(_KEYCAPS)))
    return dialled is not None and re.sub(r"[ -]", "", dialled[1]) in EMERGENCY
