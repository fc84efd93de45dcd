"""The log numbers under which outside bodies were told of an alarm: each has to be stood down by its own (law 5).

A deadline, and an answer, keep them as one text, the numbers joined by `JOINED`. One number is that text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

JOINED = "; "
NO_LOG_NUMBER = "not given"
"""What stands for the log number of a call outside when none was given."""
NO_LOG_YET = (
    "Only the log number is missing, by which they are stood down later: ask for it, and write: 999 called, log 1234. "
    "Did they give none, write: 999 called, no log number."
)
"""What somebody reads who called an outside body and names no log number."""


def as_text(numbers: Iterable[str]) -> str:
    """The text in which these are kept; empty for none."""
    return JOINED.join(numbers)


def numbers_of(text: str) -> tuple[str, ...]:
    """The log numbers in such a text, each once, in the order in which they were given; empty for none."""
    found: dict[str, str] = {}
    for each in text.split(JOINED.strip()):
        if number := each.strip():
            found.setdefault(number.casefold(), number)
    return tuple(found.values())


def given(text: str) -> tuple[str, ...]:
    """The log numbers that somebody gave, or what stands for one where they gave none."""
    return numbers_of(text) or (NO_LOG_NUMBER,)


def told(kept: str, text: str) -> str:
    """The text after further bodies were told: those before are not forgotten."""
    return as_text(numbers_of(JOINED.join((kept, *given(text)))))


def stood_down(kept: str, text: str) -> str | None:
    """The text after the bodies of these numbers were stood down; None where one of them was never told."""
    over = {each.casefold() for each in given(text)}
    known = {each.casefold() for each in numbers_of(kept)}
    return as_text(each for each in numbers_of(kept) if each.casefold() not in over) if over <= known else None


def in_words(numbers: Sequence[str]) -> str:
    """ "log number 111", or "log numbers 111 and 222"."""
    *first, last = numbers
    return f"log numbers {', '.join(first)} and {last}" if first else f"log number {last}"
