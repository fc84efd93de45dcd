"""A text without its code words, as somebody would have written it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.code_words import cut_code_words, says_code_word, without_their_clauses

WORDS = ("pineapple", "purple file")
SUBJECT = "Home visit: Mrs Whitcombe"


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        (f"{SUBJECT} pineapple", SUBJECT),
        (f"{SUBJECT}, Pine-Apple!", SUBJECT),
        (f"{SUBJECT} - PURPLE FILE", SUBJECT),
        (f"{SUBJECT} (pineapple)", SUBJECT),
        (f"pineapple: {SUBJECT}", SUBJECT),
        ("Home visit: pineapple Mrs Whitcombe", SUBJECT),
        ("Home visit: Mrs (pineapple) Whitcombe", SUBJECT),
        ("Café - pínéapple - Zoë", "Café - Zoë"),
        ("pine pineapple apple", ""),
        ("pineapple", ""),
        ("A visit to the pineapplets,", "A visit to the pineapplets,"),
        ("", ""),
    ],
)
def test_what_joined_the_word_to_the_rest_goes_with_it_and_nothing_else_is_changed(written, cut):
    assert cut_code_words(written, WORDS) == cut


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"aé ,;:-()[]!\u200b\u0301ß\u1e9e\ufb01", "pineapple", "purple", "file", "PINE", "apple"])
    ),
)
def test_no_code_word_is_left_and_a_text_without_one_is_left_alone(parts):
    text = "".join(parts)
    cut = cut_code_words(text, WORDS)
    assert not says_code_word(cut, WORDS)
    assert says_code_word(text, WORDS) or cut == text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("approved, Sam said pineapple", "approved"),
        ("Sam said pineapple. Call off", "Call off"),
        ("approved\npineapple", "approved"),
        ("they stand but she said purple file", "they stand"),
        ("pineapple", ""),
        ("p.i.n.e.a.p.p.l.e, approved", ""),
    ],
)
def test_the_clauses_with_a_code_word_are_left_out(written, left):
    assert " ".join(without_their_clauses(written, WORDS).split()) == left
