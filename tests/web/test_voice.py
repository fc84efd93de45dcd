"""Telephone calls, by what Twilio asks the pages: whole dialogues."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind, Ask, Receipt
from calsync.domain.notices import Cause
from calsync.domain.voice_wording import NOBODY_THERE, SETTLED, STRANGER, THANKS, gave_code_word
from calsync.parsers.location import read_place
from tests.calls import ADDRESS, CallHouse, late_by_call
from tests.house import OAK_STREET, an_entry
from tests.possible_visits import maybe
from tests.texts import NUMBERS, STAFF


def receipts(house: CallHouse, who: str) -> list[Receipt]:
    return [row.receipt for row in house.rows() if row.recipient == who and row.channel == "voice"]


# --- to the worker --------------------------------------------------------------------------------------------


def test_a_worker_who_presses_1_has_left_and_nobody_else_is_rung():
    house = late_by_call()
    line = house.answers_call("sam").press("1")
    assert (line.words, line.is_over) == (THANKS.words, True)
    assert not house.deadline.is_open
    assert receipts(house, "sam") == [Receipt.DELIVERED]
    house.go_to("15:00")
    assert [each.notification.recipient for each in house.caller.calls] == ["sam"]


def test_2_asks_for_half_an_hour_within_the_policys_bounds_and_0_for_help():
    house = late_by_call()
    house.answers_call("sam").press("2")
    assert f"{house.deadline.due:%H:%M}" == "14:31"
    other = late_by_call()
    assert other.answers_call("sam").press("0").words == THANKS.words
    assert other.alarms == [AlarmKind.HELP]


def test_a_key_that_stands_for_nothing_is_asked_again_and_so_is_none():
    house = late_by_call()
    line = house.answers_call("sam")
    assert line.xml.count("<Gather") == 2
    asked = line.words
    assert line.press("7").words == asked
    assert house.deadline.is_open
    assert line.press("1").words == THANKS.words


def test_the_same_key_of_the_same_call_acts_once():
    house = late_by_call()
    line = house.answers_call("sam")
    key = line.path + "/key?step=1"
    line.ask(key, Digits="2")
    line.ask(key, Digits="2")
    assert f"{house.deadline.due:%H:%M}" == "14:31"


# --- to responders --------------------------------------------------------------------------------------------


def test_a_responder_who_presses_1_has_it_and_hears_the_number_slowly_and_twice():
    house = late_by_call("14:10")
    line = house.answers_call("dee").press("1")
    assert house.deadline.owner == "dee"
    assert line.words.count("0 7 7 0 0, 9 0 0, 1 0 1") == 2
    assert line.press("2").words == line.heard[1]
    assert len(house.told("dee")) == 1  # the call sheet goes by mail beside the call


def test_who_comes_second_hears_who_has_it():
    house = late_by_call("14:10")
    house.answers_call("dee").press("1")
    line = house.answers_call("ash").press("1")
    assert line.words.startswith("Dee Deputises has it already.")
    assert line.is_over
    assert house.deadline.owner == "dee"


def test_3_says_that_the_code_word_was_given_and_starts_the_emergency_steps():
    house = late_by_call("14:10")
    line = house.answers_call("dee").press("1").press("3")
    assert line.words == gave_code_word("Sam Visits").words
    assert house.alarms == [AlarmKind.DURESS]
    house.send()
    assert all("ring" not in each.spoken.words.lower() for each in house.calls_to("sam")[2:])


def test_whoever_answers_after_it_was_settled_hears_that_and_is_asked_for_nothing():
    house = late_by_call("14:10")
    house.answers_call("sam").press("1")
    line = house.answers_call("dee")
    assert (line.words, line.is_over) == (SETTLED.words, True)


# --- how calls end --------------------------------------------------------------------------------------------


def test_an_answering_machine_never_counts_and_the_next_channel_is_taken():
    house = late_by_call()
    house.answers_call("sam")  # it hears everything, and presses nothing
    assert house.call_ends("sam", "completed").status_code == 204
    house.send()
    assert receipts(house, "sam") == [Receipt.FAILED]
    assert len(house.texts_to("sam")) == 1
    assert house.deadline.taken == 1


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed"])
def test_a_call_that_nobody_takes_gives_way_at_once_and_only_a_number_that_cant_be_rung_is_told_to_it(status: str):
    house = late_by_call("14:10")
    house.call_ends("dee", status)
    house.send()
    assert len(house.texts_to("dee")) == 1
    with house.store.transaction() as tx:
        told = [each.about for each in tx.standing_notices() if each.cause == Cause.CALL_UNDELIVERED]
    assert told == (["dee"] if status == "failed" else [])


def test_a_key_that_was_pressed_is_overwritten_by_no_end_of_the_call():
    house = late_by_call("14:10")
    house.answers_call("dee").press("1")
    house.call_ends("dee", "completed")
    house.send()
    assert house.texts_to("dee") == []
    assert receipts(house, "dee") == [Receipt.DELIVERED]


# --- whoever rings --------------------------------------------------------------------------------------------


def out(at: str = "13:55") -> CallHouse:
    house = CallHouse()
    house.entry()
    house.go_to(at)
    return house


def test_a_worker_rings_from_the_car_and_is_out_by_one_key():
    house = out()
    assert house.rings_us("sam").press("1").words == THANKS.words
    assert not house.deadline.is_open


def test_a_worker_who_presses_nothing_is_put_through_to_one_person_after_another():
    house = out()
    line = house.rings_us("sam")
    assert line.xml.count("<Gather") == 2
    numbers = []
    for _ in range(3):
        line.wait()
        numbers.append(line.xml.partition("</Number>")[0].rpartition(">")[2])
        line.spoken()
    assert numbers == ["+447700900103", "+447700900104", "+447700900102"]  # as the policy's steps name them
    line.wait().spoken().wait()
    assert line.words == NOBODY_THERE.words
    assert house.deadline.is_open


def test_a_wrong_key_between_two_people_leads_on_to_the_next_and_not_to_the_first_again():
    line = out().rings_us("sam").wait().spoken().press("7").wait()
    assert "+447700900104</Number>" in line.xml


def test_who_is_rung_for_a_worker_hears_their_name_and_takes_the_call_by_a_key():
    house = out()
    asked = house.rings_us("sam").wait().put_on()
    assert asked.words.startswith("This is calsync. Sam Visits is on the line.")
    assert asked.press("1").xml.endswith("<Response></Response>")
    machine = house.rings_us("sam").wait().put_on()
    assert machine.xml.endswith("<Hangup/></Response>")  # a voicemail presses no key, and is not joined


def test_whoever_was_told_the_code_word_rings_afterwards_and_presses_3():
    house = out()
    assert house.rings_us("morgan").press("3").press("1").words == gave_code_word("Sam Visits").words
    assert house.alarms == [AlarmKind.DURESS]


def on_one_telephone() -> CallHouse:
    """Sam is out, and Dee, who visits too, has Sam's number."""
    both = tuple(
        replace(each, mobile=NUMBERS["sam"], works=True) if each.id == "dee" else each for each in STAFF.persons
    )
    house = CallHouse(people=replace(STAFF, persons=both))
    house.entry()
    return house


def test_of_a_number_that_two_have_both_are_rung_by_their_line_managers_once_and_neither_is_taken_for_the_other():
    house = on_one_telephone()
    house.calendars.put(an_entry("d1", "13:00", "14:00", worker="dee", place=read_place(OAK_STREET)))
    house.go_to("13:55")
    assert house.rings_us("sam").words == STRANGER.words
    assert house.rings_us("sam").words == STRANGER.words
    house.send()
    asked = [each for each in house.told("morgan") if each.subject.startswith("Please ring ")]
    assert sorted(each.subject.split()[2] for each in asked) == ["Dee", "Sam"]
    assert "Somebody rang calsync from a number that several people have" in asked[0].text
    assert house.deadline.is_open
    with house.store.transaction() as tx:
        assert [each.cause for each in tx.standing_notices()] == [Cause.NUMBER_SHARED]


def test_who_shares_a_telephone_with_somebody_whose_code_word_stands_is_not_rung():
    house = on_one_telephone()
    house.go_to("13:55")
    house.rings_us("morgan").press("3").press("1")
    house.rings_us("sam")
    house.send()
    assert [each for each in house.told("morgan") if each.subject.startswith("Please ring ")] == []


def test_a_number_that_is_not_known_or_that_two_people_have_changes_nothing():
    house = out()
    assert house.rings_us("x", number="+447700900555").words == STRANGER.words
    assert house.rings_us("x", number="anonymous").words == STRANGER.words
    assert [each.what for each in house.acts()].count("call-from-stranger") == 2
    assert house.deadline.is_open


# --- what is no call of Twilio's ------------------------------------------------------------------------------


def test_what_twilio_has_not_signed_is_refused_noted_and_changes_nothing():
    house = late_by_call()
    path = house.calls_to("sam")[-1].page.removeprefix(ADDRESS)
    form = {"CallSid": "CA1", "Digits": "1"}
    for answer in (
        house.signed(f"{path}/key?step=1", form, token="another"),
        house.pages.post(f"{path}/key?step=1", data=form),
        house.pages.post("/voice/in", data={"From": "+447700900101"}),
    ):
        assert answer.status_code == 403
    assert house.pages.post(f"{path}/key?step=1", content=b"\xff\xfe").status_code == 400
    assert house.pages.post("/voice/in", content=b"a=1&a=2").status_code == 400
    other = house.signed("/voice/in", {"CallSid": "CA1", "From": "+447700900101", "AccountSid": "AC" + "9" * 32})
    assert other.status_code == 400
    assert house.deadline.is_open
    refused = [dict(each.details) for each in house.acts() if each.what == "hook-refused"]
    assert {each["hook"] for each in refused} == {"twilio-voice"}
    assert [each["why"] for each in refused] == ["signature"] * 3 + ["no-form", "field-twice", "other-account"]


def test_whoever_knocks_without_end_fills_no_audit():
    house = late_by_call()
    statuses = [house.pages.post("/voice/in", data={"From": "x"}).status_code for _ in range(23)]
    assert (statuses.count(403), statuses.count(429)) == (20, 3)
    assert [each.what for each in house.acts()].count("hook-refused") == 20


def test_a_get_changes_nothing_and_a_token_that_was_never_given_opens_nothing():
    house = late_by_call()
    path = house.calls_to("sam")[-1].page.removeprefix(ADDRESS)
    assert house.pages.get(f"{path}/key?step=1").status_code == 405
    none = house.signed("/voice/call/nothing/key", {"CallSid": "CA1", "Digits": "1"})
    assert (none.status_code, none.text) == (404, "There is no such call.")
    assert house.signed(f"{path}/key", {"Digits": "1"}).status_code == 422
    assert house.pages.get(f"/a/{path.rpartition('/')[2]}").status_code == 404
    assert house.deadline.is_open


def test_what_may_be_a_visit_is_asked_by_telephone_where_mail_does_not_reach_them_and_answered_by_a_key():
    house = CallHouse(at="12:00")
    house.mail.fail("no such mailbox", permanent=True)
    maybe(house)
    house.go_to("13:02")
    (call,) = house.calls_to("sam")
    assert call.notification.ask is Ask.IS_IT_A_VISIT
    assert house.answers_call("sam").press("2").words == THANKS.words
    assert house.open() == []


def test_a_colleague_who_visits_too_says_by_a_second_key_whose_word_it_was_and_is_told_of_no_such_key():
    people = replace(STAFF, persons=tuple(replace(each, works=True) for each in STAFF.persons))
    house = CallHouse(people=people)
    house.entry()
    house.go_to("13:55")
    line = house.rings_us("morgan")
    assert "code word" not in line.words
    assert line.press("3").words.startswith("Who gave you the code word? For Sam Visits, press 1.")
    assert house.alarms == []
    line.press("1")
    assert house.alarms == [AlarmKind.DURESS]
