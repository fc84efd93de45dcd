"""Law 7: the emergency steps name the place where the worker is, whatever older mail the call answered."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, OAK_STREET, House, late

SEVERAL = "They may be at: "


def second(house: House, start: str = "14:30", end: str = "15:30") -> None:
    house.entry("e2", start, end, subject="Home visit: Mr Oak", place=read_place(OAK_STREET))


def sheet(house: House, who: str = "morgan") -> str:
    return next(each.text for each in reversed(house.told(who)) if "Who: Sam Visits" in each.text)


def incident_on(house: House) -> str:
    return next(
        each.visit.event_id
        for each in house.watched()
        for one in each.deadlines
        if one.is_open and one.alarm is not AlarmKind.SILENCE
    )


@pytest.mark.parametrize("word", ["help", "pineapple"])
def test_a_cry_under_an_old_mail_names_the_visit_under_way(word: str) -> None:
    house = late(1)
    second(house)
    old = house.last("sam")
    house.says("left, all fine", to=old)
    house.go_to("14:45")
    house.says(word, to=old)
    house.scan()
    assert incident_on(house) == "e2"
    assert f"Where: {OAK_STREET}" in sheet(house)
    assert ELM_ROAD not in sheet(house)
    assert SEVERAL not in sheet(house)


@pytest.mark.parametrize("word", ["help", "pineapple"])
def test_a_cry_under_an_old_mail_at_the_next_door_names_the_visit_that_begins_soon(word: str) -> None:
    house = late(1)
    second(house)
    old = house.last("sam")
    house.says("left, all fine", to=old)
    house.go_to("14:20")
    house.says(word, to=old)
    house.scan()
    assert incident_on(house) == "e2"
    assert f"Where: {OAK_STREET}" in sheet(house)


@pytest.mark.parametrize("word", ["help", "pineapple"])
@pytest.mark.parametrize("answers", [True, False])
def test_beside_an_overdue_visit_the_one_under_way_is_named_too(word: str, answers: bool) -> None:
    house = House(at="12:50")
    house.entry()
    second(house, "14:05", "15:00")
    house.go_to("14:12")
    house.says(word, to=house.last("sam") if answers else None)
    house.scan()
    assert incident_on(house) == "e2"
    line = next(each for each in sheet(house).splitlines() if each.startswith(SEVERAL))
    assert OAK_STREET in line
    assert ELM_ROAD in line


def test_a_code_word_that_a_responder_passes_on_under_an_old_stand_down_names_the_visit_under_way() -> None:
    house = late(12)
    second(house)
    dee = house.last("dee")
    house.says("left, all fine", to=house.last("sam"))
    house.go_to("14:45")
    asked = len(house.told("sam"))
    house.says("Sam rang and said pineapple", who="dee", to=house.last("dee"))
    house.scan()
    assert dee is not house.last("dee")
    assert incident_on(house) == "e2"
    assert f"Where: {OAK_STREET}" in sheet(house)
    house.go_to("15:31")
    assert len(house.told("sam")) == asked + 1  # the question at the end of the visit, as without the word


@pytest.mark.parametrize("answers", [True, False])
def test_on_the_next_day_the_sheet_says_when_and_where_they_were_last(answers: bool) -> None:
    house = late(1)
    old = house.last("sam")
    house.says("left, all fine", to=old)
    house.dark_until("10:20", day=1)
    house.scan()
    house.says("help", to=old if answers else None)
    house.scan()
    last = f"Last visit: {ELM_ROAD}, visit of Monday 2 March, 13:00 to 14:00 (answered for at 14:01)"
    assert last in sheet(house)
