"""PINs: what the page asks for, what the second one means, and when a "safe" needs one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from calsync.domain.model import AlarmKind, AnswerKind, DeadlineState, Via
from calsync.domain.pins import made_pin
from tests.house import CLARENDON, House, clock
from tests.link_house import LinkHouse
from tests.possible_visits import maybe
from tests.texts import BY_TEXT, TextHouse

PIN, DANGER = "4711", "8264"
RISK = {"risk": True}
WITH_PIN = replace(CLARENDON, pin_on_risk=True)


def with_pin(house: LinkHouse) -> LinkHouse:
    with house.store.transaction() as tx:
        tx.put_pin(made_pin("sam", PIN, DANGER, salt=b"salt", at=clock("09:00")))
    return house


def at_the_door(**changes: Any) -> LinkHouse:
    """Sam has a PIN, and their visit is over for a minute."""
    house = with_pin(LinkHouse(at="12:00", **changes))
    house.entry()
    house.go_to("14:01")
    return house


def _plain(subject: str) -> str:
    """A subject without its random word."""
    return re.sub(r"\[\w+\]", "", subject)


def shown(house: LinkHouse, choice: str, typed: str) -> list[object]:
    """All that Sam's devices show: the page after the press and later, and every message until the evening."""
    pages = [house.press(choice, digits=typed).text]
    house.send()
    pages.append(house.look().text)
    house.go_to("15:00")
    pages.append(house.look().text)
    return [pages, [(_plain(each.subject), each.text, each.notification.recorded) for each in house.told("sam")]]


def test_where_a_pin_is_set_the_page_asks_for_it_and_the_digits_are_not_enough() -> None:
    house = at_the_door()
    assert "and type your PIN there: " in house.last("sam").text
    assert "Type your PIN:" in house.look().text
    assert "This is not your PIN." in house.press("left").text
    assert house.deadline.is_open
    assert "Thank you. That is all." in house.press("left", digits=PIN).text
    assert house.deadline.state is DeadlineState.CLOSED


@pytest.mark.parametrize("choice", ["left", "left-going-home", "more-30", "happened", "call-me", "help"])
def test_the_second_pin_is_a_code_word_and_all_that_the_workers_devices_show_is_the_same(choice: str) -> None:
    house, plain = at_the_door(), at_the_door()
    seen = shown(house, choice, DANGER), shown(plain, choice, PIN)
    assert seen[0] == seen[1]
    calls = [AlarmKind.HELP] if choice in ("call-me", "help") else []
    assert (sorted(house.alarms), plain.alarms) == ([AlarmKind.DURESS, *calls], calls)
    assert "8264" not in str([each.text for who in ("morgan", "sloane", "dee") for each in house.told(who)])


@pytest.mark.parametrize("closed_by", ["reply", "diary"])
@pytest.mark.parametrize("choice", ["left", "more-15", "help"])
def test_the_second_pin_counts_on_the_page_of_a_deadline_that_was_closed_meanwhile_and_shows_the_same(
    choice: str, closed_by: str
) -> None:
    seen = []
    for typed in (PIN, DANGER):
        house = at_the_door()
        message = house.last("sam")
        if closed_by == "reply":
            house.says("left, all fine")
        else:
            house.change(categories=("Visit done",))
            house.poll()
        assert not house.deadline.is_open
        fields = {"choice": choice, "digits": typed, "shown": "5"}
        pages = [house.pages.post(house.path(message), data=fields).text, house.look(message).text]
        house.go_to("14:30")
        told = [(_plain(each.subject), each.text) for each in house.told("sam")]
        seen.append((pages, house.look(message).text, told))
    assert seen[0] == seen[1]
    assert AlarmKind.DURESS in house.alarms


def test_the_second_pin_on_a_page_that_was_pressed_with_the_first_before_counts_and_shows_the_same() -> None:
    seen = []
    for typed in (PIN, DANGER):
        house = at_the_door()
        fields = {"choice": "more-15", "digits": PIN, "shown": "5"}
        house.pages.post(house.path(), data=fields)
        again = house.pages.post(house.path(), data={**fields, "digits": typed}).text
        house.go_to("14:30")
        seen.append((again, house.look().text, [(_plain(each.subject), each.text) for each in house.told("sam")]))
    assert seen[0] == seen[1]
    assert house.alarms == [AlarmKind.DURESS]


def test_the_second_pin_waits_for_nothing_and_looks_as_if_it_did() -> None:
    seen = []
    for typed in (PIN, DANGER):
        house = at_the_door()
        for _ in range(5):
            house.press("left", digits="9182")
        seen.append(house.press("left", digits=typed).text)
    assert seen[0] == seen[1]
    assert "Wait ten seconds" in seen[0]
    assert house.alarms == [AlarmKind.DURESS]


def test_a_second_pin_beside_a_no_to_what_may_be_a_visit_is_shown_as_the_no_alone() -> None:
    seen = []
    for typed in (PIN, DANGER):
        house = with_pin(LinkHouse(at="08:00"))
        maybe(house)
        house.tick()
        seen.append(shown(house, "no-visit", typed))
    assert seen[0] == seen[1]
    assert house.alarms == [AlarmKind.DURESS]


def test_several_wrong_pins_are_shown_to_responders_and_lock_nobody_out() -> None:
    house = at_the_door()
    for _ in range(3):
        house.press("left", digits="9182")
    house.go_to("14:30")
    assert "A wrong PIN was typed several times" in house.last("morgan").text
    assert "Thank you. That is all." in house.press("left", digits=PIN).text


def on_risk(policy: Any = WITH_PIN) -> LinkHouse:
    house = with_pin(LinkHouse(at="12:00", policy=policy))
    house.entry(categories=("High risk",))
    house.go_to("14:01")
    assert house.visit.risk
    return house


def test_a_safe_by_reply_without_the_pin_on_a_risk_visit_is_contact_and_the_ladder_goes_on() -> None:
    house = on_risk()
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.is_open
    house.go_to("14:40")
    assert '"left, all fine (safe, but without PIN)"' in house.last("morgan").text
    freely = on_risk(CLARENDON)
    freely.says("left, all fine", to=freely.last("sam"))
    assert not freely.deadline.is_open


def test_the_pin_or_a_voice_is_enough_on_a_risk_visit() -> None:
    house = on_risk()
    house.press("left", digits=PIN)
    assert not house.deadline.is_open
    spoken = on_risk()
    spoken.answers(AnswerKind.SAFE, leaving=True, via=Via.COMMAND)
    assert not spoken.deadline.is_open


def test_a_code_word_in_a_reply_without_the_pin_shows_what_a_safe_without_it_would() -> None:
    def story(words: str) -> tuple[House, list[object]]:
        house = on_risk()
        house.says(words, to=house.last("sam"))
        house.go_to("15:00")
        return house, [(_plain(each.subject), each.text) for each in house.told("sam")]

    (house, seen), (_, plain) = story("left, all fine, pineapple"), story("left, all fine")
    assert (seen, house.alarms) == (plain, [AlarmKind.DURESS])


def kept(house: LinkHouse) -> str:
    """Every word that is kept of Sam's answers."""
    watched = house.watched()
    with house.store.transaction() as tx:
        answers = [each for one in watched for deadline in one.deadlines for each in tx.answers_of(deadline.id)]
    return " | ".join(each.words for each in answers)


def test_a_pin_in_a_reply_counts_and_is_cut_out_of_what_is_kept() -> None:
    house = on_risk()
    house.says("Left, all fine. 4711", to=house.last("sam"))
    assert not house.deadline.is_open
    assert "Left, all fine" in kept(house)
    assert "4711" not in kept(house)


@pytest.mark.parametrize("words", ["Left, all fine {}", "{} +30", "{} still here", "safe? {}"])
def test_the_second_pin_in_a_reply_is_a_code_word_and_shows_what_the_first_does(words: str) -> None:
    seen = []
    for typed in (PIN, DANGER):
        house = on_risk()
        house.says(words.format(typed), to=house.last("sam"))
        house.go_to("14:45")
        seen.append([(_plain(each.subject), each.text) for each in house.told("sam")])
        assert typed not in kept(house) + str([each.text for each in house.told("morgan")])
    assert seen[0] == seen[1]
    assert house.alarms == [AlarmKind.DURESS]


def test_a_pin_in_a_text_counts_too() -> None:
    house = TextHouse(policy=replace(BY_TEXT, pin_on_risk=True))
    with house.store.transaction() as tx:
        tx.put_pin(made_pin("sam", PIN, DANGER, salt=b"salt", at=clock("09:00")))
    house.entry(categories=("High risk",))
    house.go_to("14:01")
    house.texts("OK")
    assert house.deadline.is_open
    house.texts("OK 4711")
    assert not house.deadline.is_open


def test_a_number_in_a_quote_or_a_signature_is_no_pin() -> None:
    house = on_risk()
    house.says("Left, all fine\n\n--\nSam Visits\nTel 01709 8264", to=house.last("sam"))
    assert house.alarms == []
    assert house.deadline.is_open
