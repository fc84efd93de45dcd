"""Two workers on one visit: one alarm names both, each has their own deadline, and nobody answers for the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import People
from calsync.parsers.location import read_place
from tests.house import CAST, OAK_STREET, SAM, House, an_entry

ROBIN = replace(SAM, id="robin", name="Robin Shah", mail="robin@clarendon.test", mobile="+44 7700 900102")
BOTH = People(persons=(*CAST.persons, ROBIN), roles=CAST.roles)


def a_house(**robins) -> House:
    """Sam and Robin, each with an entry of their own for the same visit; the two diaries have been read."""
    house = House(at="12:50", people=BOTH)
    house.entry()
    house.calendars.put(replace(an_entry("r1"), worker="robin", **robins))
    for worker in ("sam", "robin"):
        house.poll(worker)
    return house


def alarms(house: House, who: str) -> list[str]:
    """The subjects that somebody was sent, tokens apart."""
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


def test_one_alarm_names_both():
    house = a_house()
    house.go_to("14:10")
    (alarm,) = alarms(house, "dee")
    assert alarm.endswith("are 10 minutes late")
    assert "Sam Visits" in alarm
    assert "Robin Shah" in alarm
    text = house.last("dee").text
    assert "They are on this visit together" in text
    assert text.count("Where: 14 Elm Road, Rotherham S60 3AB") == 2


def test_each_is_asked_by_themselves():
    house = a_house()
    house.go_to("14:00")
    assert len(house.told("sam")) == len(house.told("robin")) == 1


def test_nobodys_answer_covers_the_other():
    house = a_house()
    house.go_to("14:00")
    house.says("Left, all fine", to=house.last("sam"))
    house.go_to("14:10")
    assert alarms(house, "dee") == ["ALARM: Robin Shah is 10 minutes late"]


def test_two_visits_at_different_places_are_two_alarms():
    house = a_house(place=read_place(OAK_STREET))
    house.go_to("14:10")
    assert sorted(alarms(house, "dee")) == [
        "ALARM: Robin Shah is 10 minutes late",
        "ALARM: Sam Visits is 10 minutes late",
    ]


@pytest.mark.parametrize(
    ("said", "still_open"),
    [
        ("close: both out and safe, I spoke to them", 0),
        ("close: everybody is out, I spoke to both", 0),
        ("close: safe and well, I spoke to them", 1),
    ],
)
def test_both_out_closes_for_both_and_a_plain_close_for_one(said, still_open):
    house = a_house()
    house.go_to("14:10")
    house.says(said, who="dee", to=house.last("dee"))
    with house.store.transaction() as tx:
        assert len(tx.open_deadlines()) == still_open


def test_i_have_it_counts_for_both():
    house = a_house()
    house.go_to("14:10")
    house.says("I have it", who="dee", to=house.last("dee"))
    with house.store.transaction() as tx:
        assert [one.owner for each in tx.open_deadlines() for one in each.deadlines] == ["dee", "dee"]


def test_the_same_worker_stands_first_in_each_repeat_and_both_sheets_say_who_was_told():
    house = a_house()
    house.go_to("14:30")
    named = {each.split(" are ")[0] for each in alarms(house, "morgan")}
    assert len(named) == 1
    assert house.last("morgan").text.count("Morgan Manages told at 14:20") == 2


def test_whoever_told_the_police_told_them_of_both():
    house = a_house()
    house.go_to("14:20")
    house.says("999 called, log 12", who="morgan", to=house.last("morgan"))
    with house.store.transaction() as tx:
        assert [one.outside_body for each in tx.open_deadlines() for one in each.deadlines] == ["12", "12"]
    house.says("Left, all fine", to=house.last("sam"))
    house.says("Left, all fine", who="robin", to=house.last("robin"))
    with house.store.transaction() as tx:
        assert len(tx.open_deadlines()) == 2


def test_law_16_what_one_word_closed_for_both_is_stood_down_in_one_message():
    house = a_house()
    house.go_to("14:20")
    house.says("close: both out and safe, I spoke to them", who="dee", to=house.last("dee"))
    house.send()
    (told,) = [each for each in alarms(house, "morgan") if each.startswith("Stand down")]
    assert "Sam Visits" in told
    assert "Robin Shah" in told
    assert "The alarms for " in house.last("morgan").text
    assert not any(each.startswith("Stand down") for each in alarms(house, "dee"))


def test_law_13_a_stand_down_that_went_out_meanwhile_carries_nothing():
    house = a_house()
    house.go_to("14:20")
    house.says("close: safe and well, I spoke to them", who="dee", to=house.last("dee"))
    house.send()
    house.go_to("14:26")
    house.says("close: both out and safe", who="dee", to=house.last("dee"))
    house.send()
    told = [each for each in alarms(house, "morgan") if each.startswith("Stand down")]
    assert len(told) == 2
    assert len(set(told)) == 2


def test_law_1_who_takes_their_entry_out_after_the_start_is_on_the_visit_all_the_same():
    house = a_house()
    house.go_to("13:10")
    house.delete("r1", worker="robin")
    house.go_to("14:10")
    (alarm,) = alarms(house, "dee")
    assert alarm == "ALARM: Robin Shah and Sam Visits are 10 minutes late"
    house.says("close: both out and safe, I spoke to them", who="dee", to=house.last("dee"))
    with house.store.transaction() as tx:
        assert not tx.open_deadlines()


def test_the_subject_says_how_late_each_of_them_is():
    house = a_house()
    house.go_to("13:55")
    house.says("+30", who="robin")
    house.go_to("14:50")
    assert alarms(house, "morgan")[-1] == "ALARM: Robin Shah is 20 minutes late, Sam Visits 50 minutes"
