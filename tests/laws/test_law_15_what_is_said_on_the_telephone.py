"""Law 15, on the telephone: nobody who is visited and no place is ever spoken of, whoever answers."""

from __future__ import annotations

import logging

from tests.calls import ADDRESS, late_by_call

HOUSEHOLD = ("whitcombe", "elm", "oak", "s60", "s61", "rotherham", "home visit")


def test_neither_words_nor_addresses_nor_logs_name_whom_is_visited(caplog):
    caplog.set_level(logging.DEBUG)
    house = late_by_call("14:31")
    said = [each.spoken.words for each in house.caller.calls]
    pages = []
    for each in house.caller.calls:
        line = house.answers_call(each.notification.recipient, call=each)
        pages += [line.xml, line.press("2").xml]
    pages += [house.answers_call("dee").press("1").xml, house.rings_us("sam").wait().xml]
    house.call_ends("morgan", "failed")
    everything = "\n".join([*said, *pages, caplog.text, *(each.page for each in house.caller.calls)]).lower()
    assert len(house.caller.calls) > 4
    assert [each for each in HOUSEHOLD if each in everything] == []


def test_the_workers_number_is_said_to_responders_alone_and_only_once_they_have_taken_it():
    house = late_by_call("14:10")
    assert "0 7 7 0 0" not in house.answers_call("sam").xml
    line = house.answers_call("dee")
    assert "0 7 7 0 0" not in line.xml  # an answering machine keeps no number
    assert "0 7 7 0 0" in line.press("1").xml


def test_a_call_is_told_of_no_more_than_a_text_and_its_address_holds_a_random_word_alone():
    house = late_by_call("14:10")
    (call,) = house.calls_to("dee")
    token = call.page.removeprefix(f"{ADDRESS}/voice/call/")
    assert len(token) == 32
    assert token.isalnum()
