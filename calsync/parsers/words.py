"""Word lists, written as they are read: one sentence of words in place of a column of quotation marks."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of the text, each once."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """The phrases of the text, one a line or between commas, each as its words; empty ones are left out."""
    return frozenset(tuple(phrase.split()) for phrase in text.replace("\n", ",").split(",") if phrase.strip())
