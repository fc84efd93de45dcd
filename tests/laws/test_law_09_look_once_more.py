"""Law 9: look once more before crying wolf. The alarm uses what has arrived, and waits for nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from calsync.domain.model import Turn
from calsync.errors import SourceRefused, SourceUnavailable
from tests.house import House, clock, late

# Clarendon's first responder step comes ten minutes after the end (14:00), and the next one at 14:20.
SOON = ("14:09:50", "14:09:55", "14:09:59")


def at(text: str) -> House:
    """Sam's visit ended at 14:00 without a word; everything was read and scanned at 14:09, and it is now later."""
    house = late(9)
    house.clock.moment = clock(text)
    house.calendars.read.clear()
    house.calendars.turns.clear()
    return house


def looks(house: House) -> int:
    return asyncio.run(house.engine.look())


@pytest.mark.parametrize("moment", SOON)
def test_ten_seconds_before_responders_are_told_the_diary_is_read_before_all_others(moment):
    house = at(moment)
    # A moment that is exactly ten seconds off is the first at which it may look.
    house.clock.moment += timedelta(milliseconds=1)
    assert looks(house) == 1
    assert house.calendars.read == ["sam"]
    assert house.calendars.turns == [Turn.LOOK]


def test_it_looks_once_for_each_step_and_not_at_every_tick():
    house = at("14:09:55")
    assert [looks(house), looks(house), looks(house)] == [1, 0, 0]


def test_it_looks_again_before_the_next_step():
    house = at("14:09:55")
    looks(house)
    house.go_to("14:19")
    house.clock.moment = clock("14:19:55")
    assert looks(house) == 1


def test_no_look_is_spent_long_before():
    assert looks(at("14:09:30")) == 0


def test_no_look_is_spent_on_a_step_that_asks_the_worker_alone():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:59")
    house.clock.moment = clock("13:59:55")
    assert looks(house) == 0


def test_a_visit_extended_in_the_diary_at_the_last_moment_alarms_nobody():
    house = at("14:09:55")
    house.change(end=clock("14:30"))
    looks(house)
    house.clock.moment = clock("14:10")
    house.scan()
    assert not house.told("morgan")
    assert not house.told("dee")


def test_an_answer_that_came_in_the_last_seconds_is_read_before_the_step():
    house = at("14:09:55")
    house.writes("left, all fine", to=house.last("sam"))
    looks(house)
    house.clock.moment = clock("14:10")
    house.scan()
    assert not house.told("dee")


def test_a_mailbox_that_can_not_be_read_keeps_no_diary_from_being_looked_at():
    house = at("14:09:55")
    house.mailbox.refusal = SourceUnavailable("Nobody answers.")
    house.change(end=clock("14:30"))
    assert looks(house) == 1
    house.clock.moment = clock("14:10")
    house.scan()
    assert not house.told("dee")


def test_the_answers_are_read_also_where_somebody_else_is_reading_the_diary_just_now():
    house = at("14:09:55")
    house.writes("left, all fine", to=house.last("sam"))
    with house.store.transaction() as tx:
        tx.claim_these(["sam"])
    looks(house)
    house.clock.moment = clock("14:10")
    house.scan()
    assert not house.told("dee")


@pytest.mark.parametrize(
    "error", [SourceRefused("No.", status=403), SourceUnavailable("Nobody answers."), ValueError("odd")]
)
def test_a_diary_that_can_not_be_read_delays_no_alarm(error):
    house = at("14:09:55")
    house.calendars.refuse("sam", error)
    looks(house)
    house.clock.moment = clock("14:10")
    house.scan()
    assert house.told("dee")


def test_a_diary_that_is_being_read_is_not_read_twice_at_once():
    house = at("14:09:55")
    with house.store.transaction() as tx:
        assert tx.claim_these(["sam"])
    assert looks(house) == 0
