"""Whoever is in danger types badly: a code word of eight letters or more is heard with a slip too (law 7, BX14)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.code_words import cut_code_words, says_code_word, without_code_words, without_their_clauses
from calsync.policies.loader import load

REPLIES = Path(__file__).parents[1] / "data" / "replies.jsonl"
LONG = ("purple file", "pineapple", "blue heron road")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slips(word: str) -> list[str]:
    """The word with each swap of neighbours, each letter left out, and some letters put in or put in place of one."""
    found = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    for at in range(len(word)):
        found += [word[:at] + word[at + 1 :]] if word[at] != " " else []
        found += [word[:at] + letter + word[at:] for letter in "ax"]
        found += [word[:at] + letter + word[at + 1 :] for letter in "ax"] if word[at] != " " else []
    return [*found, word + "s", word.replace(" ", ""), word.replace(" ", "-")]


@pytest.mark.parametrize("word", LONG)
def test_any_one_slip_is_heard_and_cut_as_the_word_itself_is(word):
    for slip in slips(word):
        text = f"Left, all fine. {slip.upper()} thanks"
        assert says_code_word(text, [word]), slip
        assert not says_code_word(without_code_words(text, [word]), [word]), slip
        assert without_code_words(text, [word]).split() == ["Left,", "all", "fine.", "thanks"], slip
        assert cut_code_words(f"Home visit - {slip}", [word]) == "Home visit", slip
        assert without_their_clauses(f"approved, Sam said {slip}", [word]) == "approved", slip


@pytest.mark.parametrize("said", ["pruple flie", "perple fille", "purplefle", "pur ple flie", "PURPEL FILES"])
def test_each_word_may_hold_a_slip_and_they_may_be_parted_otherwise(said):
    text = f"Left, all fine. Please cancel my next meeting, details in the {said}"
    assert says_code_word(text, ["PURPLE FILE"])
    assert without_code_words(text, ["PURPLE FILE"]).rstrip().endswith("details in the")


@pytest.mark.parametrize(
    ("text", "word"),
    [("the shard", "shared"), ("retd", "red"), ("purple", "purple file"), ("the file", "purple file"),
     ("people are fine", "purple file"), ("purpose fulfilled", "purple file"), ("an apple", "pineapple")],
)  # fmt: skip
def test_what_is_further_off_or_short_is_none(text, word):
    assert not says_code_word(text, [word])


def test_no_ordinary_answer_is_taken_for_a_presets_code_word():
    words = load("bexley").code_words
    assert words == ("purple file",)
    said = [json.loads(line) for line in REPLIES.read_text(encoding="utf-8").splitlines()]
    safe = [each["text"] for each in said if each["intent"] != "duress"]
    assert [each for each in safe if any(says_code_word(each, [word]) for word in words)] == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=LETTERS + " .,-\n", max_size=40), st.text(alphabet=LETTERS + " .,-\n", max_size=40))
def test_whatever_stands_around_it_nothing_of_it_is_left(before, after):
    text = f"{before} pineaple {after}"
    assert says_code_word(text, ["pineapple"])
    assert not says_code_word(without_code_words(text, ["pineapple"]), ["pineapple"])
    assert not says_code_word(cut_code_words(text, ["pineapple"]), ["pineapple"])
