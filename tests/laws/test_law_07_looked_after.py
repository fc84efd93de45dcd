"""Law 7: who looks after a worker is told the same whether a code word stands or not, and in ordinary words alone."""

from __future__ import annotations

import re
from functools import cache

import pytest

from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import AlarmKind
from tests.devices import DeviceHouse, devices, everything
from tests.house import CODE_WORD, late

NEVER = re.compile(r"alarm|police|escalat|emergenc|999|duress|code word|danger", re.IGNORECASE)


@cache
def shown(when: str, code: str) -> bytes:
    """Sam's visit is over without a word; Dee takes its alarm at 14:11, and a manager passes a code word on."""
    house = DeviceHouse(at="12:00")
    house.entry()
    house.entry("e2", "15:00", "16:00", subject="Home visit: Mr Ackroyd")
    house.every(10, "12:50")
    house.every(5, "14:10")
    alarm = house.texts_to("dee")[-1]
    said = f"Sam rang and said {code}"
    house.every(1, "14:11")
    if code and when == "before":
        house.says(said, who="morgan")
    house.says("I have it", who="dee", to=alarm)
    house.every(1, "14:12")
    if code and when == "after":
        house.says(said, who="morgan")
    if code and when == "by its owner":
        house.says(said, who="dee", to=alarm)
    house.every(5, "14:45")
    house.every(15, "16:00")
    house.every(5, "16:10")
    house.says("I have it", who="dee", to=[each for each in house.texts_to("dee") if "16:00" in each.text][-1])
    house.every(5, "16:35")
    assert (AlarmKind.DURESS in house.alarms) is bool(code)
    return everything(house, having=devices((f" {CODE_WORD}",)))


@pytest.mark.parametrize("when", ["before", "after", "by its owner"])
def test_a_code_word_passed_on_around_the_taking_changes_nothing_on_the_workers_devices(when: str) -> None:
    plain, under = (shown(when, code).split(b"\n") for code in ("", CODE_WORD))
    assert under == plain
    assert sum(b"Dee Deputises is looking after you" in each for each in plain) == 2, "once of each visit"


def test_it_names_nothing_that_a_reader_over_the_shoulder_should_not_see() -> None:
    house = late(11)
    house.says("I have it", who="dee", to=house.last("dee"))
    house.send()
    (told,) = [each for each in house.told("sam") if each.notification.step == LOOKED_AFTER]
    assert NEVER.search(f"{told.subject} {told.text}") is None
    assert "Whitcombe" not in told.text
    assert "Elm Road" not in told.text


@pytest.mark.parametrize("words", ["help, call the police", f"all fine, {CODE_WORD}"])
def test_who_takes_a_call_for_help_or_a_code_word_is_named_to_nobody_who_holds_the_phone(words: str) -> None:
    house = late(11)
    house.says(words)
    house.send()
    for who in ("morgan", "dee", "ash"):
        if house.told(who):
            house.says("I have it", who=who, to=house.last(who))
    house.send()
    assert house.alarms
    assert all(each.notification.step != LOOKED_AFTER for each in house.told("sam"))
