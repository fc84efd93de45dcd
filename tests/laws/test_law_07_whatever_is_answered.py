"""Law 7: to every message that a worker is sent, each answer that is understood shows the same with the code word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from calsync.domain.model import AlarmKind
from calsync.parsers.location import read_place
from tests.house import CLARENDON, CODE_WORD, MINUTE, OAK_STREET, House, clock
from tests.ladders import BY_HOURS, BY_RETURN, EVERYBODY
from tests.shown import shown, until

Story = Callable[[], House]


def at_the_end() -> House:
    """Asked whether they have left, with another visit to come."""
    house = House(at="12:50", people=EVERYBODY)
    house.entry()
    house.entry("e2", "14:30", "15:30", subject="Home visit: Mr Ackroyd", place=read_place(OAK_STREET))
    return until(house, "13:01", "14:01")


def asked_back() -> House:
    """Asked once more, since their answer was not clear."""
    house = at_the_end()
    house.says("the dog", to=house.last("sam"))
    return until(house, "14:02")


def limited() -> House:
    """Told that the visit can't be put off as far as they asked."""
    house = at_the_end()
    house.says("+90", to=house.last("sam"))
    return until(house, "14:02")


def taken_out() -> House:
    """Asked what became of a begun visit whose entry is gone, while another goes on."""
    house = House(at="12:50", people=EVERYBODY)
    house.entry()
    house.entry("e2", "13:05", "14:30", subject="Home visit: Mr Ackroyd", place=read_place(OAK_STREET))
    until(house, "13:06")
    house.delete()
    return until(house, "13:10")


def during_a_long_visit() -> House:
    """Asked during a long visit whether all is well."""
    house = House(at="12:50", policy=BY_HOURS, people=EVERYBODY)
    house.entry(end="16:00")
    return until(house, "13:01", "14:01")


def at_the_return() -> House:
    """Asked at the return of an outing."""
    house = House(at="12:50", policy=BY_RETURN, people=EVERYBODY)
    house.entry()
    return until(house, "13:01", "14:01", "14:31", "15:01")


def made_late() -> House:
    """Asked about an entry that was made after its end."""
    house = House(at="14:30", people=EVERYBODY)
    house.entry(created=clock("14:20"))
    return until(house, "14:31")


def before_the_visit() -> House:
    """Nothing was asked yet."""
    house = House(at="12:20", policy=replace(CLARENDON, max_extension=60 * MINUTE), people=EVERYBODY)
    house.entry()
    return until(house, "12:40")


STORIES: tuple[Story, ...] = (
    at_the_end, asked_back, limited, taken_out, during_a_long_visit, at_the_return, made_late, before_the_visit,
)  # fmt: skip
WORDS = (
    "left, all fine",
    "still here",
    "+20",
    "left, going home",
    "back at the office",
    "safe, but something happened",
)


@cache
def answered(story: Story, words: str, code: str = "") -> House:
    """What comes of an answer to the newest message until the evening."""
    house = story()
    house.says(words + code, to=house.last("sam") if house.told("sam") else None)
    now = house.clock.now()
    later = [now + minutes * MINUTE for minutes in (1, 10, 20, 30, 45, 60, 80, 100, 130)]
    return until(house, *(f"{each:%H:%M}" for each in later))


@pytest.mark.parametrize(
    ("story", "words"), [*((story, words) for story in STORIES for words in WORDS), (taken_out, "not going")]
)
def test_every_answer_to_every_message_shows_the_same_with_the_code_word(story, words):
    under_duress = answered(story, words, f", {CODE_WORD}")
    assert shown(under_duress) == shown(answered(story, words))
    assert under_duress.alarms == [AlarmKind.DURESS]


@pytest.mark.parametrize("end", ["14:40", "14:25"])
@pytest.mark.parametrize("at", ["14:08", "14:22"])
def test_a_later_end_in_the_diary_shows_the_same_before_and_after_responders_would_be_asked(at, end):
    def day(code: str) -> House:
        house = House(at="12:50", people=EVERYBODY)
        house.entry()
        until(house, "13:05")
        house.says(f"still here{code}")
        until(house, "14:01", "14:07", *(["14:21"] if at > "14:21" else []))
        house.change(end=clock(end))
        return until(house, at, "14:26", "14:41", "14:51", "15:01")

    assert shown(day(f", {CODE_WORD}")) == shown(day(""))


@pytest.mark.parametrize("first", ["left, all fine", "still here", ""])
@pytest.mark.parametrize("visits", [True, False])
def test_not_working_today_shows_the_same_beside_an_incident_of_before(first, visits):
    def day(at_first: str, then: str) -> House:
        house = House(at="12:50", people=EVERYBODY)
        if visits:
            house.entry()
        until(house, "13:01", "14:01")
        if at_first:
            house.says(at_first)
        until(house, "14:05")
        house.says(f"not working today{then}")
        return until(house, "14:06", "14:30")

    plain, code = shown(day(first, "")), f", {CODE_WORD}"
    assert shown(day(first, code)) == plain
    if first:
        assert shown(day(first + code, "")) == plain
        assert shown(day(first + code, code)) == plain
