"""Code words: found however they are spelled out, since somebody in danger types badly (law 7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from calsync.domain.classify.text import nearly
from calsync.parsers.lookalikes import as_latin

LONG = 8
"""Code words of so many letters or more are heard also with a slip: shorter ones are too like ordinary words."""
SLIPS_FROM = 4
"""So many letters has a word of several that may hold a slip of its own."""


def says_code_word(text: str, code_words: Sequence[str]) -> bool:
    """Whether one of the code words stands in the text, in any case, with any spaces, marks and accents between.

    A code word inside a longer word does not count: "red" is not in "shared". One of eight letters or more is heard
    also with a slip in each of its words, or with one in all its letters, however they are parted.
    """
    return _place(_fold(text), code_words) is not None


def without_code_words(text: str, code_words: Sequence[str]) -> str:
    """The text without its code words, all else as it was: what would have been written without duress."""
    while (span := _span(text, code_words)) is not None:
        text = f"{text[: span[0]]} {text[span[1] :]}"
    return text


def cut_code_words(text: str, code_words: Sequence[str]) -> str:
    """The text as it would have been written without its code words, nothing else changed; itself when it has none.

    What only joined the word to the rest goes with it: "Home visit - pineapple" is cut to "Home visit".
    """
    while (span := _span(text, code_words)) is not None:  # it may stand there twice, and what is left may be one
        text = _joined(text[: span[0]], text[span[1] :])
    return text


def _span(text: str, code_words: Sequence[str]) -> tuple[int, int] | None:
    """From where to where a code word stands in the text as it is written; None when none does."""
    folded, places = "", list[int]()
    for place, letter in enumerate(text):
        plain = _fold(letter)
        folded += plain
        places += [place] * len(plain)
    found = _place(folded, code_words)
    return (places[found[0]], places[found[1] - 1] + 1) if found is not None else None


def _place(folded: str, code_words: Sequence[str]) -> tuple[int, int] | None:
    """From where to where a code word stands in the folded text: as it is spelled, else with a slip; else None."""
    for pattern in _patterns(code_words):
        if (found := pattern.search(folded)) is not None:
            return found.span()
    long = [words for each in code_words if sum(map(len, words := _words(each))) >= LONG]
    if not long:
        return None
    written = [(each.group(), *each.span()) for each in _WORD.finditer(folded)]
    return next((span for words in long if (span := _with_a_slip(written, words)) is not None), None)


def _with_a_slip(written: Sequence[tuple[str, int, int]], words: tuple[str, ...]) -> tuple[int, int] | None:
    """Where a code word of these words stands with a slip: word by word, else in the letters of words in a row."""
    count, whole = len(words), "".join(words)
    for at in range(len(written) - count + 1):
        row = [each[0] for each in written[at : at + count]]
        if all(map(_is_heard, row, words)):
            return written[at][1], written[at + count - 1][2]
    for at, (first, begin, _) in enumerate(written):
        if len(first) > 1 and not {*first[:2]} & {*whole[:2]}:
            continue  # one slip leaves one of its first two letters among the first two
        joined, end = first, at
        while len(joined) < len(whole) - 1 and end + 1 < len(written):
            end += 1
            joined += written[end][0]
        while len(joined) <= len(whole) + 1:
            if nearly(joined, whole):
                return begin, written[end][2]
            if end + 1 == len(written):
                break
            end += 1
            joined += written[end][0]
    return None


def _is_heard(written: str, word: str) -> bool:
    return written == word or (len(word) >= SLIPS_FROM and nearly(written, word))


_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=256)
def _words(code_word: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_fold(code_word)))


def without_their_clauses(text: str, code_words: Sequence[str]) -> str:
    """The text without the clauses in which a code word stands: of "approved, Sam said pineapple" the "approved"."""
    parts = _CLAUSES.split(text)
    clauses = zip(parts[::2], [*parts[1::2], ""], strict=True)
    left = "".join(said + sign for said, sign in clauses if not says_code_word(said, code_words))
    left = re.sub(r"\s(?:and|but)\s*$", "", left, flags=re.IGNORECASE)
    return left.strip(" \t,;") if not says_code_word(left, code_words) else ""


_CLAUSES = re.compile(r"([.,;:!?\n]+|\s[-\u2013\u2014]\s|\s(?:and|but)\s)", re.IGNORECASE)
_JOINTS = " \t\n,;:-\u2013\u2014|/+&.!"


def _joined(before: str, after: str) -> str:
    """What stood before and behind a word that was cut out, as somebody would have written it without the word."""
    if before.rstrip()[-1:] in ("(", "[") and after.lstrip()[:1] in (")", "]"):
        before, after = before.rstrip()[:-1], after.lstrip()[1:]
    if not after.strip(_JOINTS):
        return before.rstrip(_JOINTS)
    if not before.strip(_JOINTS):
        return after.lstrip(_JOINTS)
    if before.rstrip()[-1] in _JOINTS and after.lstrip()[0] in _JOINTS:
        return before.rstrip(_JOINTS) + after  # one of two signs joins the rest
    return f"{before.rstrip()} {after.lstrip()}" if after[0].isspace() or before[-1].isspace() else before + after


def _patterns(code_words: Sequence[str]) -> Iterator[re.Pattern[str]]:
    for word in code_words:
        letters = [letter for letter in _fold(word) if letter.isalnum()]
        if letters:
            spelled = r"[\W_]*".join(re.escape(letter) for letter in letters)
            yield re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])")


def _fold(text: str) -> str:
    if text.isascii():
        return text.casefold()  # nearly every text: nothing in it falls away
    # Marks and invisible characters fall away, so that an accent or a zero-width space hides nothing; nor do letters
    # of another alphabet that look the same.
    plain = unicodedata.normalize("NFKD", as_latin(unicodedata.normalize("NFKD", text)).casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
