"""A plain cry is heard in whatever words it comes, and calm words that hold the same ones are none (law 6)."""

from __future__ import annotations

import pytest

from calsync.parsers.cries import cries_for_help, folded
from calsync.parsers.reply import Intent, read_reply
from tests.house import clock


def intent(text: str) -> Intent:
    return read_reply(text, sent=clock("14:00"), zone="Europe/London").intent


@pytest.mark.parametrize(
    "text",
    [
        "he's attacking me", "he's got a weapon", "kidnapped", "raped", "I've been shot", "I've fallen",
        "I fell down the stairs and can't move", "cant breathe", "chest pain", "heart attack",
        "I've been in an accident", "he has locked the door", "he's blocking my way", "not allowed to leave",
        "I want to leave but can't", "call my mobile", "call the office for me", "pick me up now",
        "please come over now", "they took my keys", "code red", "helpwch fi", "Hilfe", "au secours",
    ],
)  # fmt: skip
def test_a_plain_cry_is_help(text: str) -> None:
    assert intent(text) is Intent.HELP


@pytest.mark.parametrize(
    "text",
    ["left, all fine, no weapon after all", "I fell asleep on the train", "I locked the front door and left, all fine"],
)
def test_calm_words_are_no_cry(text: str) -> None:
    assert not cries_for_help(folded(text))


@pytest.mark.parametrize(
    "text", ["on my way, all fine", "driving, all fine", "on the bus, all fine", "all ok, on the train"]
)
def test_whoever_is_under_way_may_be_going_there(text: str) -> None:
    assert intent(text) is Intent.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "left, on my way, all fine",
        "out, driving now, all ok",
        "all fine, on my way home",
        "safe, driving back",
        "in the car, all fine",
    ],
)
def test_who_says_from_where_is_out(text: str) -> None:
    assert intent(text) is Intent.SAFE
