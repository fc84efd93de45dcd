"""Law 7, on the telephone: nothing that a worker hears tells whoever listens what was said."""

from __future__ import annotations

import re

import pytest

from calsync.domain.model import AlarmKind
from calsync.domain.voice_wording import THANKS
from tests.calls import CallHouse, late_by_call
from tests.house import CODE_WORD

NEVER_SAID_TO_A_WORKER = re.compile(
    r"\b(alarm|police|999|9 9 9|emergency|escalat\w*|code word|duress|danger|colleague)\b", re.IGNORECASE
)


def everything_heard(words: str) -> list[object]:
    """All that Sam's telephone brings and says, after some words by text: calls, menus, each key, and ringing us."""
    heard: list[object] = []
    house = late_by_call()

    def keep(xml: str) -> None:
        heard.append(re.sub(r"/call/\w+", "/call", xml))

    keep(house.answers_call("sam").xml)
    house.texts(words)
    house.send()
    keep(house.answers_call("sam").xml)
    for minute in ("14:03", "14:12", "14:25"):
        house.go_to(minute)
        line = house.rings_us("sam")
        keep(line.xml)
        keep(line.wait().xml)
        keep(line.spoken().xml)
        keep(house.answers_call("sam").xml)
    keep(house.rings_us("sam").press("2").xml)
    line = house.answers_call("sam")
    keep(line.xml if line.is_over else line.press("1").xml)
    house.go_to("14:45")
    heard += [(each.notification.recorded, each.spoken.words) for each in house.calls_to("sam")]
    heard += [(each.notification.recorded, each.text) for each in house.texts_to("sam")]
    heard += [(each.notification.recorded, each.text) for each in house.told("sam")]
    return heard


@pytest.mark.parametrize("words", ["OK", "30", "still here"])
def test_under_duress_every_call_is_byte_for_byte_that_of_the_safe_path(words):
    assert everything_heard(f"{words} {CODE_WORD}") == everything_heard(words)


def test_no_call_to_a_worker_names_alarm_police_or_escalation():
    heard = [str(each) for each in everything_heard("hm")]
    assert len(heard) > 10
    assert [each for each in heard if NEVER_SAID_TO_A_WORKER.search(each)] == []


def test_every_key_of_a_worker_is_followed_by_the_same_sentence():
    said = {key: late_by_call().answers_call("sam").press(key).xml for key in "120"}
    house = CallHouse()
    house.entry()
    house.go_to("13:55")
    said |= {f"in {key}": house.rings_us("sam").press(key).xml for key in "2"}
    assert len(set(said.values())) == 1
    assert THANKS.words in said["0"]


def test_the_key_of_whoever_took_the_call_brings_the_worker_nothing_else_than_before():
    house = late_by_call("14:10")
    before = (house.calls_to("sam"), house.texts_to("sam"), house.told("sam"))
    house.answers_call("dee").press("3")
    house.send()
    assert house.alarms == [AlarmKind.DURESS]
    assert (house.calls_to("sam"), house.texts_to("sam"), house.told("sam")) == before
