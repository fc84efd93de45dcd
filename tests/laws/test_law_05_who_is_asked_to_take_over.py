"""Law 5: whom a later step asks to take over takes the alarm from its owner, and nobody else does."""

from __future__ import annotations

from calsync.domain.model import AnswerKind, Ask
from tests.house import House, clock
from tests.scenarios.presets import house_of, subjects


def owned_by_ash() -> House:
    """Commence's policy: Ash has it, and at 14:15 Morgan is asked to take over."""
    house = house_of("commence", at="12:00")
    house.entry()
    house.go_to("14:14")
    house.says("I have it", who="ash", to=house.last("ash"))
    house.go_to("14:15")
    return house


def test_whoever_is_asked_to_take_over_does_so_by_one_word_and_the_former_owner_is_told():
    house = owned_by_ash()
    asked = house.last("morgan")
    assert asked.notification.ask is Ask.TAKE_OVER
    assert '"I have it": you take it over from Ash Administers, who is told that you have it now' in asked.text
    house.says("I have it", who="dee", to=house.last("ash"))
    assert house.deadline.owner == "ash", "somebody who was not asked"
    house.says("I have it", who="morgan", to=asked)
    house.send()
    assert (house.deadline.owner, house.deadline.renewals) == ("morgan", 0)
    assert subjects(house, "ash")[-1] == "Morgan Manages has it now: Sam Visits"
    assert "was asked to take over the alarm for Sam Visits, and has it now" in house.last("ash").text
    assert house.answers(AnswerKind.ACKNOWLEDGE, who="ash", deadline_id=house.deadline.id).took_as == "refused"
    before = len(house.told("ash"))
    house.go_to("14:24")
    assert len(house.told("ash")) == before, "the former owner's hold has ended"


def test_a_step_of_an_earlier_ladder_takes_nothing_over_any_more():
    house = owned_by_ash()
    asked = house.last("morgan")
    house.answers(AnswerKind.EXTEND, minutes=20)
    house.go_to("14:36")
    house.says("I have it", who="ash", to=house.last("ash"))
    house.says("I have it", who="morgan", to=asked)
    assert (house.deadline.due, house.deadline.owner) == (clock("14:35"), "ash")


def test_no_answer_to_the_first_call_does_not_count_for_the_second():
    house = house_of("commence", at="12:00")
    house.entry()
    house.go_to("14:00")
    first = house.last("ash")
    house.go_to("14:06")
    second = house.last("ash")
    assert first.notification.step != second.notification.step
    house.says("no answer", who="ash", to=first)
    house.scan()
    assert house.last("ash").notification.ask is Ask.CALL_WORKER
    house.says("no answer", who="ash", to=second)
    house.scan()
    assert house.last("ash").notification.ask is Ask.CALL_HOUSEHOLD
