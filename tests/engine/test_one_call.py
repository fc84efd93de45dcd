"""Somebody is rung once at a time: the next call waits for the end of the one before, and other channels do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import AlarmKind, Channel, NotificationState
from calsync.engine.still_owed import superseded
from calsync.errors import DeliveryFailed
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


def three_late(robin: str = "14:01", bea: str = "14:02", *, until: str = "14:12") -> CallHouse:
    """By itself: Dee is rung about Sam at 14:10, and at 14:12 calls about Robin and Bea wait."""
    other = replace(ROBIN, id="bea", name="Bea Bides", mail="bea@clarendon.test", mobile="07700 900202")
    house = CallHouse(people=replace(STAFF, persons=(*STAFF.persons, ROBIN, other)))
    house.entry()
    house.calendars.put(an_entry("r1", "13:00", robin, worker="robin", place=read_place(OAK_STREET)))
    house.calendars.put(an_entry("b1", "13:00", bea, worker="bea", place=read_place("3 Ash Road, Rotherham S60 3AB")))
    house.go_to(until)
    return house


def later(house: CallHouse, seconds: int) -> None:
    house.clock.moment += timedelta(seconds=seconds)
    house.send()


def called(house: CallHouse, who: str = "dee") -> list[str]:
    return [each.spoken.words.partition("colleague. ")[2].split()[0] for each in house.calls_to(who)]


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
    line = house.answers_call("dee")
    line.press("1")
    later(house, 30)
    line.press("2")
    later(house, 59)
    assert called(house) == ["Sam"]  # a minute from the last key, not from the call
    later(house, 6)
    assert called(house) == ["Sam", "Robin"]


def test_the_end_of_a_call_that_was_answered_frees_the_line_at_once():
    house = two_late()
    house.answers_call("dee").press("1")
    later(house, 6)
    assert called(house) == ["Sam"]
    house.call_ends("dee", "completed")
    later(house, 6)
    assert called(house) == ["Sam", "Robin"]


def test_two_people_with_one_telephone_are_rung_one_after_the_other():
    shared = [replace(each, mobile="01709 336080") if each.id in ("dee", "ash") else each for each in STAFF.persons]
    house = CallHouse(people=replace(STAFF, persons=tuple(shared)))
    house.entry()
    house.go_to("14:10")
    rung = [each.notification.recipient for each in house.caller.calls if each.number == "+441709336080"]
    assert len(rung) == 1
    house.call_ends(rung[0], "no-answer")
    later(house, 6)
    assert {each.notification.recipient for each in house.caller.calls if each.number == "+441709336080"} == {
        "dee",
        "ash",
    }


def test_a_call_that_waited_for_the_line_was_never_tried_and_looks_for_no_other_alarms_call():
    house = two_late()
    later(house, 60)  # longer than a message may wait before somebody must have tried it
    house.call_ends("dee", "no-answer")
    later(house, 6)
    assert called(house) == ["Sam", "Robin"]
    assert house.calls_to("dee")[-1].tried_since is None


def test_a_try_of_which_nobody_knows_what_came_has_the_line():
    house = three_late()
    house.call_ends("dee", "no-answer")
    house.caller.failure = DeliveryFailed("Twilio did not answer within 9 seconds.")
    later(house, 6)
    house.caller.failure = None
    later(house, 1)  # the other one's turn, but the first may be ringing
    assert called(house) == ["Sam"]
    later(house, 5)
    assert called(house) == ["Sam", "Robin"]
    assert house.calls_to("dee")[-1].tried_since is not None


def test_of_three_no_call_waits_longer_than_two_minutes_where_no_end_is_told():
    house = three_late()
    later(house, 31)
    assert called(house) == ["Sam", "Robin"]  # 14:12:31
    later(house, 84)
    assert called(house) == ["Sam", "Robin"]
    later(house, 11)
    assert called(house) == ["Sam", "Robin", "Bea"]  # since 14:12


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


def test_whoever_was_never_rung_about_goes_before_a_repeat_about_somebody_else():
    house = three_late("14:06", "14:04", until="14:26")
    assert called(house, "morgan") == ["Sam", "Bea"]
    waits = [row for row in house.rows() if row.recipient == "morgan" and row.state is NotificationState.WAITING]
    assert [row.repeat for row in sorted(waits, key=lambda row: row.due)] == [True, False]  # Sam's, then Robin's first
    for name in ("Robin", "Sam"):
        house.call_ends("morgan", "no-answer")
        later(house, 11)
        assert called(house, "morgan")[-1] == name


def test_a_mail_stands_in_for_no_call_that_waits_for_the_line():
    house = two_late()
    (waits,) = [each for each in house.rows() if each.recipient == "dee" and each.state is NotificationState.WAITING]
    assert waits.channel is Channel.VOICE
    assert waits.not_before is not None
    later_mail = replace(waits, id="m", step="4", channel=Channel.MAIL, state=NotificationState.SENT, sent=waits.due)
    assert not superseded(waits, [waits, later_mail])
    assert superseded(waits, [waits, replace(later_mail, channel=Channel.VOICE)])
    assert superseded(replace(waits, not_before=None), [waits, later_mail])  # it was never held: law 3
