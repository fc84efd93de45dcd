"""What somebody says to the questions before a visit: yes, always, no and why, or that they want company.

A closed grammar, as in `reply`: whatever is not plain is no approval. A "no" may have a reason behind it, in any words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calsync.parsers.doubtful_signature import may_be_a_condition
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.parsers.words import phrases

_YES = phrases(
    """
    yes, y, yep, yeah, approved, approve, i approve, approved by me, yes approved, yes i approve, it is approved
    i approve it, approve it, agreed, yes agreed, approve all, approved all, all approved, approve them all, yes to all
    yes all, all yes, i approve all, i approve them all, confirmed, i confirm, yes confirmed, yes i have, yes we have
    yes it was, yes it is, yes they may, they may, yes i am, assessed, yes assessed, it was assessed, discussed
    yes discussed, we have discussed it, happy to go, i am happy to go, yes happy to go, yes i am happy to go
    i have read it and am happy to go, read and happy to go
    """
)
_ALWAYS = phrases(
    """
    always, approved always, always approved, approve always, yes always, i approve always
    approved always for this family, always approved for this family, approve always for this family
    yes always for this family, always for this family
    """
)
_NO = phrases(
    """
    no, n, nope, not approved, not yet, no not yet, no not approved, i do not approve, refused, declined, denied
    not assessed, not discussed, no not assessed, no not discussed, i am not happy to go, not happy to go
    no i am not happy to go, not confirmed, no to all, none approved, no i do not
    """
)
_COMPANY = phrases(
    """
    accompany me, please accompany me, accompany, accompany me please, i want company, i would like company
    i need company, not alone, please not alone, come with me, somebody come with me, with somebody, i want somebody
    with me, yes but accompany me, yes if accompanied, only accompanied
    """
)
_BESIDES = phrases("hi, hello, thanks, thank you, many thanks, regards, kind regards, cheers, please, good morning")
_SHORT = (("don't", "do not"), ("dont", "do not"), ("i'm", "i am"), ("it's", "it is"), ("haven't", "have not"))
_LINE = re.compile(
    r"^(?:(?P<numbers>\d{1,3}(?:\s*(?:,|&|\+|and)\s*\d{1,3})*)\s*[.):]?\s*[-–—]?\s*)?(?P<said>[^\d:]+?)"
    r"\s*(?:(?:[:;]|\s[-–—]\s|\bbecause\b)\s*(?P<why>.*))?$",
    re.DOTALL | re.IGNORECASE,
)
_NEXT = re.compile(
    r"\s*[,;]\s*(?:and\s+)?(?=\d{1,3}(?!\d)\s*[.):]?\s*[-–—]?\s*[^\W\d_])|\s+and\s+(?=\d{1,3}\s+[^\W\d_]{2})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MOST = 300
"""Characters of a reason that are kept."""


class Said(StrEnum):
    """One plain word about one question."""

    YES = "yes"
    ALWAYS = "always"
    NO = "no"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What was said, and why not."""

    said: Said
    reason: str = ""
    """In their own letters: it is handed on as it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReply:
    """What was said: of all that was asked, or of each by its number."""

    of_all: Word | None = None
    by_number: Mapping[int, Word] = field(default_factory=dict)


def read_approval(
    text: str, *, numbers: Collection[int] = (1,), names: frozenset[str] = frozenset()
) -> ApprovalReply | None:
    """What a mail says to the questions under these `numbers`; None for what is not plain: it approves nothing.

    A line is a clause, and so is what follows a comma before a number. A reason reaches to the end of its clause. A
    question, a number that was not asked or that stands twice, and an answer for all beside one for some are not plain.
    """
    written = visible_text(text, names).replace("’", "'").replace("‘", "'").strip()
    if "?" in written or "¿" in written:
        return None
    doubtful = may_be_a_condition(unquoted(text), visible_text(text, names))
    words: list[tuple[tuple[int, ...], Word]] = []
    for line in (each.strip() for each in written.splitlines()):
        for clause in _clauses(line):
            if not clause or _is_beside(clause, names):
                continue
            read = _clause(clause, names)
            if read is None:
                return None
            words.append(read)
    approved = any(word.said in (Said.YES, Said.ALWAYS) for _, word in words)
    return None if doubtful and approved else _together(words, numbers)


def _clauses(line: str) -> list[str]:
    """The clauses of a line; numbers alone belong to the clause behind them: "1, 2 and 3 approved"."""
    clauses: list[str] = []
    alone: list[str] = []
    for each in (each.strip(" ,;") for each in _NEXT.split(line)):
        if each.isdecimal():
            alone.append(each)
        else:
            clauses.append(", ".join([*alone, each]))
            alone = []
    return [*clauses, *alone]


def _clause(clause: str, names: frozenset[str]) -> tuple[tuple[int, ...], Word] | None:
    found = _LINE.match(clause)
    if found is None:
        return None
    said = _said(found["said"], names)
    why = " ".join((found["why"] or "").split())[:_MOST]
    if said is None or (why and said is not Said.NO):
        return None  # "approved: if the dog is away" is a condition, and no approval
    numbers = tuple(int(each) for each in re.findall(r"\d+", found["numbers"] or ""))
    return numbers, Word(said=said, reason=why)


def _said(words: str, names: frozenset[str]) -> Said | None:
    words = words.casefold()
    if _WORD.sub("", words).strip(" .,!-–—\t'\"“”"):
        return None
    for short, long in _SHORT:
        words = re.sub(rf"\b{short}\b", long, words)
    spelled = _WORD.findall(words)
    signed = {part for name in names for part in name.casefold().split()}
    while spelled and spelled[-1] in signed:
        spelled.pop()
    while spelled and (longest := _besides_at(spelled)):
        spelled = spelled[longest:]
    while spelled and (longest := _besides_at(spelled[::-1], reverse=True)):
        spelled = spelled[:-longest]
    phrase = tuple(spelled)
    kinds = ((Said.ALWAYS, _ALWAYS), (Said.COMPANY, _COMPANY), (Said.NO, _NO), (Said.YES, _YES))
    return next((said for said, known in kinds if phrase in known), None)


def _besides_at(words: list[str], *, reverse: bool = False) -> int:
    """How many words at the beginning (or, reversed, at the end) are mere politeness."""
    for length in range(min(2, len(words)), 0, -1):
        phrase = tuple(words[:length][::-1] if reverse else words[:length])
        if phrase in _BESIDES:
            return length
    return 0


def _is_beside(clause: str, names: frozenset[str]) -> bool:
    """Whether a clause is a greeting or a name and says nothing."""
    spelled = tuple(_WORD.findall(clause.casefold()))
    signed = {part for name in names for part in name.casefold().split()}
    if not spelled or any(letter.isdigit() for letter in clause):
        return False
    left = list(spelled)
    while left and left[-1] in signed:
        left.pop()
    return not left or tuple(left) in _BESIDES


def _together(words: list[tuple[tuple[int, ...], Word]], numbers: Collection[int]) -> ApprovalReply | None:
    if not words:
        return None
    if any(not named for named, _ in words):
        return ApprovalReply(of_all=words[0][1]) if len(words) == 1 else None
    by_number: dict[int, Word] = {}
    for named, word in words:
        for number in named:
            if number not in numbers or number in by_number:
                return None
            by_number[number] = word
    return ApprovalReply(by_number=by_number)
