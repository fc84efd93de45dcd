"""Law 7: whatever is said once a visit is closed shows the same, with and without a code word before or in it.

Two histories of the same words, one with the code word, are compared by every byte that Sam's devices show.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from calsync.domain.model import AlarmKind
from tests.devices import DeviceHouse, everything
from tests.house import CODE_WORD, MINUTE
from tests.ladders import BY_RETURN
from tests.texts import BY_TEXT

POLICIES = {"by text": BY_TEXT, "by return": BY_RETURN}
FIRST = ("left, all fine", "still here", "+20", "all fine")
THEN = ("no", "still here", "+30", "not working today", "I have not left", "hm, the dog", "ok", "")
CLOSED = ("nobody", "morgan", "diary")


def history(
    closed: str, at: str, by: str, words: Sequence[str], coded: Sequence[int], gap: int, policy: str
) -> DeviceHouse:
    """An afternoon on which these words are said one after another, those of `coded` with the code word."""
    house = DeviceHouse(at="12:50", policy=POLICIES[policy])
    house.entry()
    house.tick()
    house.every(20, at)
    if closed == "diary":
        house.change(categories=("Visit done",))
        house.tick()
    if closed == "morgan":
        house.every(5, "14:25")
        alarm = next((each for each in house.mail.sent if each.notification.recipient == "morgan"), None)
        if alarm is not None:
            house.says("close: safe and well, I spoke to her", who="morgan", to=alarm)
    for place, said in enumerate(words):
        if said:
            (house.says if by == "mail" else house.texts)(said + (f", {CODE_WORD}" if place in coded else ""))
            house.send()
        house.every(gap, f"{house.clock.now() + gap * MINUTE:%H:%M}")
    house.every(10, "16:00")
    assert (AlarmKind.DURESS in house.alarms) == bool(coded)
    return house


@cache
def shown(
    closed: str, at: str, by: str, words: tuple[str, ...], coded: tuple[int, ...], gap: int, policy: str
) -> list[bytes]:
    return everything(history(closed, at, by, words, coded, gap, policy)).split(b"\n")


@settings(max_examples=8, deadline=None)
@given(
    closed=some.sampled_from(CLOSED),
    at=some.sampled_from(["13:30", "13:50", "14:05"]),
    by=some.sampled_from(["mail", "text"]),
    first=some.sampled_from(FIRST),
    then=some.lists(some.sampled_from(THEN), min_size=1, max_size=2),
    gap=some.sampled_from([2, 7, 20]),
    policy=some.sampled_from(sorted(POLICIES)),
)
@example(closed="nobody", at="13:50", by="mail", first="left, all fine", then=["+30"], gap=20, policy="by text")
@example(
    closed="nobody", at="14:05", by="mail", first="left, all fine", then=["still here", "no"], gap=7, policy="by text"
)
@example(closed="morgan", at="13:50", by="text", first="left, all fine", then=["ok"], gap=7, policy="by text")
def test_a_code_word_before_shows_in_nothing_that_is_said_afterwards(
    closed: str, at: str, by: str, first: str, then: list[str], gap: int, policy: str
) -> None:
    words = (first, *then)
    assert shown(closed, at, by, words, (0,), gap, policy) == shown(closed, at, by, words, (), gap, policy)


@pytest.mark.parametrize("coded", [(1,), (0, 1), (0, 2)])
@pytest.mark.parametrize(
    ("closed", "words"),
    [
        ("nobody", ("left, all fine", "I have not left", "left, all fine")),
        ("nobody", ("left, all fine", "+30", "still here")),
        ("morgan", ("+30", "left, all fine", "+30")),
        ("diary", ("still here", "left, all fine", "still here")),
    ],
)
def test_a_code_word_in_it_shows_in_nothing_either(closed: str, words: tuple[str, ...], coded: tuple[int, ...]) -> None:
    said = (closed, "13:50", "mail", words)
    assert shown(*said, coded, 7, "by text") == shown(*said, (), 7, "by text")


def test_the_words_that_are_compared_bring_every_message_of_a_closed_visit() -> None:
    words = (("left, all fine", "I have not left", "left, all fine"), ("left, all fine", "+30", "still here"))
    seen = b"".join(line for each in words for line in shown("nobody", "13:50", "mail", each, (), 7, "by text"))
    assert b"nobody is watching it" in seen
    assert b"counts as not over" in seen
