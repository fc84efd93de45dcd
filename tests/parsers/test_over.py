"""Whether a reason to close says that the visit is over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.over import says_over


@pytest.mark.parametrize(
    "reason",
    [
        "she has left, I spoke to her",
        "they have left, I spoke to them",
        "Out and safe, spoke to them",
        "They’re out, all fine",
        "safe, on her way home",
        "spoke to him, he is back at the office",
        "the visit is over, all well",
        "she did not go in",
        "Sam has left, all fine",
    ],
)
def test_that_they_are_out_is_plain(reason: str) -> None:
    assert says_over(reason, ("Sam Visits", "Sam"))


@pytest.mark.parametrize(
    "reason",
    [
        "safe and well, I spoke to them",
        "spoke to them, all fine, going on with the visit",
        "she has not left yet, all fine",
        "will ring when she has left",
        "out of breath, all fine",
        "all fine, they have left the room until he calms down",
        "the family has left, Sam stays",
        "they are out in ten minutes",
        "by mistake, I spoke to them",
        "the son has left, all calm now",
        "home visit goes well",
    ],
)
def test_whatever_leaves_a_doubt_does_not_say_so(reason: str) -> None:
    assert not says_over(reason, ("Sam Visits", "Sam"))


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text_is_read(reason: str) -> None:
    assert says_over(reason) in (True, False)
