"""Yes and no to "is it a visit?": a closed grammar in which doubt is never a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.yes_no import YesNo, read_yes_no

SAM = frozenset({"Sam Visits", "sam"})
THREE = (1, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "yep thanks",
        "y",
        "it is",
        "Yes, it's a home visit. Thanks",
        "a visit",
        "Hi, yes please\nSam",
        "all yes",
    ],
)
def test_a_plain_yes_is_for_all(text):
    said = read_yes_no(text, numbers=THREE, names=SAM)
    assert said is not None
    assert said.of_all is True


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No thanks, Sam",
        "nope",
        "it isn't",
        "It is not a visit",
        "not a visit",
        "none of them",
        "both no",
        "neither",
    ],
)
def test_a_plain_no_is_for_all(text):
    said = read_yes_no(text, numbers=THREE, names=SAM)
    assert said is not None
    assert said.of_all is False


@pytest.mark.parametrize(
    ("text", "by_number"),
    [
        ("1 yes 2 no", {1: True, 2: False}),
        ("1: yes, 2: no", {1: True, 2: False}),
        ("1. yes\n2. no\n3. no", {1: True, 2: False, 3: False}),
        ("yes to 1, no to 2", {1: True, 2: False}),
        ("1 & 3 no, 2 yes", {1: False, 2: True, 3: False}),
        ("1 and 2 yes", {1: True, 2: True}),
        ("2 no", {2: False}),
        ("1 is a visit, 2 is not a visit", {1: True, 2: False}),
        ("1 is, 2 isn't", {1: True, 2: False}),
        ("Number 1 is and 2 isn't", {1: True, 2: False}),
    ],
)
def test_each_is_answered_by_its_number_in_one_direction(text, by_number):
    assert read_yes_no(text, numbers=THREE) == YesNo(by_number=by_number, names_the_visit="visit" in text)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "no?", "is it?", "maybe", "not", "not sure", "yes but I am late", "yes, no", "no 1 yes",
        "4 yes", "0 no", "1 2 yes 3", "1", "safe", "all fine", "no problem", "no idea", "no longer", "not going",
        "thanks", "1 yes 1 no",
        "1 all good, 2 no", "1 please 2 no", "1 thanks, 2 and 3 no",
        "99999999999999999999 no", "yes " * 60,
    ],
)  # fmt: skip
def test_what_is_not_plain_is_nothing(text):
    assert read_yes_no(text, numbers=THREE) is None


@pytest.mark.parametrize(
    ("text", "named"), [("yes", False), ("no", False), ("not a visit", True), ("it was a visit", True)]
)
def test_it_is_told_whether_the_visit_was_named(text, named):
    said = read_yes_no(text)
    assert said is not None
    assert said.names_the_visit is named


def test_what_is_quoted_below_the_answer_is_not_part_of_it():
    text = 'no\n\nOn 2 March 2026 calsync <checkin@clarendon.test> wrote:\n> - "yes": it is a visit'
    assert read_yes_no(text) == YesNo(of_all=False)


@given(st.text(max_size=400))
def test_whatever_is_written_brings_no_error(text):
    said = read_yes_no(text, numbers=THREE, names=SAM)
    assert said is None or (said.of_all is None) is bool(said.by_number)


@given(
    st.lists(
        st.sampled_from(["yes", "no", "1", "2", "3", "and", "visit", "not", "a", "it", "is", "thanks"]), max_size=12
    )
)
def test_no_number_outside_the_list_is_ever_answered(words):
    said = read_yes_no(" ".join(words), numbers=(1, 2))
    assert said is None or set(said.by_number) <= {1, 2}


@pytest.mark.parametrize(
    "text",
    ["No. 1", "No 1", "No.1", "no 2 please", "No 1 and no 3", "no 1, 2", "No. 1\nNo. 2", "no number 1", "No 1, Sam"],
)
def test_no_before_a_number_may_be_the_word_for_number_and_is_unclear(text):
    assert read_yes_no(text, numbers=THREE, names=SAM) is None


@pytest.mark.parametrize(
    ("text", "by_number"),
    [
        ("1 no", {1: False}),
        ("no to 1", {1: False}),
        ("no to 1 and 3", {1: False, 3: False}),
        ("yes 1 no 2", {1: True, 2: False}),
        ("no, not a visit: 1", {1: False}),
    ],
)
def test_a_no_that_stands_elsewhere_or_beside_a_yes_is_a_no(text, by_number):
    said = read_yes_no(text, numbers=THREE)
    assert said is not None
    assert said.by_number == by_number
