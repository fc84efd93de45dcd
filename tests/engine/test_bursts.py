"""A whole team late at once: the manager gets few messages worth reading, and each alarm is still their own."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Channel, NotificationState, Place
from calsync.parsers.location import read_place
from tests.calls import CallHouse
from tests.house import CAST, CLARENDON, House, an_entry
from tests.team_house import TEAM, a_team_is_late, owners
from tests.texts import STAFF


def test_the_manager_gets_one_message_that_names_each_with_the_number_to_ring():
    house = a_team_is_late()
    (mail,) = house.told("morgan")
    assert mail.subject.startswith("ALARM: Ada Able is 20 minutes late, and 7 more [")
    for each in TEAM:
        assert each.name in mail.text
        assert each.mobile.replace("+44 ", "0") in mail.text or each.mobile in mail.text
    rows = [row for each in TEAM for watched in house.watched(each.id) for one in watched.deadlines
            for row in _rows(house, one.id) if row.recipient == "morgan"]  # fmt: skip
    assert [row.state for row in rows].count(NotificationState.CARRIED) == len(TEAM) - 1


def _rows(house: House, deadline_id: str):
    with house.store.transaction() as tx:
        return tx.notifications_of(deadline_id)


def test_i_have_it_counts_for_all_and_with_a_name_for_that_one_alone():
    house = a_team_is_late()
    house.says("I have it: Cleo", who="morgan", to=house.last("morgan"))
    assert [name for name, owner in owners(house).items() if owner] == ["w2"]
    house.says("I have it", who="morgan", to=house.told("morgan")[0])
    assert set(owners(house).values()) == {"morgan"}
    house.says("Close: Ben Brook is safe and well, I spoke to him", who="morgan", to=house.told("morgan")[0])
    assert set(owners(house)) == {each.id for each in TEAM} - {"w1"}


def test_a_call_for_help_is_told_by_itself_however_many_are_late():
    house = a_team_is_late(help_from="w3")
    alone = [each for each in house.told("morgan") if "Dan Dene" in each.subject]
    assert alone != []
    assert all("Ada Able" not in each.text for each in alone)
    assert CLARENDON.emergency != ()
    assert {each.notification.channel for each in alone} == {Channel.MAIL}


def test_what_was_folded_into_a_call_that_nobody_takes_goes_on_by_the_next_channel_with_it():
    house = CallHouse(people=replace(CAST, persons=(*TEAM, *STAFF.persons[1:])))
    for number, each in enumerate(TEAM):
        place: Place | None = read_place(f"{number + 1} Elm Road, Rotherham S60 3AB")
        house.calendars.put(an_entry(f"e{number}", worker=each.id, place=place))
    house.go_to("14:10")
    (call,) = house.calls_to("dee")
    taken = house.answers_call("dee", call=call).press("1")
    assert "The numbers of the others stand in your mail." in taken.words
    (other,) = house.calls_to("ash")
    assert other.spoken.words.count("There are 7 more.") == 1
    house.call_ends("ash", "no-answer")
    house.send()
    (text,) = house.texts_to("ash")
    assert "And 7 more." in text.text
