"""Somebody whose own diary has the visit too is passed over, whether or not they accepted its entry (law 5)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from calsync.parsers.location import read_place
from tests.house import CAST, DEE, ELM_ROAD, OAK_STREET, House, an_entry


def both_visit(place: str) -> House:
    dee = replace(DEE, works=True)
    people = replace(CAST, persons=tuple(dee if each.id == "dee" else each for each in CAST.persons))
    house = House(at="12:00", people=people)
    house.entry()
    house.calendars.put(an_entry("e2", worker="dee", place=read_place(place)))
    house.tick()
    return house


def test_a_deputy_who_is_on_the_same_visit_by_their_own_diary_is_passed_over() -> None:
    house = both_visit(ELM_ROAD)
    house.go_to("14:10")
    assert all(each.notification.role == "worker" for each in house.told("dee"))
    about_sam = [each for each in house.told("ash") if "Sam Visits" in each.subject]
    assert "Dee Deputises (deputy) is passed over: on the same visit." in about_sam[-1].text


def test_a_deputy_who_visits_elsewhere_at_the_same_time_is_told() -> None:
    house = both_visit(OAK_STREET)
    house.go_to("14:10")
    assert any(each.notification.role == "deputy" for each in house.told("dee"))


def test_a_visit_that_nobody_stands_behind_is_raised_once_when_people_are_read() -> None:
    house = House(at="12:00")
    house.entry(start="20:00", end="21:00")
    house.poll()
    for _ in range(2):
        asyncio.run(house.engine.refresh_people())
    raised = [each for each in house.seen if each.what == "concern" and "nobody of those" in each.text]
    assert len(raised) == 1


def test_who_takes_their_entry_out_once_the_visit_has_begun_is_on_it_all_the_same() -> None:
    house = both_visit(ELM_ROAD)
    house.go_to("13:05")
    house.calendars.delete("dee", "e2")
    house.go_to("14:10")
    assert not [each for each in house.told("dee") if each.notification.role == "deputy"]
    about_sam = [each for each in house.told("ash") if "Sam Visits" in each.subject]
    assert "Dee Deputises (deputy) is passed over: on the same visit." in about_sam[-1].text
