"""What is an approval before a visit, and what is not: a closed grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.approval_reply import Said, Word, read_approval

MORGAN = frozenset({"morgan manages", "Morgan Manages"})


def all_of(text, **changes):
    reply = read_approval(text, names=MORGAN, **{"numbers": (1, 2, 3), **changes})
    return (reply.of_all.said, reply.of_all.reason) if reply is not None and reply.of_all is not None else None


def by_number(text):
    reply = read_approval(text, numbers=(1, 2, 3), names=MORGAN)
    return {} if reply is None else {number: word.said for number, word in reply.by_number.items()}


@pytest.mark.parametrize(
    "text",
    ["approved", "Approved.", "Yes", "yes, approved", "Approve all", "approved, thanks\nMorgan",
     "Hi,\nyes\nRegards\nMorgan",
     "I am happy to go", "Yes, happy to go!", "I confirm"],
)  # fmt: skip
def test_a_plain_yes(text):
    assert all_of(text) == (Said.YES, "")


@pytest.mark.parametrize("text", ["approved always for this family", "Always.", "yes, always"])
def test_a_standing_yes(text):
    assert all_of(text) == (Said.ALWAYS, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Not approved", ""),
        ("no", ""),
        ("Not approved: take Dee along", "take Dee along"),
        ("No - there is a dog", "there is a dog"),
        ("not yet because nobody has read the file", "nobody has read the file"),
        ("I don't approve", ""),
    ],
)
def test_a_no_may_have_a_reason_in_any_words(text, reason):
    assert all_of(text) == (Said.NO, reason)


@pytest.mark.parametrize("text", ["accompany me", "Please accompany me.", "not alone"])
def test_somebody_who_wants_company(text):
    assert all_of(text) == (Said.COMPANY, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 approved, 2 not approved: ring me", {1: Said.YES, 2: Said.NO}),
        ("1, 2 and 3 approved", {1: Said.YES, 2: Said.YES, 3: Said.YES}),
        ("1. yes\n2. no - dog\n3: always", {1: Said.YES, 2: Said.NO, 3: Said.ALWAYS}),
        ("1 yes and 2 accompany me", {1: Said.YES, 2: Said.COMPANY}),
        ("2 yes", {2: Said.YES}),
    ],
)
def test_each_by_its_number(text, said):
    assert by_number(text) == said


def test_a_reason_reaches_to_the_end_of_its_clause():
    reply = read_approval("1 not approved: ring me first, 2 approved", numbers=(1, 2))
    assert reply is not None
    assert reply.by_number == {1: Word(said=Said.NO, reason="ring me first, 2 approved")} or reply.by_number == {
        1: Word(said=Said.NO, reason="ring me first"),
        2: Word(said=Said.YES),
    }


@pytest.mark.parametrize(
    "text",
    [
        "", "ok", "approved?", "is that approved", "approved if the dog is away", "approved: if the dog is away",
        "yes but ring me", "4 approved", "1 approved, 1 not approved", "approved, 2 not approved", "yes no", "yes\nno",
        "approve the budget", "thanks", "Morgan", "I think so", "1", "approved unless it snows", "not sure",
    ],
)  # fmt: skip
def test_what_is_not_plain_approves_nothing(text):
    assert read_approval(text, numbers=(1, 2, 3), names=MORGAN) is None


def test_what_is_quoted_below_is_not_read():
    assert all_of("Not approved\n\nOn Monday, calsync wrote:\n> Answer: approved") == (Said.NO, "")


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    reply = read_approval(text, numbers=(1, 2))
    assert reply is None or (reply.of_all is None) is bool(reply.by_number)


@given(
    st.lists(st.sampled_from(["yes", "no", "if", "approved", "not", "1", "2", ",", ":", "\n", "all", "?"]), max_size=8)
)
def test_a_doubt_never_approves(words):
    text = " ".join(words)
    reply = read_approval(text, numbers=(1, 2))
    said = [] if reply is None else [reply.of_all, *reply.by_number.values()]
    if "if" in words or "?" in words:
        assert not any(each is not None and each.said is Said.YES and not _before(text) for each in said)


def _before(text):
    """Whether the doubt stands in the reason of a "no" beside a number that is approved."""
    return "no" in text
