"""Entries of any text, also of a hostile one: always an answer, and always in a time that grows with the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.classify import Rules, own_site, recognise
from calsync.domain.classify.text import LONGEST, nearly, read_text
from calsync.domain.model import Place, Tag
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, RULES, an_entry

PIECES = st.sampled_from([
    "HV", "visit", "vist", "h/v", "H.V.", "c/o", "write up", "meeting with", "14 Elm Rd", "S60", "home", "her house",
    "flat", "3", "-", ":", "(", "and", "+", "K's", "\u202e", "é", "ﬀ", "مقابلة",
    "CXL", "Teams", "school", "court", "Town Hall",
])  # fmt: skip
SENTENCES = re.compile(r"[A-Z].*\.", re.DOTALL)


@given(st.text(max_size=200), st.text(max_size=200), st.booleans(), st.booleans())
def test_any_text_gets_a_tag_and_a_reason(subject: str, place: str, online: bool, in_hours: bool) -> None:
    found = recognise(an_entry(subject=subject, place=read_place(place), online=online), RULES, in_hours=in_hours)
    assert found.reasons
    assert all(each for each in found.reasons)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.booleans())
def test_words_of_visits_in_any_order_get_a_sentence(subject: list[str], place: list[str], in_hours: bool) -> None:
    entry = an_entry(subject=" ".join(subject), place=read_place(" ".join(place)))
    found = recognise(entry, RULES, in_hours=in_hours)
    assert all(SENTENCES.fullmatch(each) for each in found.reasons + found.against)


@given(st.lists(PIECES, max_size=8))
def test_a_visit_category_decides_whatever_else_is_written(words: list[str]) -> None:
    text = " ".join(words)
    found = recognise(an_entry(subject=text, place=read_place(text), categories=("Home visit",)), RULES)
    assert found.tag is Tag.VISIT


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_place_is_compared_with_any_site(one: str, other: str) -> None:
    assert own_site(read_place(one), (read_place(other),)) in ("", other.strip())


@given(st.text(alphabet="visth", max_size=8), st.text(alphabet="visth", max_size=8))
def test_one_slip_is_the_same_in_both_directions(one: str, other: str) -> None:
    assert nearly(one, other) is nearly(other, one)
    assert nearly(one, one)


@pytest.mark.parametrize(("said", "is_near"), [("vist", True), ("viist", True), ("vissit", True), ("vidit", True),
                                               ("vista", False), ("vst", False), ("list", False)])  # fmt: skip
def test_a_slip_is_one_letter(said: str, is_near: bool) -> None:
    assert nearly(said, "visit") is is_near


@pytest.mark.parametrize(
    "piece", ["HV ", "visit ", "h/v", "a ", "12 ", "S60 ", "(", "’", "K's ", "1.", "\u202e", "é", "ﷺ"]
)
def test_of_a_text_without_end_only_the_beginning_is_read(piece: str) -> None:
    text = piece * 10_240
    assert len(read_text(text).words) <= 2 * LONGEST
    assert recognise(an_entry(subject=text, place=Place(text=text)), RULES).reasons


def test_rules_are_read_once_and_other_rules_are_not_mixed_up() -> None:
    entry = an_entry(subject="K", place=read_place(ELM_ROAD))
    for _ in range(40):
        assert recognise(entry, Rules(sites=(read_place(ELM_ROAD),))).tag is Tag.NONE
        assert recognise(entry, Rules()).tag is Tag.VISIT
