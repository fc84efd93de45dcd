"""Names that people give: how two spellings of one are compared."""

from __future__ import annotations


def fold(words: str) -> str:
    """`words` without case, doubled spaces and surrounding punctuation: how two spellings are compared."""
    return " ".join(words.casefold().replace(",", " ").replace(".", " ").split())


def carries(categories: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """The first of an entry's categories that is one of `wanted`, in any case and spacing; empty if none is."""
    folded = {fold(each) for each in wanted}
    return next((each for each in categories if fold(each) in folded), "")
