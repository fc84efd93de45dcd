"""Why a responder says that an entry is no visit: in their words, or not at all."""

from __future__ import annotations

import pytest

from calsync.parsers.no_visit import read_why_no_visit

MORGAN = frozenset({"morgan manages", "morgan"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not a visit: she was at the dentist", "she was at the dentist"),
        ("Not a visit - Team meeting, I spoke to Sam.", "Team meeting, I spoke to Sam."),
        ("No, it wasn't a visit. It was a team meeting\nMorgan", "It was a team meeting"),
        ("no visit, he was at the office", "he was at the office"),
    ],
)
def test_words_beside_the_verdict_are_the_reason(text, why):
    assert read_why_no_visit(text, names=MORGAN) == why


@pytest.mark.parametrize(
    "text",
    [
        "", "no", "not a visit", "Not a visit, thanks", "not a visit\nMorgan", "Not a visit.\nM. Manages\nTeam lead",
        "no, she was at the dentist", "no: not answering", "not a visit: I have not spoken to her", "not a visit: ok",
        "not a visit, I think", "not a visit: or is it?", "a visit: she is there", "1 no: dentist",
        "she was at the dentist",
    ],
)  # fmt: skip
def test_no_reason_a_doubtful_one_and_a_no_to_anything_else_are_none(text):
    assert read_why_no_visit(text, names=MORGAN) == ""
