"""Law 6: under the word that a colleague's visit is watched, "left, all fine" closes nothing of its writer's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.house import CAST, CODE_WORD, SAM, House, an_entry, clock

ROBIN = replace(SAM, id="robin", name="Robin Roams", mail="robin@clarendon.test", mobile="+44 7700 900111")
PEOPLE = replace(CAST, persons=(*CAST.persons, ROBIN))


def told_by_robin() -> House:
    """Robin is on a visit of 13:30 to 14:30, and tells at 14:02 of one of Sam's."""
    house = House(at="14:02", people=PEOPLE)
    house.calendars.put(an_entry("r1", "13:30", "14:30", worker="robin"))
    house.poll("robin")
    house.poll()
    house.says("Sam Visits is visiting 12 Elm Road until 15:30", who="robin")
    house.send()
    return house


@pytest.mark.parametrize("words", ["left, all fine", "she has left, all fine", "+30"])
def test_robins_own_visit_stays_as_it_was(words: str) -> None:
    house = told_by_robin()
    line = next(each for each in house.told("robin") if "Sam Visits" in each.subject)
    house.go_to("14:25")
    house.says(words, who="robin", to=line)
    house.send()
    assert [each.due for each in house.open("robin")] == [clock("14:30")]
    assert [each.due for each in house.open()] == [clock("15:30")]
    if not words.startswith("she"):
        assert "Only who visits can say so" in house.last("robin").subject


def test_help_under_it_is_robins_own() -> None:
    house = told_by_robin()
    line = next(each for each in house.told("robin") if "Sam Visits" in each.subject)
    house.says("call me", who="robin", to=line)
    assert len(house.alarms) == 1


@pytest.mark.parametrize("words", ["left, all fine", "not going"])
def test_beside_robins_code_word_their_devices_show_the_same(words: str) -> None:
    shown = []
    for said in (words, f"{words} {CODE_WORD}"):
        house = told_by_robin()
        line = next(each for each in house.told("robin") if "Sam Visits" in each.subject)
        house.go_to("14:25")
        house.says(said, who="robin", to=line)
        house.go_to("14:41")
        told = house.told("robin")
        shown.append([(each.notification.due, each.subject.split(" [")[0], each.text) for each in told])
        assert ("duress" in house.alarms) == (said != words)
    assert shown[0] == shown[1]
