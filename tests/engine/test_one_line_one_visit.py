"""A visit told in one line and its entry are one visit with one ladder; who is named is who will be asked."""

from __future__ import annotations

import pytest

from calsync.parsers.location import read_place
from tests.house import clock
from tests.line_house import house_at, told


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("visiting 12 Elm Road until 15:30", "12 Elm Road"),
        ("visiting Elm Road 12 until 15:30", "12 Elm Road, Rotherham"),
        ("visiting 12 Elm Road until 15:30", "Elm Road 12"),
    ],
)
def test_an_entry_that_begins_a_little_later_at_the_same_place_is_the_same_visit(line: str, entry: str) -> None:
    house = told(line)
    house.entry(start="14:15", end="15:30", place=read_place(entry))
    house.go_to("14:20")
    assert [each.due for each in house.open()] == [clock("15:30")]
    house.go_to("15:52")
    assert len([each for each in house.told("sam") if each.subject.startswith("Have you left")]) == 2
    assert len({each.deadline_id for each in house.rows() if each.recipient == "dee"}) == 1
    house.says("left, all fine")
    assert house.open() == []


def test_an_entry_at_another_door_is_a_visit_of_its_own() -> None:
    house = told("visiting 12 Elm Road until 15:30")
    house.entry(start="14:15", end="15:30", place=read_place("2 Elm Road 12a"))
    house.go_to("14:20")
    assert len(house.open()) == 2


@pytest.mark.parametrize(
    ("at", "until", "who"),
    [
        ("14:02", "15:30", "Morgan Manages (07700 900102) is"),
        ("16:30", "18:30", "Sloane On Call is"),
        ("21:00", "22:30", "Sloane On Call is"),
    ],
)
def test_who_will_be_asked_at_its_end_is_named_as_watching(at: str, until: str, who: str) -> None:
    house = told(f"visiting 12 Elm Road until {until}", house=house_at(at))
    assert f"You are watched until {until}. {who} watching." in house.last("sam").text
