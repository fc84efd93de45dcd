"""Whether a reason to close says that the visit is over: whoever has called for help and goes on is watched on.

A wrong "it goes on" costs one question, a wrong "it is over" costs a watch: so every clause has to be a known one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LONGEST = 300
_CLAUSES = re.compile(r"[.,;:!]+(?:\s|$)|\s[-\u2013\u2014]+\s|\s(?:and|so)\s")
_PLACE = r"(?:(?:the|their|her|his|that) )?(?:visit|house|home|flat|property|premises|building)"
_PRONOUNS = {
    "they": "they", "them": "they", "their": "they", "both": "they", "everybody": "they",
    "she": "she", "her": "she", "he": "he", "him": "he", "his": "he",
}  # fmt: skip
_ADVERB = r"(?:(?:now|just|already|safely|both|all) )*"
_IS = rf"(?:'s|'re|'ve| is| are| has| have| got| was| were)*(?: has| have)? {_ADVERB}"
_LEAVES = rf"(?:left(?: {_PLACE})?|out(?: of {_PLACE})?|did not go in|didn't go in|finished the visit)(?: safely)?"
_AT_BASE = r"(?:back )?(?:at|in) (?:the |their |her |his )?(?:office|base)"
_HOMEWARDS = r"(?:back home|gone home|on (?:the|their|her|his) way (?:home|back))"
_OF_VISIT = r"(?:left (?:the|their|her|his) visit|out of (?:the|their|her|his) visit|finished the visit|did not go in)"
_WELL = r"(?:very )?(?:safe|well|fine|ok|okay|unharmed|calm|good)"
_SAFE = re.compile(r"(?:safe|safely)\b")

_OVER = re.compile(r"(?:(?:the|their|her|his) )?(?:visit|meeting) (?:is |has |was )?(?:over|ended|finished|done)")
_QUIET = re.compile(
    rf"(?:(?:all|everything|both|everybody|it) (?:(?:is|are|was) )?(?:now )?)?{_WELL}(?: now)?|"
    r"(?:(?:it|that) was )?(?:by mistake|a mistake|a false alarm|false alarm|wrong button|pressed by mistake)"
)


def says_over(reason: str, names: Sequence[str] = ()) -> bool:
    """Whether the reason says plainly that they are out of the visit; False wherever it leaves a doubt (law 6).

    `names` are the worker's. "She" is the worker only where nobody is named and it was she who was spoken to: a son may
    have left as well.
    """
    plain = " ".join(unicodedata.normalize("NFKC", reason).casefold().replace("\u2019", "'").split())
    clauses = [each.strip() for each in _CLAUSES.split(plain) if each.strip()]
    if not clauses or len(plain) > _LONGEST or "?" in plain:
        return False
    name = "|".join(re.escape(" ".join(each.casefold().split())) for each in names if each.strip()) or r"(?!)"
    spoken_of = {_PRONOUNS[word] for word in re.findall(r"\w+", plain) if word in _PRONOUNS}
    one, named = len(spoken_of) < 2, bool(re.search(rf"\b(?:{name})\b", plain))
    reading = _Reading(name=name, sole=one and not named)
    said = [reading.kind(each) for each in clauses]
    if None in said:
        return False
    safe = any(_SAFE.match(each) for each in clauses)
    return (
        "over" in said
        or ("theirs" in said and "contact" in said)
        or ("nobody's" in said and safe and one)
    )  # fmt: skip


class _Reading:
    """Reads the clauses of one reason."""

    def __init__(self, *, name: str, sole: bool) -> None:
        whom = rf"(?:her|him|them|both|both of them|{name})"
        contact = (
            rf"(?:i |we )?(?:have |'ve )?(?:just )?(?:(?:spoke|spoken|talked) (?:to|with)|rang|called|phoned) {whom}"
            r"(?: (?:now|by phone|on the phone))?"
        )
        self._contact = re.compile(contact)
        self._named = re.compile(rf"(?:{name}){_IS}(?:{_LEAVES}|{_AT_BASE}|{_HOMEWARDS})")
        self._of_visit = re.compile(rf"(?:they|she|he){_IS}{_OF_VISIT}")
        self._theirs = re.compile(rf"(?:they|she|he|both|everybody){_IS}(?:{_LEAVES}|{_AT_BASE})")
        self._well = re.compile(rf"(?:they|she|he|both|{name}){_IS}{_WELL}(?: now)?")
        self._nobodys = re.compile(rf"(?:is )?{_ADVERB}(?:out(?: of {_PLACE})?|left {_PLACE}|{_AT_BASE}|{_HOMEWARDS})")
        self._sole = sole

    def kind(self, clause: str) -> str | None:
        """What a clause says; None when it isn't known."""
        if _OVER.fullmatch(clause) or self._named.fullmatch(clause):
            return "over"
        if self._of_visit.fullmatch(clause):
            return "over" if self._sole else None
        if self._theirs.fullmatch(clause):
            return "theirs" if self._sole else None
        if self._contact.fullmatch(clause):
            return "contact"
        if _QUIET.fullmatch(clause) or self._well.fullmatch(clause):
            return "quiet"
        return "nobody's" if self._nobodys.fullmatch(clause) else None
