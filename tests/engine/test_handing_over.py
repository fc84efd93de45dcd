"""An alarm is handed over by text as well: it rings, and "1" takes it."""

from __future__ import annotations

from tests.texts import TextHouse


def test_who_is_handed_an_alarm_is_texted_and_takes_it_by_1():
    house = TextHouse(at="13:54")
    house.entry()
    house.go_to("14:21")
    house.texts("1", who="morgan")
    house.texts("hand over to Dee", who="morgan")
    house.send()
    assert "Please take over." in house.texts_to("dee")[-1].text
    assert "Morgan Manages asks you to take this over" in house.last("dee").text
    assert house.deadline.owner == "morgan"
    house.texts("1", who="dee")
    assert house.deadline.owner == "dee"
