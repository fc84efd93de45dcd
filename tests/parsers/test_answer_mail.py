"""Which words of a mail are its answer: its text, or its subject where it says more."""

from __future__ import annotations

from calsync.parsers.answer_mail import answer_text
from calsync.parsers.code_words import without_code_words

NAMES = ("Sam Visits", "Sam")
RE = "RE: Have you left, and are you safe? [K7QMWX]"
WORDS = ("blue folder",)


def test_the_text_is_the_answer_where_there_is_one() -> None:
    assert answer_text("left", RE, NAMES, WORDS) == "left"
    assert answer_text("left", "visit", NAMES, WORDS) == "left"


def test_a_mail_with_nothing_but_a_signature_is_read_by_its_subject() -> None:
    below = "Sam Visits\nSocial Worker\n\nSent from my iPhone"
    assert answer_text(below, "Left, all fine", NAMES, WORDS) == f"Left, all fine\n\n{below}"
    assert answer_text("", "Re: help", NAMES, WORDS).strip() == "help"
    assert answer_text("", "", NAMES, WORDS) == ""


def test_a_call_for_help_in_a_subject_of_their_own_is_heard_and_none_in_ours() -> None:
    assert answer_text("12 Elm Road", "help me", NAMES, WORDS) == "help me\n\n12 Elm Road"
    assert answer_text("left", "Re: help is needed [K7QMWX]", NAMES, WORDS) == "left"


def test_a_code_word_in_the_subject_is_heard_and_leaves_the_text_as_it_is_without_it() -> None:
    heard = answer_text("left, all fine", "Re: the Blue Folder please", NAMES, WORDS)
    assert heard == "blue folder\n\nleft, all fine"
    assert without_code_words(heard, WORDS).strip() == "left, all fine"
