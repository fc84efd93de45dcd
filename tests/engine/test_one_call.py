"""Somebody is rung once at a time: the next call waits for the end of the one before, and other channels do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import AlarmKind
from calsync.parsers.location import read_place
from tests.calls import CallHouse
from tests.house import OAK_STREET, SAM, an_entry
from tests.texts import STAFF

ROBIN = replace(SAM, id="robin", name="Robin Roams", mail="robin@clarendon.test", mobile="07700 900201")


def two_late() -> CallHouse:
    """Dee is rung about Sam at 14:10, and at 14:11 it is Robin's turn."""
    house = CallHouse(people=replace(STAFF, persons=(*STAFF.persons, ROBIN)))
    house.entry()
    house.calendars.put(an_entry("r1", "13:00", "14:01", worker="robin", place=read_place(OAK_STREET)))
    house.go_to("14:11")
    return house


def later(house: CallHouse, seconds: int) -> None:
    house.clock.moment += timedelta(seconds=seconds)
    house.send()


def called(house: CallHouse) -> list[str]:
    return [each.spoken.words.partition("colleague. ")[2].split()[0] for each in house.calls_to("dee")]


def test_a_second_call_waits_for_the_end_of_the_first_and_its_text_does_not():
    house = two_late()
    assert called(house) == ["Sam"]
    assert ["Robin" in each.subject for each in house.told("dee")][-1]  # the mail beside it waits for nothing
    later(house, 31)
    assert ["Robin" in each.text for each in house.texts_to("dee")] == [True]
    house.call_ends("dee", "no-answer")
    later(house, 6)
    assert called(house) == ["Sam", "Robin"]


def test_whoever_pressed_a_key_is_left_to_listen_for_a_minute():
    house = two_late()
    house.answers_call("dee").press("1")
    house.call_ends("dee", "completed")
    later(house, 6)
    assert called(house) == ["Sam", "Robin"]  # the first was a minute ago


def test_no_call_waits_for_ever_where_no_end_is_told_and_one_for_help_waits_not_at_all():
    house = two_late()
    later(house, 80)
    assert called(house) == ["Sam"]
    later(house, 15)  # by then it has rung and spoken
    assert called(house) == ["Sam", "Robin"]
    other = two_late()
    other.texts("help")
    other.go_to("14:12")
    assert other.alarms == [AlarmKind.HELP]
    assert "Sam Visits asked for help" in other.calls_to("dee")[-1].spoken.words  # nobody said that the first is over
    assert called(other) == ["Sam", "Sam"]


def test_of_five_late_in_one_second_one_call_rings_and_the_others_follow_one_by_one():
    five = tuple(
        replace(ROBIN, id=f"w{each}", name=f"W{each} Worker", mail=f"w{each}@clarendon.test") for each in range(5)
    )
    house = CallHouse(people=replace(STAFF, persons=(*STAFF.persons, *five)))
    for number, each in enumerate(five, 3):
        house.calendars.put(
            an_entry(each.id, worker=each.id, place=read_place(f"{number} Elm Road, Rotherham S60 3AB"))
        )
    house.go_to("14:10")
    assert len(called(house)) == 1
    later(house, 31)
    assert len(house.texts_to("dee")) == 4
    for rung in range(2, 6):
        house.call_ends("dee", "no-answer")
        later(house, 26)
        assert len(called(house)) == rung
    assert sorted(called(house)) == ["W0", "W1", "W2", "W3", "W4"]
