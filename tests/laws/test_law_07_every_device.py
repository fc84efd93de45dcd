"""Law 7: of a visit, the hours after it and the next day, every device of its worker shows the same bytes.

The code word comes by mail, by text, by the subject of the entry, or is passed on by a manager; beside it stands what
the worker says and does in the same minutes without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from calsync.domain.model import AlarmKind, Role
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.domain.model.letters import Letters
from calsync.parsers.location import read_place
from tests.devices import DeviceHouse, devices, everything
from tests.house import CODE_WORD, MINUTE, OAK_STREET, clock
from tests.texts import BY_TEXT

Way = Callable[[DeviceHouse, str, str], None]
HOUR = 60 * MINUTE
POLICY = replace(
    BY_TEXT,
    letters=Letters(list=(Role.LINE_MANAGER,), concerns=(Role.LINE_MANAGER,)),
    checks=Checks(rules=((Check.CONFIRMED, Rule(before=4 * HOUR, remind=2 * HOUR, alert=HOUR)),)),
)
DIARY = "Home visit: Mrs Whitcombe"


def _mail(house: DeviceHouse, words: str, code: str) -> None:
    if words or code:
        house.says(f"{words}{', ' if words and code else ''}{code}")


def _text(house: DeviceHouse, words: str, code: str) -> None:
    house.texts(f"{words}{', ' if words and code else ''}{code}")


def _subject(house: DeviceHouse, words: str, code: str) -> None:
    house.change(subject=f"{DIARY} {code}".strip())
    if words:
        house.says(words)


def _passed_on(house: DeviceHouse, words: str, code: str) -> None:
    if code:
        house.says(f"Sam rang and said {code}", who="morgan")
    if words:
        house.says(words)


WAYS: dict[str, Way] = {"mail": _mail, "text": _text, "subject": _subject, "passed on": _passed_on}
AFTERWARDS = {
    "nothing": lambda house: None,
    "not working": lambda house: house.says("not working today"),
    "safe": lambda house: house.says("left, all fine"),
    "more": lambda house: house.says("+20"),
    "unclear": lambda house: house.says("hm, the dog"),
}


@cache
def shown(way: str, at: str, words: str, then: str, code: str) -> bytes:
    """Two days of Sam: a visit on which something is said, another after it, and one on the next morning."""
    house = DeviceHouse(at="08:30", policy=POLICY)
    house.entry(subject=DIARY)
    house.entry("e2", "15:00", "16:00", subject="Home visit: Mr Ackroyd", place=read_place(OAK_STREET))
    house.entry("e3", subject="Home visit: Ms Patel", start="09:00", end="09:30")
    house.change("e3", start=clock("09:00", day=1), end=clock("09:30", day=1))
    for _ in range(2):
        house.tick()
    house.every(30, "12:55")
    house.every(10, "13:20" if at > "13:20" else at)
    house.every(5, at)
    WAYS[way](house, words, code)
    house.send()
    house.every(5, "14:25")
    AFTERWARDS[then](house)
    house.every(5, "14:40")
    house.every(10, "16:30")
    house.every(30, "18:00")
    house.every(60, "08:00", day=1)
    house.every(15, "10:15", day=1)
    if code:
        assert AlarmKind.DURESS in house.alarms
    return everything(house, having=devices((f" {CODE_WORD}",)))


def same(way: str, at: str, words: str, then: str) -> None:
    plain, under = (shown(way, at, words, then, code).split(b"\n") for code in ("", CODE_WORD))
    assert under == plain


@pytest.mark.parametrize("way", ["mail", "text"])
@pytest.mark.parametrize(("at", "words"), [("13:20", "left, all fine"), ("13:50", "left, all fine"), ("14:05", "+20")])
def test_said_by_the_worker_beside_their_answer(way: str, at: str, words: str) -> None:
    same(way, at, words, "nothing")


@pytest.mark.parametrize("way", ["subject", "passed on"])
@pytest.mark.parametrize(("at", "words"), [("12:45", ""), ("13:20", ""), ("13:55", "still here")])
def test_written_into_the_diary_or_passed_on_by_the_manager(way: str, at: str, words: str) -> None:
    same(way, at, words, "safe")


@pytest.mark.parametrize("then", ["not working", "more", "unclear"])
def test_whatever_the_worker_says_in_the_hours_afterwards(then: str) -> None:
    same("mail", "13:50", "left, all fine", then)


def test_the_two_days_show_something_of_every_kind_and_no_word_of_it() -> None:
    seen = shown("mail", "13:50", "left, all fine", "more", CODE_WORD)
    for each in ("device='text'", "device='letter'", "device='diary'", "Are you happy to go?", "Have you left"):
        assert each.encode() in seen, each
    assert CODE_WORD.encode() not in seen
