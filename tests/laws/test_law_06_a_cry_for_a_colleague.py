"""Law 6: a cry for a colleague who is out is heard as theirs; one that names nobody is answered, never dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.house import CAST, SAM, House

ROBIN = replace(SAM, id="robin", name="Robin Roams", mail="robin@clarendon.test", mobile="+44 7700 900111")
PEOPLE = replace(CAST, persons=(*CAST.persons, ROBIN))


def out() -> House:
    house = House(at="14:02", people=PEOPLE)
    house.poll("robin")
    house.poll()
    house.says("Sam Visits is visiting 12 Elm Road until 15:30", who="ash")
    house.go_to("14:10")
    return house


@pytest.mark.parametrize("who", ["ash", "morgan", "robin"])
def test_a_cry_that_names_a_worker_who_is_out_is_their_help(who: str) -> None:
    house = out()
    house.says("Sam needs help, call the police", who=who, to=house.last("ash") if who == "ash" else None)
    house.scan()
    assert house.alarms == ["help"]
    (alarm,) = [each for each in house.open() if each.alarm == "help"]
    assert alarm.worker == "sam"


def test_a_cry_that_names_nobody_is_told_back_to_whoever_is_not_watched() -> None:
    house = out()
    house.says("help", who="dee")
    house.send()
    assert house.alarms == []
    assert "Nothing was done: it is not known who needs help" in house.last("dee").text
    assert "ring 999 now" in house.last("dee").text


def test_a_worker_who_names_nobody_cries_for_themselves() -> None:
    house = out()
    house.says("help", who="robin")
    assert [each.worker for each in house.open("robin")] == ["robin"]


def test_who_asks_for_a_call_about_a_worker_calls_for_nobodys_help() -> None:
    house = out()
    house.says("please call me about Sam", who="morgan")
    house.send()
    assert house.alarms == []
    assert "Nothing was done" in house.last("morgan").text
