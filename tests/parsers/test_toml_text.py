"""TOML that can't be read: what stands twice is told in an operator's words, with both lines and the fix."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.toml_text import NotToml, read_toml_text


def problem(text: str) -> str:
    with pytest.raises(NotToml) as caught:
        read_toml_text(text.encode())
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[categories]\nhome = ["A"]\nhome = ["B"]\n',
            "line 3: 'home' stands here for the second time (first on line 2); keep one, with all its values in it",
        ),
        (
            '[categories]\nhome = [\n "A",\n]\nhome = [\n "B",\n]\n',
            "line 5: 'home' stands here for the second time (first on line 2); keep one, with all its values in it",
        ),
        (
            '[words]\nhome = 1\n[[flag]]\n"home" = 1\n"home" = 2\n',
            "line 5: 'home' stands here for the second time (first on line 4); keep one, with all its values in it",
        ),
        (
            "[words]\nvisit = []\n[words]\nnot_visit = []\n",
            "line 3: the table [words] stands here for the second time (first on line 1); put all its keys under one",
        ),
        (
            "words = 1\n[words]\n",
            "line 2: the table [words] stands here for the second time (first on line 1); put all its keys under one",
        ),
        (
            'sites = [{ name = "A", name = "B" }]\n',
            "line 1: 'name' stands twice between the same braces; keep one of them",
        ),
    ],
)
def test_what_stands_twice_is_told_with_both_lines_and_the_fix(text, told):
    assert problem(text) == told


@given(st.text(alphabet="ab=[]{}.,1\n\"' ", max_size=60))
def test_no_text_whatever_breaks_the_reading(text):
    with suppress(NotToml):
        read_toml_text(text.encode())
