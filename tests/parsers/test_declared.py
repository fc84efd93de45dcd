"""What counts as a declaration, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model.letters import Declared, LetterKind
from calsync.parsers.declared import read_declared

SAM = frozenset({"sam", "sam visits"})


@pytest.mark.parametrize(
    "text",
    [
        "read and understood",
        "Read and understood.",
        "Hi,\n\nI've read and understood it.\n\nThanks\nSam",
        "I have read it, and understood it",
        "Read and understood\n\nFrom: calsync\nSubject: Once a year\n> please read",
    ],
)
def test_the_words_that_were_asked_for_declare_it(text: str) -> None:
    assert read_declared(text, LetterKind.READ, SAM) is Declared.READ


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "yes",
        "I have not read and understood it",
        "read and understood?",
        "I will read it",
        "read and understood. Call me, I need help",
        "read and understood pineapple",
        "read",
    ],
)
def test_anything_else_declares_nothing(text: str) -> None:
    assert read_declared(text, LetterKind.READ, SAM) is None


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("yes", Declared.RIGHT),
        ("Yes, they are right. Thanks, Sam", None),
        ("Yes, they are right.\nThanks\nSam", Declared.RIGHT),
        ("no", Declared.WRONG),
        ("No, one is wrong", Declared.WRONG),
        ("yes and no", None),
        ("no, it is 07700 900123", None),
        ("yes\nhelp", None),
        ("yes\nno", None),
    ],
)
def test_numbers_are_right_or_wrong_and_nothing_between(text: str, means: Declared | None) -> None:
    assert read_declared(text, LetterKind.NUMBERS, SAM) is means


def test_a_letter_that_asks_nothing_takes_no_declaration() -> None:
    assert read_declared("read and understood", LetterKind.SUMMARY) is None
    assert read_declared("yes", LetterKind.VISITS) is None


@given(st.text(), st.sampled_from(LetterKind))
def test_no_text_stops_it(text: str, kind: LetterKind) -> None:
    assert read_declared(text, kind) in (None, *Declared)


@given(st.sampled_from(["help", "pineapple", "not safe", "call me", "?"]), st.booleans())
def test_nothing_beside_the_words_is_passed_over(word: str, first: bool) -> None:
    text = f"{word} read and understood" if first else f"read and understood\n{word}"
    assert read_declared(text, LetterKind.READ) is None
