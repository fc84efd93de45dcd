"""A subject or a location cut into words once, so that each rule asks of the words and none reads the text again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST = 1000
"""Characters of a text that are read; what stands behind them tells nobody where the worker goes."""

Index = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word -> phrases that begin with it, the longest first, each with what it means."""

_PIECE = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*|[^\w\s]+")
_HV = re.compile(r"(?<![^\W_])(h) ?[/.] ?(v)(?![^\W_])\.?|^\s{0,4}(h) (v)(?![^\W_])", re.IGNORECASE)
_CALL = re.compile(r"(?<![^\W_])[tp] ?/ ?c(?![^\W_])", re.IGNORECASE)
"""A telephone call; without the stroke they are somebody's initials."""
_AT = re.compile(r"(?<![^\s(,;:])@|@(?=\s)")
"""Not the one in a mail address."""
_CARE_OF = re.compile(r"(?<![^\W_])c ?/ ?o(?![^\W_])", re.IGNORECASE)
TITLED = frozenset({"mr", "mrs", "ms", "miss", "mx"})
"""Titles by which staff name clients and tenants, and hardly ever colleagues."""
_APOSTROPHES = str.maketrans("", "", "'’`")
_HARD = frozenset(",;+&|/•")
_HARD_WORDS = frozenset({"and", "then", "plus", "after", "before", "followed"})


@dataclass(frozen=True, slots=True)
class Span:
    """One phrase found: what it means, and from which word up to which it goes."""

    mark: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text, and what stands between them."""

    raw: tuple[str, ...]
    """As written."""
    words: tuple[str, ...]
    """Without case and apostrophes: "Mum's" is "mums"."""
    gaps: tuple[str, ...]
    """The marks in front of each word, and behind the last."""

    def hard(self, start: int, end: int) -> bool:
        """Whether something between two words begins a new matter: a comma, "and", "then"."""
        return any(
            not _HARD.isdisjoint(self.gaps[at]) or (at < end and self.words[at] in _HARD_WORDS)
            for at in range(start, end + 1)
        )

    def soft(self, start: int, end: int) -> bool:
        """Whether a dash, a colon or a bracket stands between two words."""
        return any(self.gaps[at] for at in range(start, end + 1))

    def said(self, span: Span) -> str:
        """The words of a span as written."""
        return " ".join(self.raw[span.start : span.end])


def read_text(text: str) -> Text:
    """The words of the first thousand characters; no words for a text that has none. Never raises."""
    text = text[:LONGEST]
    if not text.isascii():
        text = "".join(
            each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) not in ("Cf", "Mn")
        )[: 2 * LONGEST]
    if "/" in text:
        text = _CARE_OF.sub("careof", _CALL.sub("tc", text))
    if "/" in text or "." in text or text[:6].strip()[1:2] == " ":
        text = _HV.sub(r"\1\2\3\4", text)
    if "@" in text:
        text = _AT.sub(" at ", text)
    raw: list[str] = []
    gaps = [""]
    for piece in _PIECE.findall(text):
        if piece[0].isalnum():
            raw.append(piece)
            gaps.append("")
        else:
            gaps[-1] += piece
    words = tuple([each.casefold() for each in raw])
    if "'" in text or "’" in text or "`" in text:
        words = tuple([each.translate(_APOSTROPHES) for each in words])
    return Text(tuple(raw), words, tuple(gaps))


def words(text: str) -> frozenset[str]:
    """The words of the text, each once."""
    return frozenset(text.split())


def index(*lots: tuple[str, str]) -> Index:
    """The index of phrases, given as what they mean and the phrases between commas."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for mark, phrases in lots:
        for phrase in phrases.replace("\n", " ").split(","):
            if said := read_text(phrase).words:
                found.setdefault(said[0], []).append((said, mark))
    return {first: tuple(sorted(each, key=lambda one: -len(one[0]))) for first, each in found.items()}


def joined(one: Index, other: Index) -> Index:
    """Both indexes in one."""
    return {
        first: tuple(sorted((*one.get(first, ()), *other.get(first, ())), key=lambda each: -len(each[0])))
        for first in {*one, *other}
    }


def find(words: tuple[str, ...], phrases: Index) -> list[Span]:
    """The phrases in the words from left to right, at each place the longest; a phrase may mean several things."""
    found: list[Span] = []
    at, count = 0, len(words)
    while at < count:
        step = 1
        entries = phrases.get(words[at])
        if entries is not None:
            longest = 0
            for phrase, mark in entries:
                length = len(phrase)
                if length < longest:
                    break
                if length == 1 or words[at : at + length] == phrase:
                    longest = step = length
                    found.append(Span(mark, at, at + length))
        at += step
    return found


def nearly(word: str, wanted: str) -> bool:
    """Whether one slip of the fingers lies between two words: a letter too many, too few, wrong, or two swapped."""
    if word == wanted:
        return True
    if abs(len(word) - len(wanted)) > 1:
        return False
    short, long = sorted((word, wanted), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped


def first(spans: Iterable[Span], *marks: str) -> Span | None:
    """The first span of one of these meanings; None without one."""
    return next((span for span in spans if span.mark in marks), None)
