"""Code words: found however they are spelled out, since somebody in danger types badly (law 7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence


def says_code_word(text: str, code_words: Sequence[str]) -> bool:
    """Whether one of the code words stands in the text, in any case, with any spaces, marks and accents between.

    A code word inside a longer word does not count: "red" is not in "shared".
    """
    folded = _fold(text)
    return any(pattern.search(folded) for pattern in _patterns(code_words))


def without_code_words(text: str, code_words: Sequence[str]) -> str:
    """The text folded and without its code words: what would have been said by somebody who was not under duress."""
    folded = _fold(text)
    for pattern in _patterns(code_words):
        folded = pattern.sub(" ", folded)
    return folded


def _patterns(code_words: Sequence[str]) -> Iterator[re.Pattern[str]]:
    for word in code_words:
        letters = [letter for letter in _fold(word) if letter.isalnum()]
        if letters:
            spelled = r"[\W_]*".join(re.escape(letter) for letter in letters)
            yield re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])")


def _fold(text: str) -> str:
    # Marks and invisible characters fall away, so that an accent or a zero-width space hides nothing.
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
