"""The subject of an entry without what says that it is a visit, when and where: mostly who is visited.

A help to the people who look for somebody, personal, and shown to them alone (law 15).
"""

from __future__ import annotations

import re

_TIME = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:am|pm|hrs?)?|[0-9]{4} ?(?:hrs?)?|noon|midday)"
_LENGTH = r"[0-9]{1,3}(?:\.[0-9])? ?(?:hours?|hrs?|h|minutes?|mins?|m)\b"
_TAKEN_OUT = (
    re.compile(
        r"\b(?:due )?(?:back|rtn|rtrn|rto|return(?:s|ing)?|home by)\b[ ,]?(?:(?:in|at|to|@) (?:the )?)?"
        rf"(?:office|base|work|centre|desk|home)?[ ,:~@-]{{0,3}}(?:(?:by|at|for|about|around|before) )?{_TIME}\b",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(
        rf"\b(?:max(?:imum)?|no (?:more|longer) than|at most|up to)\b[ .:]{{0,3}}(?:{_LENGTH}|[0-9]{{1,3}}\b)|"
        rf"\b{_LENGTH} {{0,2}}(?:max(?:imum)?\b|at most\b|tops\b)?",
        re.IGNORECASE | re.ASCII,
    ),
    re.compile(rf"\b{_TIME} ?(?:-|–|to|until) ?{_TIME}\b|\b[0-9]{{1,2}}[:.][0-9]{{2}} ?(?:am|pm)?\b", re.IGNORECASE),
    re.compile(r"\b[0-9]{1,2} ?(?:am|pm)\b", re.IGNORECASE | re.ASCII),
    re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}[0-9][A-Z0-9]?[ ]{0,3}[0-9][A-Z]{2}(?![A-Z0-9])", re.IGNORECASE | re.ASCII),
    re.compile(
        r"\bh ?/ ?v\b|\bhvs?\b|\bhome[ -]?visits?\b|"
        r"\b(?:school|joint|community|initial|first|follow[ -]?up|stat(?:utory)?|"
        r"cin|cp|lac|clc|cla|cyp|care|welfare|unannounced|announced|planned|core group) visits?\b|"
        r"\bvisit(?:s|ing)?\b|\b(?:tel|telephone|phone|mobile|mob)\b[.:]?",
        re.IGNORECASE,
    ),
)
_LEADING = re.compile(r"^(?:to|with|at|for|re|see|of|and|the family)\b[ :.-]{0,3}", re.IGNORECASE)
_EDGES = " \t\n,;:.-–—/|()[]@&+"
_LEAD_WORDS = 3
LONGEST = 200
"""Characters of a subject in which somebody is looked for."""


def find_whom(subject: str) -> str:
    """Of whom a subject speaks, once its telephone number is taken out; empty when nothing is left. Never raises."""
    text = " ".join(subject[:LONGEST].split())
    for pattern in _TAKEN_OUT:
        text = pattern.sub(" ", text)
    text = " ".join(text.split()).strip(_EDGES)
    for _ in range(_LEAD_WORDS):
        text = _LEADING.sub("", text).strip(_EDGES)
    text = re.sub(r" ?[,;:|–—-](?: ?[,;:|–—-])+ ?", ", ", text).replace("()", " ")
    return " ".join(text.split())
