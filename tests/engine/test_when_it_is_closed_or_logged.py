"""An order about an alarm that is over says how it is watched again; 999 called without a log number is no circle."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.house import House, late


def wrote(house: House, said: str) -> str:
    """What Morgan reads of an answer that did nothing."""
    before = len(house.mail.sent)
    house.says(said, who="morgan", to=house.told("morgan")[0])
    house.send()
    (mail,) = [each for each in house.mail.sent[before:] if each.notification.recipient == "morgan"]
    return f"{mail.subject}\n{mail.text}"


def test_a_closed_alarm_says_in_one_sentence_how_it_is_watched_again():
    house = late(21)
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.told("morgan")[0])
    for said in ("not closed", "reopen"):
        words = wrote(house, said)
        assert words.startswith("Closed already: Sam Visits [")
        assert 'have them write "+30" within the hour' in words
        assert "Who: " not in words
    house.says("they need help", who="morgan", to=house.told("morgan")[0])
    assert AlarmKind.HELP in house.alarms


def test_a_call_outside_without_its_number_asks_for_the_number_alone_and_takes_that_there_is_none():
    house = late(21)
    words = wrote(house, "999 called")
    assert words.startswith("The log number is missing: Sam Visits [")
    assert "999 called, no log number" in words
    house.says("999 called, no log number", who="morgan", to=house.told("morgan")[0])
    assert house.open()[0].outside_body == "not given"
    house.says("stood down, log not given", who="morgan", to=house.told("morgan")[0])
    assert house.open()[0].outside_body == ""


@pytest.mark.parametrize("said", ["999 not called, no log number", "999 called, no answer, no log number"])
def test_a_doubt_beside_it_logs_nothing(said: str):
    house = late(21)
    house.says(said, who="morgan", to=house.told("morgan")[0])
    assert not house.open()[0].outside_body
