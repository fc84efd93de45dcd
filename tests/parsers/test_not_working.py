"""Who says plainly that they do not work today, and who does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.not_working import says_not_working_today
from calsync.parsers.reply import Intent, read_reply

NAMES = frozenset({"Sam Visits", "Sam"})
SAYS = [
    "not working today", "Off sick today", "I'm off sick today", "I am ill, not in today", "I am not working today.",
    "Sorry I won't be in today", "Morning, off sick today, sorry. Sam", "calling in sick", "I am on leave today",
    "I can't come in today", "Hi\n\nNot working today, please call off my visits.\n\nThanks\nSam",
]  # fmt: skip


@pytest.mark.parametrize("text", SAYS)
def test_plain_words_are_understood(text: str) -> None:
    assert says_not_working_today(text, NAMES)


@pytest.mark.parametrize("text", SAYS)
def test_none_of_them_is_a_word_of_safety_or_a_call_for_help(text: str) -> None:
    assert read_reply(text, sent=datetime(2026, 3, 2, 8, tzinfo=UTC), names=("Sam",)).intent is Intent.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "", "I am ill", "sick", "not working", "working today", "are you not working today?", "not working tomorrow",
        "not working today but will do the 2pm", "she is not working today", "left, all fine", "not in today help me",
        "> not working today", "the lift is not working today", "not sure if off sick today",
    ],
)  # fmt: skip
def test_everything_else_is_not(text: str) -> None:
    assert not says_not_working_today(text, NAMES)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    says_not_working_today(text)


@settings(deadline=None)
@given(st.sampled_from(SAYS), st.sampled_from(["but", "unless", "not", "until 12", "except", "if", "help", "maybe"]))
def test_a_word_that_may_turn_it_makes_it_unclear(text: str, word: str) -> None:
    assert not says_not_working_today(f"{text.removesuffix('Sam')} {word}", NAMES)
