"""A stretch of minutes must not put diaries off for the hours after it (laws 3 and 10)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tests.house import CAST, MINUTE, SAM, House

CROWD = tuple(replace(SAM, id=f"worker-{n}", mail=f"worker-{n}@clarendon.test") for n in range(60))


def polls(house: House, minutes: int) -> None:
    """Everything that is due is read, minute by minute."""
    for _ in range(minutes):
        house.clock.go(1)
        while asyncio.run(house.engine.poll(limit=100)):
            pass


def a_house() -> House:
    house = House(people=replace(CAST, persons=CAST.persons + CROWD))
    house.calendars.speed = 100.0
    polls(house, 30)
    return house


def test_what_was_put_off_by_a_stretch_is_read_at_its_pace_once_the_stretch_is_over() -> None:
    house = a_house()
    house.calendars.speed = 0.011
    polls(house, 6)
    assert any(each.next_poll_at - house.clock.now() > 10 * MINUTE for each in house.mailboxes())
    house.calendars.speed = 100.0
    polls(house, 1)
    now = house.clock.now()
    assert all(each.next_poll_at - now <= each.pace for each in house.mailboxes())
    assert all(each.fresh_until is None or each.fresh_until - now <= 3 * each.pace for each in house.mailboxes())


def test_one_slow_moment_puts_nobody_off() -> None:
    house = a_house()
    house.calendars.speed = 0.011
    polls(house, 1)
    house.calendars.speed = 100.0
    polls(house, 1)
    assert all(each.next_poll_at - house.clock.now() <= each.pace for each in house.mailboxes())


def test_a_diary_that_fails_is_not_hastened_by_that() -> None:
    house = a_house()
    house.calendars.speed = 0.011
    polls(house, 6)
    waits = replace(
        house.mailboxes()[-1], failing_since=house.clock.now(), next_poll_at=house.clock.now() + 60 * MINUTE
    )
    with house.store.transaction() as tx:
        tx.put_mailbox(waits)
    house.calendars.speed = 100.0
    polls(house, 1)
    assert waits in house.mailboxes()
