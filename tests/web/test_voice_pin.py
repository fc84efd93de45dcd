"""A "safe" by a key on a risk visit: held to the PIN where the policy says so, which is typed on the keys too."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind, DeadlineState
from calsync.domain.pins import made_pin
from calsync.domain.voice_wording import THANKS, type_pin
from tests.calls import BY_CALL, CallHouse, Line
from tests.house import CODE_WORD, clock

PIN, DANGER = "4711", "8264"
ASKED, AGAIN = type_pin(1).words, type_pin(2).words


def on_risk(*, pin: bool = True, rung: bool = False) -> tuple[CallHouse, Line]:
    """Sam's risk visit is over for a minute; the call about it is taken, or Sam rings calsync."""
    house = CallHouse(policy=replace(BY_CALL, pin_on_risk=True))
    if pin:
        with house.store.transaction() as tx:
            tx.put_pin(made_pin("sam", PIN, DANGER, salt=b"salt", at=clock("09:00")))
    house.entry(categories=("High risk",))
    house.go_to("14:01")
    return house, house.rings_us("sam") if rung else house.answers_call("sam")


def heard(line: Line) -> str:
    return re.sub(r"/call/\w+", "/call", line.xml)


def test_without_a_pin_of_their_own_a_key_is_contact_and_the_steps_go_on() -> None:
    house, line = on_risk(pin=False)
    assert line.press("1").words == THANKS.words
    assert house.deadline.is_open
    house.go_to("14:11")
    assert "(safe, but without PIN)" in house.last("dee").text


@pytest.mark.parametrize("rung", [False, True])
def test_whoever_has_a_pin_types_it_and_the_visit_is_over(rung: bool) -> None:
    house, line = on_risk(rung=rung)
    assert line.press("1").words == ASKED
    assert 'finishOnKey="#"' in line.xml
    assert house.deadline.is_open
    assert line.press("1234").words == AGAIN
    assert line.press(PIN).words == THANKS.words
    assert house.deadline.state is DeadlineState.CLOSED
    assert PIN not in str(house.acts())


@pytest.mark.parametrize("rung", [False, True])
def test_the_second_pin_is_a_code_word_and_sounds_the_same_until_the_evening(rung: bool) -> None:
    found = []
    for typed in (PIN, DANGER):
        house, line = on_risk(rung=rung)
        parts = [heard(line), heard(line.press("1")), heard(line.press(typed))]
        assert house.alarms == ([AlarmKind.DURESS] if typed == DANGER else [])
        house.go_to("14:20")
        later = house.rings_us("sam")
        parts += [heard(later), heard(later.press("1"))]
        parts += [str((each.notification.recorded, each.spoken.words)) for each in house.calls_to("sam")]
        parts += [str((each.notification.recorded, each.text)) for each in house.texts_to("sam")]
        found.append(parts)
    assert found[0] == found[1]


def test_a_code_word_given_before_does_not_change_whether_a_pin_is_asked_for() -> None:
    found = []
    for code in ("", f" {CODE_WORD}"):
        house, _ = on_risk()
        house.texts(f"OK {PIN}{code}")
        house.send()
        house.go_to("14:03")
        found.append(heard(house.rings_us("sam").press("1")))
    assert found[0] == found[1]


def test_nothing_typed_or_three_wrong_ones_are_contact_and_help_is_heard() -> None:
    house, line = on_risk()
    line.press("1")
    assert line.wait().words == THANKS.words
    assert house.deadline.is_open
    again = house.rings_us("sam").press("1").press("1111").press("2222").press("3333")
    assert again.words == THANKS.words
    assert house.deadline.is_open
    house.clock.go(1)
    assert house.rings_us("sam").press("1").press("0").words == THANKS.words
    assert house.alarms == [AlarmKind.HELP]
