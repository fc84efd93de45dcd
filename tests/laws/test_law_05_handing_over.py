"""Law 5: an alarm that is handed over stays whose it is until the other one says that they have it."""

from __future__ import annotations

from calsync.domain.model import AnswerKind, Via
from tests.house import House, clock, late


def owned_by_morgan() -> House:
    house = late(21)
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.send()
    return house


def test_who_is_handed_it_is_asked_takes_it_from_the_owner_and_all_who_were_told_hear_of_it():
    house = owned_by_morgan()
    house.says("Hand over to Dee, thanks", who="morgan", to=house.last("morgan"))
    house.send()
    asked = house.last("dee")
    assert house.deadline.owner == "morgan", "it changes hands when she says so, and not before"
    assert "Morgan Manages asks you to take this over" in asked.text
    assert "who is told that you have it now" in asked.text
    house.says("I have it", who="dee", to=asked)
    house.send()
    assert house.deadline.owner == "dee"
    assert house.deadline.is_open
    for who in ("morgan", "ash"):
        assert "Dee Deputises has it now" in house.last(who).subject
    assert "has it now" not in house.last("dee").subject


def test_dee_has_it_is_handing_over_as_well():
    house = owned_by_morgan()
    house.says("Dee has it", who="morgan", to=house.last("morgan"))
    house.send()
    assert house.deadline.owner == "morgan"
    assert "asks you to take this over" in house.last("dee").text


def test_only_its_owner_hands_it_over_and_the_worker_is_nobody_to_have_it():
    house = owned_by_morgan()
    house.says("hand over to Sloane", who="ash", to=house.last("ash"))
    house.send()
    assert house.told("sloane") == []
    assert "Somebody else has it" in house.last("ash").text
    for name in ("Sam", "Robin", "Ash and Dee"):
        house.says(f"hand over to {name}", who="morgan", to=house.last("morgan"))
    house.send()
    assert house.deadline.owner == "morgan"
    assert [row.step for row in house.rows() if row.step == "hand-over"] == []
    assert "Nobody was asked" in house.last("morgan").text or "nobody was asked" in house.last("morgan").text


def test_whom_it_was_handed_to_before_somebody_else_can_not_take_it_any_more():
    house = owned_by_morgan()
    for to in ("dee", "ash"):
        house.answers(AnswerKind.HAND_OVER, who="morgan", to=to, deadline_id=house.deadline.id, via=Via.LINK)
        house.clock.go(1)
    refused = house.answers(AnswerKind.ACKNOWLEDGE, who="dee", deadline_id=house.deadline.id, via=Via.LINK)
    assert refused.took_as == "refused"
    house.answers(AnswerKind.ACKNOWLEDGE, who="ash", deadline_id=house.deadline.id, via=Via.LINK)
    assert house.deadline.owner == "ash"


def test_handing_over_does_not_lengthen_the_time_in_which_the_others_are_left_alone():
    house = owned_by_morgan()
    until = house.deadline.owned_until
    house.clock.moment = clock("14:25")
    house.says("hand over to Dee", who="morgan", to=house.last("morgan"))
    assert house.deadline.owned_until == until
