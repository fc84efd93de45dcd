"""The worker is told who looks after them: once, once more where the alarm changes hands, and not from 999 on."""

from __future__ import annotations

from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import AnswerKind, Ask, Channel, DeadlineState, Lane, Via
from tests.house import House, late
from tests.link_house import asked
from tests.possible_visits import maybe
from tests.texts import late_by_text


def lines(house: House) -> list[str]:
    return [each.text.split("\n")[0] for each in house.told("sam") if each.notification.step == LOOKED_AFTER]


def takes(house: House, who: str = "dee") -> None:
    house.says("I have it", who=who, to=house.last(who))
    house.send()


def test_who_takes_the_alarm_is_named_and_the_worker_is_asked_once_more():
    house = late(11)
    takes(house)
    assert lines(house) == ["Dee Deputises is looking after you. Have you left, and are you safe?"]
    told = house.last("sam").notification
    assert (told.ask, told.lane, told.channel) == (Ask.KNOW, Lane.REMINDER, Channel.MAIL)
    takes(house)
    house.answers(AnswerKind.ACKNOWLEDGE, who="dee", deadline_id=house.deadline.id, via=Via.LINK)
    house.send()
    assert len(lines(house)) == 1, "not at each renewal"
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.state is DeadlineState.CLOSED


def test_a_new_owner_by_hand_over_brings_one_more_and_the_next_none():
    house = late(11)
    takes(house)
    for owner, to, who in (("dee", "Ash", "ash"), ("ash", "Sloane", "sloane")):
        house.says(f"hand over to {to}", who=owner, to=house.last(owner))
        house.send()
        takes(house, who)
        house.clock.go(1)
        assert house.deadline.owner == who
    assert [each.split(" is ")[0] for each in lines(house)] == ["Dee Deputises", "Ash Administers"]


def test_from_the_step_on_that_asks_for_an_outside_body_nothing_goes_to_the_worker():
    house = late(21)
    takes(house, "morgan")
    assert house.deadline.owner == "morgan"
    assert lines(house) == []


def test_it_is_held_back_where_somebody_else_has_it_before_it_went_out():
    house = late(11)
    house.says("I have it", who="dee", to=house.last("dee"))
    house.answers(AnswerKind.TOLD_OUTSIDE, who="dee", deadline_id=house.deadline.id, log_number="1", via=Via.LINK)
    house.send()
    assert lines(house) == []


def test_of_what_only_may_be_a_visit_nobody_looks_after_anybody():
    house = House(at="12:00")
    maybe(house)
    house.go_to("14:35")
    deadline = house.deadline
    house.answers(AnswerKind.ACKNOWLEDGE, who="morgan", deadline_id=deadline.id)
    house.send()
    assert lines(house) == []


def test_by_text_it_is_answered_by_ok_as_the_question_is():
    house = late_by_text("14:12")
    house.says("I have it", who="dee", to=house.texts_to("dee")[-1])
    house.send()
    assert house.texts_to("sam")[-1].text == (
        "Dee Deputises is looking after you. Have you left, and are you safe? Reply OK, or 30 for more time, or CALL "
        "ME."
    )
    assert house.told("sam") == []
    house.texts("OK")
    assert house.deadline.state is DeadlineState.CLOSED


def test_it_carries_the_link_of_a_question():
    house = asked(11)
    takes(house)
    assert house.link().address in house.last("sam").text
    house.press("left")
    assert house.deadline.state is DeadlineState.CLOSED
