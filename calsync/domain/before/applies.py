"""Whether a check is for this visit: by the words of its `only`."""

from __future__ import annotations

from calsync.domain.before.sight import Sight
from calsync.domain.model import VisitKind
from calsync.domain.model.checks import Rule

WORDS = frozenset(("risk", "ordinary", "out-of-hours", "alone", *(kind.value for kind in VisitKind)))
"""What `only` may say besides the names of flags, each also with "not " before it. Several joined by "+" must all be
true."""


def applies(rule: Rule, sight: Sight) -> bool:
    """Whether any word of a rule's `only` is true of the visit; a rule without any is for all."""
    return not rule.only or any(all(_true(word, sight) for word in words.split("+")) for words in rule.only)


def _true(word: str, sight: Sight) -> bool:
    word = word.strip()
    if word.startswith("not "):
        return not _true(word.removeprefix("not "), sight)
    match word:
        case "risk":
            return sight.visit.risk
        case "ordinary":
            return not sight.visit.risk
        case "out-of-hours":
            return sight.out_of_hours
        case "alone":
            # Not proven is alone: an attendee who never answered is nobody's company.
            return not sight.visit.attendees
        case other:
            return other == sight.visit.kind.value or other in sight.visit.flags
