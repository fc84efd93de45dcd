"""The line of a visit in other words: made where who and when are plain, and never today's for another date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.one_line import Lack, OneLine, Unread
from calsync.parsers.line_days import Day, without_days
from calsync.parsers.one_line import read_one_line, tells_of_a_visit

SENT = datetime(2026, 12, 1, 14, 2, 33, tzinfo=UTC)
TODAY = date(2026, 12, 1)
NAMES = frozenset({"Sam Visits", "sam visits", "Sam", "sam"})


def read(text: str, *, alone: bool = True) -> OneLine | Unread | None:
    return read_one_line(text, sent=SENT, zone="Europe/London", names=NAMES, alone=alone)


@pytest.mark.parametrize(
    "begins",
    [
        "visit", "visit:", "Visit to", "visit at", "at", "I'm at", "home visit at", "Home visit:", "on a visit at",
        "on a home visit at", "doing a visit at", "going to visit", "I am going to visit", "off to visit",
        "on my way to visit", "we are visiting", "We're visiting", "just visiting", "I am now visiting",
        "I'm currently visiting", "visiting:", "visiting -", "visiting at", "I will be visiting", "I'll be visiting",
        "I’ll be visiting", "I will be at", "Hi Morgan, visiting", "Hello all, I am visiting", "Hi visiting",
        "Hi Morgan Manages - just visiting", "today visiting", "This afternoon I am visiting",
    ],
)  # fmt: skip
def test_a_visit_of_their_own_in_other_words(begins: str) -> None:
    for ends in (" until 15:30", " until 3.30pm. Thanks, Sam", " today until 15:30 - Sam", " till 15:30 today. Cheers"):
        found = read(f"{begins} 12 Elm Road{ends}")
        assert isinstance(found, OneLine), (begins, ends)
        assert (found.who, found.place, f"{found.end:%H:%M}") == ("", "12 Elm Road", "15:30"), (begins, ends)
    assert isinstance(read(f"{begins} 12 Elm Road tomorrow until 15:30"), Unread)


@pytest.mark.parametrize(
    "text",
    [
        "until 15:30 visiting 12 Elm Road",
        "Until 15:30, I'm visiting 12 Elm Road",
        "till 3.30pm at 12 Elm Road",
        "visiting 12 Elm Road 14:02 until 15:30",
        "visiting 12 Elm Road 14:02-15:30",
        "visiting 12 Elm Road on 1 December until 15:30",
        "On Tuesday 1st December 2026 visiting 12 Elm Road until 15:30",
        "visiting 12 Elm Road until 15:30 on 1/12/2026",
    ],
)
def test_the_end_may_stand_first_a_start_without_from_and_todays_date(text: str) -> None:
    found = read(text)
    assert isinstance(found, OneLine)
    assert (found.place, f"{found.start:%H:%M}", f"{found.end:%H:%M}") == ("12 Elm Road", "14:02", "15:30")


@pytest.mark.parametrize("begins", ["Sam Visits is going to visit", "Sam Visits is at", "Sam Visits will be visiting"])
def test_a_visit_of_a_colleagues_in_other_words(begins: str) -> None:
    found = read(f"{begins} 12 Elm Road until 15:30")
    assert isinstance(found, OneLine)
    assert found.who == "Sam Visits"


@pytest.mark.parametrize(
    "text",
    [
        "visit cancelled until 15:30",
        "visit to 12 Elm Road is moved until 15:30",
        "visit 12 Elm Road cancelled, off until 15:30",
        "visit Mrs Jones until 15:30",
        "at home until 15:30",
        "at the office until 15:30",
        "at a meeting until 3",
        "not going to visit 12 Elm Road until 15:30",
        "attending 12 Elm Road until 15:30",
        "visitingham 12 Elm Road until 15:30",
        "revisiting 12 Elm Road until 15:30",
        "visit 12 Elm Road untilled 15:30",
    ],
)
def test_what_may_be_anything_else_makes_no_visit(text: str) -> None:
    assert not isinstance(read(text), OneLine)


def test_in_an_answer_to_another_mail_only_visiting_begins_such_a_line() -> None:
    assert read("at 12 Elm Road until 15:30", alone=False) is None
    assert isinstance(read("visiting 12 Elm Road until 15:30", alone=False), OneLine)


@pytest.mark.parametrize(
    "place",
    [
        "12 May Road", "3 March House", "12 Friday Street", "The Sun", "12 Elm Road, March", "Flat 3/2, 12 Elm Road",
        "12 Elm Road 3rd floor", "12 Augustus Road", "12 Elm Road, on the 2nd floor", "Todayfield 3", "1 Mayfield Road",
    ],
)  # fmt: skip
def test_a_place_that_looks_like_a_day_is_not_cut(place: str) -> None:
    found = read(f"visiting {place} until 15:30")
    assert isinstance(found, OneLine)
    assert found.place == place


DATES = (
    "{d} {b}", "{d} {B}", "{d}th {B}", "the {d}th of {B}", "{B} {d}", "{b} {d}th", "{d}/{m}/{Y}", "{d:02}.{m:02}.{Y}",
    "{Y}-{m:02}-{d:02}", "{d} {B} {Y}", "{d}{b}", "{A}", "next {A}", "{A} {d} {B}", "on {a}", "{d}/{m}", "the {d}th",
)  # fmt: skip
"""How a date is written, in English."""


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 360), st.sampled_from(DATES), st.sampled_from(["front", "place", "end"]), st.booleans())
def test_another_date_is_never_watched_today(days: int, form: str, where: str, on: bool) -> None:
    day = TODAY + timedelta(days=days)
    said = form.format(d=day.day, m=day.month, Y=day.year, b=f"{day:%b}", B=f"{day:%B}", A=f"{day:%A}", a=f"{day:%a}")
    if form in ("{A}", "next {A}", "on {a}", "the {d}th") and (day.day == TODAY.day or f"{day:%a}" == f"{TODAY:%a}"):
        return  # it may be said of today
    said = f"on {said}" if on and not said.startswith(("on ", "next ")) else said
    line = {
        "front": f"{said} visiting 12 Elm Road until 15:30",
        "place": f"visiting 12 Elm Road {said} until 15:30",
        "end": f"I am visiting 12 Elm Road until 15:30 {said}",
    }[where]
    assert read(line) == Unread(lack=Lack.OTHER_DAY), line
    assert read(f"Hi Morgan, {line}. Thanks, Sam") == Unread(lack=Lack.OTHER_DAY), line


BEGINS = st.sampled_from(["visit ", "at ", "visiting: ", "until 15:30 visiting ", "I'm at ", "visiting", ""])


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="atvisngrTomy 12,-: ", max_size=30) | st.text(max_size=40), BEGINS)
def test_no_words_are_too_odd_and_a_place_is_no_part_of_a_longer_word(words: str, begins: str) -> None:
    text = f"{begins}{words} until 15:30"
    found = read(text)
    assert (found is not None) == tells_of_a_visit(text, NAMES)
    assert without_days(words, TODAY)[1] in Day
    if isinstance(found, OneLine) and text.isascii():
        written = {each.strip(" ,;:-") for each in text.split()}
        assert {each.strip(" ,;:-") for each in found.place.split()} <= written
