"""Answers to "Marked done. Not you? Answer NO.": only a plain word that it was they is one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.not_me import Marked, read_marked

NAMES = frozenset({"sam visits", "sam"})


@pytest.mark.parametrize(
    "text", ["It was me", "yes, that was me. Thanks", "OK", "1", "me!\n\nSam", "yes, I did", "yes me, thanks"]
)
def test_a_plain_word_that_it_was_they(text):
    assert read_marked(text, NAMES) is Marked.BY_ME


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no.",
        "Nope",
        "not me",
        "No, all fine",
        "I didn't do that",
        "it wasn’t me",
        "I am still here",
        "na",
        "no problem",
        "No worries",
    ],
)
def test_whatever_begins_with_a_no_or_denies_it_is_a_no(text):
    assert read_marked(text, NAMES) is Marked.NOT_BY_ME


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yes", Marked.UNCLEAR),
        ("Yes, thanks", Marked.UNCLEAR),
        ("yes, ok", Marked.UNCLEAR),
        ("ok?", Marked.OTHER),
        ("", Marked.OTHER),
    ],
)
def test_what_may_mean_either_is_neither(text, said):
    assert read_marked(text, NAMES) is said


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["it was me", "ok", "thanks"]))
def test_no_word_that_is_not_known_stands_beside_it_was_me(noise, plain):
    if any(letter.isalnum() for letter in noise):
        said = read_marked(f"{plain} x{noise}z", NAMES)
        assert said is not Marked.BY_ME
