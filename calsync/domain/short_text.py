"""Words -> the text of a text message: in the letters that every telephone has, and never longer than two segments.

A text can hold nothing but what `domain/text_wording.py` makes; a mail's words, with their call sheet, are another type
(`str`), are longer, and have lines: none of that becomes a ShortText.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SEGMENTS = 2
"""Of how many parts a text may be, each of which is paid for."""
ONE, OF_SEVERAL = 160, 153
"""Letters in a text of one part, and in each part of a longer one (3GPP TS 23.038 and 23.040)."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")
"""Letters of the extension: each takes the room of two."""
_LIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "Ł": "L",
                       "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "ŉ": "'n"})  # fmt: skip


def septets(words: str) -> int:
    """How much room the words take in the basic alphabet. Raises ValueError for a letter that it has not."""
    if strange := {letter for letter in words if letter not in _BASIC and letter not in _TWICE}:
        raise ValueError(f"a text message has no letter {min(strange)!r}")
    return sum(2 if letter in _TWICE else 1 for letter in words)


def segments(words: str) -> int:
    """Of how many parts a text with these words is. Raises ValueError for a letter that the alphabet has not."""
    room = septets(words)
    return 1 if room <= ONE else -(-room // OF_SEVERAL)


def plain_letters(words: str) -> str:
    """The same in letters of the basic alphabet: without accents that it has not, and without what has no like."""
    found = []
    for letter in unicodedata.normalize("NFC", words.translate(_LIKE)):
        bare = letter
        if letter not in _BASIC and letter not in _TWICE:
            bare = "".join(each for each in unicodedata.normalize("NFKD", letter) if each in _BASIC)
        found.append(bare)
    return " ".join("".join(found).split())


@dataclass(frozen=True, slots=True)
class ShortText:
    """The words of one text message. Raises ValueError for more than two segments, lines, or letters of no telephone.

    A list of questions is the one thing that has lines, and says so.
    """

    words: str
    listed: bool = False

    def __post_init__(self) -> None:
        if "\n" in self.words and not self.listed:
            raise ValueError("a text message is one paragraph")
        if segments(self.words) > SEGMENTS:
            raise ValueError(f"a text message has at most {SEGMENTS} segments")
