"""An order by name, to one of several who are late or to the only one: done of each named, or of none and said so."""

from __future__ import annotations

import pytest

from calsync.parsers.of_several import ALL, TAKEN, closes_each, order_without, takes_all
from tests.house import House
from tests.team_house import TEAM, a_team_is_late, owners

NAMES = ["Cleo Carr", "Cleo", "Dan Dene", "Dan"]


def not_done(house: House, said: str) -> str:
    """What its writer reads of an order that is not clear."""
    before = len(house.mail.sent)
    house.says(said, who="morgan", to=house.told("morgan")[0])
    house.send()
    (mail,) = house.mail.sent[before:]
    assert mail.subject.startswith("Not done: ")
    assert mail.notification.recipient == "morgan"
    return str(mail.text)


def test_what_is_ordered_of_several_is_done_of_each_who_is_named_and_of_nobody_else():
    house = a_team_is_late()
    everybody = {each.id for each in TEAM}
    for said in (
        "close: Cleo Carr is safe, I spoke to her, Dan says so",
        "close: all safe, I spoke to them all",
    ):
        assert "nothing was closed" in not_done(house, said)
        assert set(owners(house)) == everybody
    assert "hand over Ada Able" in not_done(house, "hand over to Ash")
    house.says("I have it: Cleo Carr and Dan Dene", who="morgan", to=house.told("morgan")[0])
    house.says("I have it: Ada", who="morgan", to=house.told("morgan")[0])
    assert {name for name, owner in owners(house).items() if owner} == {"w0", "w2", "w3"}
    house.says("close: Cleo and Dan are safe, I spoke to them", who="morgan", to=house.told("morgan")[0])
    assert set(owners(house)) == everybody - {"w2", "w3"}
    house.says("hand over Eve and Flo to Ash", who="morgan", to=house.told("morgan")[0])
    house.send()
    asked = [each.subject for each in house.told("ash") if "asks you to take this over" in each.text]
    assert sorted(("Eve" in each, "Flo" in each) for each in asked) == [(False, True), (True, False)]
    house.says("I have them all", who="morgan", to=house.told("morgan")[0])
    assert set(owners(house).values()) == {"morgan"}


def test_under_an_alarm_about_one_the_name_of_that_one_may_stand_beside_the_order():
    house = House(at="12:00")
    house.entry()
    house.go_to("14:21")
    house.says("I have it: Robin", who="morgan", to=house.told("morgan")[0])
    assert house.open()[0].owner is None
    house.says("I have it: Sam", who="morgan", to=house.told("morgan")[0])
    assert house.open()[0].owner == "morgan"


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("I have it: Cleo Carr and Dan Dene", TAKEN),
        ("Cleo, Dan: I have it", TAKEN),
        ("1 Cleo", TAKEN),
        ("no answer: Cleo", "no answer"),
        ("no answer from Cleo and Dan", "no answer"),
        ("hand over Cleo to Ash", "hand over to Ash"),
        ("hand Cleo and Dan over to Ash please", "hand over to Ash please"),
        ("I have it: Cleo, no answer from Dan", ""),
        ("I have it, Cleo?", ""),
        ("hand over Cleo to Dan", ""),
        ("Cleo is safe", ""),
        ("I have it: Cleo, but not safe", ""),
    ],
)
def test_an_order_is_read_without_the_names(said, order):
    assert order_without(said, NAMES) == order


def test_all_are_named_by_a_word_for_all():
    assert order_without("hand them all over to Ash", ALL) == "hand over to Ash"
    assert all(
        map(takes_all, ("I have them all", "all mine", "have both", "Ok, I have all of them.", "i've got them all"))
    )
    assert not any(map(takes_all, ("all", "them all", "all safe", "I have them all?", "not all")))


def test_a_closing_speaks_of_each_only_where_they_stand_in_one_list():
    assert closes_each("close: Cleo, Dan are safe", NAMES)
    assert closes_each("close: both Cleo Carr and Dan Dene are safe, I spoke to them", NAMES)
    assert not closes_each("close: Cleo is safe, she says Dan left", NAMES)
