"""Whether what was cut below an approval for a signature may be its condition, made of an office's words alone.

"Approved / Morgan Manages / Health visitor and social worker" may say who is to go along. An approval in doubt is none
(law 6): it is asked back, which costs one mail.
"""

from __future__ import annotations

import re

from calsync.parsers.signature_words import HEADS, OTHERS, SMALL, said_in

_TITLES = frozenset(("manager", "director", "leader", "supervisor", "head", "commissioner"))
"""What somebody is who may approve."""
_PERSONS = frozenset(
    (
        "worker", "workers", "visitor", "officer", "officers", "practitioner", "practitioners", "assistant",
        "assistants", "nurse", "midwife", "therapist", "teacher", "manager", "managers", "psychologist", "counsellor",
    )
)  # fmt: skip
_CONDITIONS = frozenset(("early", "leaving", "duty", "first", "out", "hours", "contact", "accompanied", "supported"))
_NUMBERED = re.compile(r"\d[\d ()/-]{5,}\d|@|\bwww\.|\bhttps?:|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
"""What stands in a signature that a machine has put there, and in no condition."""
_SERVICES = re.compile(
    r"\b(?:early|targeted) (?:help|years|intervention|support)\b|\bleaving care\b|\bfirst (?:contact|response)\b|"
    r"\bout[- ]of[- ]hours (?:team|service)\b|\bduty (?:and|&) assessment\b|\bcontact (?:centre|service|team)\b|"
    r"\bemergency duty team\b",
    re.IGNORECASE,
)
"""Names of offices that hold such words."""


def may_be_a_condition(written: str, visible: str) -> bool:
    """Whether a line that stands in what was `written`, and not in its `visible` words, leaves a doubt."""
    left = {each.strip() for each in visible.splitlines()}
    below = [each.strip() for each in written.splitlines() if each.strip() and each.strip() not in left]
    offices = [each for each in below if _is_office(each)]
    if not offices:
        return False
    if any(_NUMBERED.search(each) for each in below):
        return any(_sets_one(_SERVICES.sub(" ", each)) for each in offices)
    return not _is_title(offices[0]) or any(_sets_one(each) for each in offices)


def _is_office(line: str) -> bool:
    """Whether a line is made of the words of offices alone, in whatever order."""
    said = said_in(line)
    known = all(each in HEADS or each in OTHERS or each in SMALL or each in ("out", "hours", "police") for each in said)
    return bool(said) and (known or "police" in said)


def _is_title(line: str) -> bool:
    return bool(_TITLES.intersection(said_in(line)))


def _sets_one(line: str) -> bool:
    """Whether a line may say who is to come along, or until when."""
    said = said_in(line)
    persons = sum(each in _PERSONS for each in said)
    return persons > 1 or bool(_CONDITIONS.intersection(said)) or "police" in said
