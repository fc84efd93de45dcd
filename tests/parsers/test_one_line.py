""" "visiting 12 Elm Road until 15:30": what is one visit is read, and what begins like one is never passed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.one_line import Lack, OneLine, Unread
from calsync.parsers.one_line import LONGEST, read_one_line, tells_of_a_visit

SENT = datetime(2026, 12, 1, 14, 2, 33, tzinfo=UTC)
NAMES = frozenset({"morgan manages", "morgan"})


def read(text: str) -> OneLine | Unread | None:
    return read_one_line(text, sent=SENT, zone="Europe/London", names=NAMES)


@pytest.mark.parametrize(
    ("text", "who", "start", "end"),
    [
        ("visiting 12 Elm Road until 15:30", "", "14:02", "15:30"),
        ("Visiting 12 Elm Road till 3.30 p.m.", "", "14:02", "15:30"),
        ("I'm visiting 12 Elm Road until 4", "", "14:02", "16:00"),
        ("Hello, visiting 12 Elm Road\nuntil 1530.\nThanks\nMorgan", "", "14:02", "15:30"),
        ("visiting 12 Elm Road today from 16:00 until 17:15", "", "16:00", "17:15"),
        ("visiting 12 Elm Road from 2 to 3.30", "", "14:00", "15:30"),
        ("visiting 12 Elm Road from 14:00-15:30", "", "14:00", "15:30"),
        ("Sam is visiting 12 Elm Road until 3.30pm", "Sam", "14:02", "15:30"),
        ("Sam Visits will be visiting 12 Elm Road from 15 until 16", "Sam Visits", "15:00", "16:00"),
        ("Anne-Marie O'Neill's visiting 12 Elm Road until 15:30", "Anne-Marie O'Neill", "14:02", "15:30"),
    ],
)
def test_one_visit_is_read(text, who, start, end):
    found = read(text)
    assert isinstance(found, OneLine)
    assert (found.who, found.place, f"{found.start:%H:%M}", f"{found.end:%H:%M}") == (who, "12 Elm Road", start, end)


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        ("visiting", Lack.NO_END),
        ("visiting Elm Road", Lack.NO_END),
        ("visiting until 15:30", Lack.NO_PLACE),
        ("visiting 12 Elm Road until 14:00", Lack.PAST),
        ("visiting 12 Elm Road from 13:00 until 13:30", Lack.PAST),
        ("visiting 12 Elm Road until 23:00", Lack.TOO_LONG),
        ("visiting 12 Elm Road until 15:30 and 3 Oak St until 16:30", Lack.SEVERAL),
        ("visiting 12 Elm Road until 15:30\nvisiting 3 Oak St until 16:30", Lack.SEVERAL),
        ("visiting 12 Elm Road on Friday until 15:30", Lack.OTHER_DAY),
        ("he is visiting 12 Elm Road until 15:30", Lack.NO_NAME),
        ("Sam is visiting 12 Elm Road until 15:30?", Lack.UNCLEAR),
        ("visiting 12 Elm Road until 15:30, then home", Lack.UNCLEAR),
        ("visiting 12 Elm Road until 25:00", Lack.UNCLEAR),
    ],
)
def test_what_lacks_something_says_what(text, lack):
    found = read(text)
    assert isinstance(found, Unread)
    assert found.lack is lack


@pytest.mark.parametrize(
    "text", ["", "I was visiting my mum", "not visiting 12 Elm Road", "left, all fine", "Sam is not visiting anybody"]
)
def test_what_does_not_begin_like_one_is_none(text):
    assert read(text) is None


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.integers(0, 23), st.integers(0, 59), st.sampled_from([":", "."]))
def test_a_visit_ends_after_its_start_and_after_the_mail_and_never_lasts_too_long(place, hour, minute, dot):
    text = f"visiting {place} until {hour}{dot}{minute:02}"
    found = read(text)
    if isinstance(found, OneLine):
        assert found.start < found.end <= found.start + LONGEST
        assert found.end > SENT
        assert SENT - timedelta(minutes=1) <= found.start
    assert (found is not None) == tells_of_a_visit(text, NAMES)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_read(text):
    read(text)
    read(f"visiting {text}")
