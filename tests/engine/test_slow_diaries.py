"""A diary that answers slowly and never fails holds up nobody twice (law 14)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import MailboxState, Turn
from calsync.errors import SourceError, SourceUnavailable
from tests.house import CAST, SAM, House, clock
from tests.it_house import forbidden


def state_of(house: House) -> MailboxState:
    (state,) = [each for each in house.mailboxes() if each.worker == "sam"]
    assert isinstance(state, MailboxState)
    return state


class Hastened(asyncio.SelectorEventLoop):
    """An event loop on which time passes as it is told."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def test_after_a_slow_reading_each_is_asked_alone_and_those_who_are_quick_go_together_again() -> None:
    ash = replace(SAM, id="another", mail="another@clarendon.test")
    house = House(people=replace(CAST, persons=(*CAST.persons, ash)))
    with asyncio.Runner(loop_factory=Hastened) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, Hastened)

        def requests(seconds: float) -> int:
            """In how many requests everything that is due is read, when an answer takes so long."""
            house.calendars.before_snapshot = lambda: setattr(loop, "ahead", loop.ahead + seconds)
            before = len(house.calendars.turns)
            house.clock.go(5)
            assert len(runner.run(house.engine.poll(limit=10))) >= 2
            return len(house.calendars.turns) - before

        assert requests(0.0) == 1
        assert requests(9.0) == 1
        assert requests(0.0) > 1
        assert requests(0.0) == 1


def polled(house: House, minutes: int) -> list[Turn]:
    """In what order whatever was due was asked for, in so many minutes."""
    house.calendars.turns.clear()
    for _ in range(4 * minutes):
        house.clock.moment += timedelta(seconds=15)
        asyncio.run(house.engine.poll())
    return list(house.calendars.turns)


def test_a_begun_diary_that_hangs_takes_no_turn_before_those_that_answer_and_is_asked_every_two_minutes() -> None:
    house = House(at="12:50")
    house.entry()
    house.go_to("13:05")
    house.calendars.refuse("sam", SourceUnavailable("No answer in time.", code="Timeout"))
    assert polled(house, 2)[:2] == [Turn.BEGUN, Turn.BEGUN]
    assert state_of(house).turn is Turn.BEGUN, "IT is told within minutes, since a visit is under way"
    assert polled(house, 10) == [Turn.ORDINARY] * 5
    house.calendars.allow("sam")
    assert polled(house, 4)[-1] is Turn.BEGUN


def test_a_diary_that_hangs_before_a_visit_is_asked_every_two_minutes_after_those_that_answer() -> None:
    house = House(at="12:30")
    house.entry()
    house.go_to("12:32")
    house.calendars.refuse("sam", SourceUnavailable("No answer in time.", code="Timeout"))
    assert polled(house, 2)[:2] == [Turn.SOON, Turn.SOON]
    assert polled(house, 10) == [Turn.ORDINARY] * 5


@pytest.mark.parametrize(
    ("error", "again"),
    [(forbidden(), "12:30"), (SourceUnavailable("Slow down.", status=429, retry_after=3600), "12:33")],
)
def test_a_diary_that_fails_is_asked_again_when_a_visit_comes_near(error: SourceError, again: str) -> None:
    """What Microsoft asks for is believed for five minutes, as it is for a visit that is near."""
    house = House(at="11:50")
    house.entry()
    house.poll()
    house.clock.moment = clock("12:28")
    house.calendars.refuse("sam", error)
    for _ in range(5):
        asyncio.run(house.engine.read(state_of(house)))
    assert state_of(house).next_poll_at == clock(again)


def test_a_diary_near_a_visit_is_asked_again_within_five_minutes_whatever_microsoft_asks_for() -> None:
    house = House(at="11:50")
    house.entry()
    house.poll()
    house.clock.moment = clock("12:45")
    house.poll()
    assert state_of(house).turn is Turn.SOON
    house.calendars.refuse("sam", SourceUnavailable("Slow down.", status=429, retry_after=3600))
    asyncio.run(house.engine.read(state_of(house)))
    assert state_of(house).next_poll_at == clock("12:50")


def test_the_look_before_an_alarm_is_made_first_however_long_a_diary_hangs() -> None:
    house = House(at="12:50")
    house.entry()
    house.go_to("13:05")
    house.calendars.refuse("sam", SourceUnavailable("No answer in time.", code="Timeout"))
    house.go_to("13:20")
    house.calendars.turns.clear()
    asyncio.run(house.engine.read(state_of(house)))
    assert house.calendars.turns == [Turn.LOOK]
