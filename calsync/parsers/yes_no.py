"""Whether somebody says that an entry is a visit, or none, or which of several: a closed grammar, as in `reply`.

A plain "yes" means something here only as the answer to "is it a visit?": to any other question it means another thing.
So each reading tells whether the visit itself was named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases

MOST_WORDS = 40
"""Words of the longest answer that can be plain."""

_YES = phrases("yes, yep, yeah, yup, y, ye, correct, it is, they are, yes it is, yes they are, this is")
_NO = phrases(
    """
    no, nope, nah, n, none, neither, it is not, they are not, no it is not, no they are not, none of them
    neither of them, is not, this is not
    """
)
_A_VISIT = phrases(
    """
    a visit, visit, visits, home visit, a home visit, is a visit, are visits, it is a visit, it is a home visit
    this is a visit, that is a visit, they are visits, these are visits, yes it is a visit, yes a visit
    yes it is a home visit, yes they are visits, they are all visits, all are visits
    """
)
_NO_VISIT = phrases(
    """
    not a visit, no visit, not visits, is not a visit, are not visits, it is not a visit, it is no visit
    this is not a visit, that is not a visit, no it is not a visit, no not a visit, they are not visits
    these are not visits, none are visits, none is a visit, none of them are visits, neither is a visit
    not a home visit, it is not a home visit
    """
)
_BESIDES = phrases(
    """
    hi, hello, thanks, thank you, many thanks, cheers, regards, kind regards, please, sorry, all, both, all of them
    both of them, to, for, number, numbers, and, all fine, all good, all ok, good morning, morning
    """
)
_JOINS = phrases("and, number, numbers")
"""What may stand between two numbers that share a verdict: "1 all good, 2 no" leaves the first without one."""
_NUMBERED = ("number", "numbers")
_LONGEST = max(map(len, _YES | _NO | _A_VISIT | _NO_VISIT | _BESIDES))
_SHORT_FORMS = {
    "it's": "it is", "its": "it is", "isn't": "is not", "isnt": "is not", "aren't": "are not", "arent": "are not",
    "that's": "that is", "they're": "they are", "was": "is", "were": "are", "wasn't": "is not", "wasnt": "is not",
    "weren't": "are not", "werent": "are not", "&": "and",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|&|[^\s\w.,;:!()\-–—#/]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """What was said: of all that was asked about, or of each by its number."""

    of_all: bool | None = None
    """Whether all of it is a visit; None when each was answered by its number."""
    by_number: Mapping[int, bool] = field(default_factory=dict)
    """Whether each is a visit, by its number in the question, counted from 1; empty when all were answered at once."""
    names_the_visit: bool = False
    """Whether the word "visit" was said, so that it can be the answer to no other question."""


def read_yes_no(text: str, *, numbers: Collection[int] = (1,), names: frozenset[str] = frozenset()) -> YesNo | None:
    """Which of the entries under these `numbers` are visits; None for what is not plain, which is never taken for "no".

    Every word must belong to a known phrase; a question is no answer; a number that was not asked about, or one that is
    named twice, makes all of it unclear. So does "No. 1", which may be "number one". `names` are the writer's own, in
    lower case, one of which may stand below.
    """
    folded = visible_text(text, names).casefold().replace("’", "'").replace("‘", "'")
    if "?" in folded or "¿" in folded:
        return None
    words = _plain(_WORD.findall(folded), names)
    if not words or len(words) > MOST_WORDS:
        return None
    parts = _parts(words)
    if parts is None or _may_only_count(words):
        return None
    named = any(isinstance(part, tuple) and part[1] for part in parts)
    if not any(isinstance(part, int) for part in parts):
        verdicts = {part[0] for part in parts if isinstance(part, tuple)}
        return YesNo(of_all=verdicts.pop(), names_the_visit=named) if len(verdicts) == 1 else None
    by_number = _by_number(parts)
    if by_number is None or not all(number in numbers for number in by_number):
        return None
    return YesNo(by_number=by_number, names_the_visit=named)


Part = int | tuple[bool, bool]
"""A number; or whether it is a visit, and whether the visit was named."""


def _plain(words: list[str], names: frozenset[str]) -> list[str]:
    spelled = [part for word in words for part in _SHORT_FORMS.get(word, word).split()]
    signed = {part for name in names for part in name.casefold().split()}
    while spelled and spelled[-1] in signed:
        spelled.pop()
    return spelled


def _may_only_count(words: list[str]) -> bool:
    """Whether nothing but "no" before numbers is said: "No. 1 and no. 3" may name those that are visits (law 6)."""
    after = [word for word in words if word not in _NUMBERED]
    counts = [word == "no" and following.isdecimal() for word, following in pairwise([*after, ""])]
    return any(counts) and not any(
        _verdict(tuple(after[at : at + length])) is not None
        for at in range(len(after))
        if not counts[at]
        for length in range(1, _LONGEST + 1)
    )


def _parts(words: list[str]) -> list[Part] | None:
    """The numbers and verdicts of an answer in their order; None when some word belongs to no phrase."""
    parts: list[Part] = []
    at = 0
    joined = True  # whether nothing but a joining word stood since the last number
    while at < len(words):
        after_number = bool(parts) and isinstance(parts[-1], int)
        if words[at].isdecimal():
            if after_number and not joined:
                return None
            parts.append(int(words[at][:9]))
            at, joined = at + 1, True
            continue
        if after_number and joined and words[at] == "is" and all(_begins_anew(word) for word in words[at + 1 : at + 2]):
            parts.append((True, False))  # "1 is, 2 is not"
            at += 1
            continue
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            verdict = _verdict(phrase)
            if verdict is not None or phrase in _BESIDES:
                parts += [verdict] if verdict is not None else []
                joined = joined and phrase in _JOINS
                at += length
                break
        else:
            return None
    return parts if any(isinstance(part, tuple) for part in parts) else None


def _begins_anew(word: str) -> bool:
    return word == "and" or word.isdecimal()


def _verdict(phrase: tuple[str, ...]) -> tuple[bool, bool] | None:
    if phrase in _YES or phrase in _A_VISIT:
        return True, phrase in _A_VISIT
    if phrase in _NO or phrase in _NO_VISIT:
        return False, phrase in _NO_VISIT
    return None


def _by_number(parts: list[Part]) -> dict[int, bool] | None:
    """The verdict of each number, read in one direction throughout: "1 yes, 2 no", or "yes to 1, no to 2"."""
    if isinstance(parts[0], int):
        parts = list(reversed(parts))
    if not isinstance(parts[0], tuple) or isinstance(parts[-1], tuple):
        return None
    found: dict[int, bool] = {}
    verdict = parts[0][0]
    before_was_verdict = False
    for part in parts:
        if isinstance(part, tuple):
            if before_was_verdict and part[0] != verdict:
                return None
            verdict, before_was_verdict = part[0], True
        else:
            if part in found:
                return None
            found[part], before_was_verdict = verdict, False
    return found
