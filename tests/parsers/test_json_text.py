"""Half a letter in an answer costs that letter, and nothing else (law 14)."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.json_text import decoded, with_whole_letters


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'"HV \ud83d"', "HV \ufffd"),
        (r'"\udE00 HV"', "\ufffd HV"),
        (r'"\uD83D\uDE00 HV"', "\U0001f600 HV"),
        (r'"\ud83d\ud83d\ude00"', "\ufffd\U0001f600"),
        (r'"\ud83d\n"', "\ufffd\n"),
        (r'"\\ud83d"', "\\ud83d"),
        (r'"\\\ud83d"', "\\\ufffd"),
        (r'"\u00e9\/"', "é/"),
    ],
)
def test_half_a_letter_is_read_as_the_sign_for_one_that_cannot_be_read(written: str, read: str) -> None:
    assert decoded(msgspec.json.decode, written.encode()) == read


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": \\ud83d}', b"<html>"])
def test_what_is_no_json_is_refused_as_before(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decoded(msgspec.json.decode, body)


@given(st.lists(st.text(st.characters(codec=None)), max_size=5))
def test_any_text_whatever_letters_are_cut_is_read_letter_by_letter(texts: list[str]) -> None:
    # A JSON text may hold halves that make a whole where they meet: that is one letter.
    whole = json.loads(json.dumps(texts))
    expected = [each.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for each in whole]
    assert msgspec.json.decode(with_whole_letters(json.dumps(texts).encode())) == expected
