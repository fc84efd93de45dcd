"""Whether an entry happens on a screen, told by the words of its location."""

from __future__ import annotations

import re

_ONLINE = re.compile(
    r"\b(?:microsoft teams|ms teams|teams (?:meeting|call|link)|(?:on|via|by|over) teams|zoom|google meet|webex|skype|"
    r"gotomeeting|jitsi|online|virtual|video ?(?:call|conference|link)|telephone|phone call)\b|^\s*teams\s*$|"
    r"https?://[^\s]*(?:teams\.|zoom\.|meet\.|webex\.)|\bzoom\.us\b",
    re.IGNORECASE,
)


def is_online(*, subject: str, location: str) -> bool:
    """Whether the location speaks of a video or telephone call; without a location, whether the subject does.

    Only to be believed when there is no address: "Teams, then 14 Elm Road" is a visit, and where a location is
    given the subject proves nothing.
    """
    where = location.strip() or subject
    return bool(_ONLINE.search(where[:1000]))
