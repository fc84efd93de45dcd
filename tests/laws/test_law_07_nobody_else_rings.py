"""Law 7: while a code word stands, nobody who does not know of it is sent to ring, and the worker is asked as ever."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AlarmKind, DeadlineState
from tests.house import House


def a_house(subject: str) -> House:
    """Sam's visit of 13:00 to 14:00, whose subject is edited at 12:45."""
    house = House(at="12:30")
    house.entry()
    house.go_to("12:45")
    house.change(subject=subject)
    house.go_to("14:26")
    return house


def word_is_closed(house: House) -> None:
    """The code word's alarm is closed, and nothing with it."""
    with house.store.transaction() as tx:
        (word,) = [one for each in tx.deadlines_of("sam") for one in each.deadlines if one.alarm is AlarmKind.DURESS]
        tx.put_deadlines([replace(word, state=DeadlineState.CLOSED, next_step_at=None, closed_at=house.clock.now())])


def test_a_code_word_given_before_the_start_keeps_back_the_visits_own_alarms_until_it_is_closed() -> None:
    house, plain = a_house("Home visit: Mrs Whitcombe pineapple"), a_house("Home visit: Mrs Whitcombe")
    assert [(each.subject.split(" [")[0], each.notification.recorded) for each in house.told("sam")] == [
        (each.subject.split(" [")[0], each.notification.recorded) for each in plain.told("sam")
    ]
    assert plain.told("ash")
    assert not house.told("ash"), "who knows nothing of the word is not sent to ring"
    assert not [each for who in ("dee", "morgan") for each in house.told(who) if "minutes late" in each.subject]
    # The alarm is closed, and the visit's end is still unanswered: its ladder is taken up, and no step is lost.
    asked = len(house.told("sam"))
    word_is_closed(house)
    house.go_to("14:32")
    assert house.told("ash")
    assert [each for each in house.told("morgan") if "late" in each.subject]
    assert len(house.told("sam")) == asked
    (end,) = house.open()
    before = len(house.told("morgan"))
    house.go_to("14:42")
    assert len(house.told("morgan")) == before + 2, "it goes on at its own pace"
    assert end.id == house.open()[0].id


def test_the_alarm_of_a_code_word_from_before_the_start_says_that_closing_it_leaves_the_visits_end_open() -> None:
    house = a_house("Home visit: Mrs Whitcombe pineapple")
    assert "of the visit's end you are told again, until that is closed too" in house.last("morgan").text
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.go_to("14:32")
    assert [each for each in house.told("morgan") if "late" in each.subject]
