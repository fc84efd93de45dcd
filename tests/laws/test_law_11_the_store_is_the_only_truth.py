"""Law 11: the database is the only truth. Any number of processes over one store, and any of them may vanish."""

from __future__ import annotations

import asyncio

from calsync.domain.model import AnswerKind
from calsync.engine import Engine
from tests.house import House, clock, late


def second_engine(house):
    """Another process over the same store and the same world."""
    return Engine(house.core)


def test_two_engines_that_scan_the_same_moment_write_each_message_once():
    house = House(at="12:00")
    house.entry()
    house.tick()
    other = second_engine(house)
    for minute in range(30):
        house.clock.moment = clock(f"14:{minute:02}")
        house.engine.escalate()
        other.escalate()
    assert sorted(row.step for row in house.rows()) == ["1", "2", "3", "3", "4", "4"]
    assert len({row.id for row in house.rows()}) == 6


def test_two_engines_that_send_at_once_send_each_message_once():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    other = second_engine(house)

    async def both():
        return await asyncio.gather(house.engine.dispatch(), other.dispatch())

    assert sum(asyncio.run(both())) == 3
    assert len({each.notification.id for each in house.mail.sent}) == len(house.mail.sent)


def test_two_engines_that_read_the_same_diary_make_each_visit_once():
    house = House(at="12:00")
    house.entry()
    other = second_engine(house)
    (state,) = house.mailboxes()

    async def both():
        await asyncio.gather(house.engine.read(state), other.read(state))

    asyncio.run(both())
    assert len(house.open()) == 1
    assert [act.what for act in house.acts()].count("visit-found") == 1


def test_two_engines_never_take_the_same_diary_at_once():
    house = House(at="12:00")
    other = second_engine(house)

    async def both():
        return await asyncio.gather(house.engine.poll(), other.poll())

    first, second = asyncio.run(both())
    assert len(first) + len(second) == 1


def test_the_same_answer_taken_by_two_engines_acts_once():
    house = late(5)
    house.writes("+10", to=house.last("sam"))
    other = second_engine(house)

    async def both():
        await asyncio.gather(house.engine.read_mail(), other.read_mail())

    asyncio.run(both())
    assert house.deadline.due == clock("14:15")
    assert [act.what for act in house.acts()].count("deadline-moved") == 1


def test_a_new_process_goes_on_where_the_old_one_vanished():
    house = late(9)
    reborn = House(at="14:10", store=house.store, clock_=house.clock)
    reborn.clock.moment = clock("14:10")
    reborn.calendars = house.calendars
    reborn.scan()
    assert [each.notification.step for each in reborn.told("dee")] == ["3"]


def test_a_process_that_vanishes_between_recording_and_sending_loses_nothing():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    reborn = House(at="14:10", store=house.store, clock_=house.clock)
    reborn.send()
    assert {each.notification.recipient for each in reborn.mail.sent} == {"sam", "dee", "ash"}


def test_a_process_that_vanishes_while_sending_is_followed_by_another_after_a_minute_with_the_same_reference():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    with house.store.transaction() as tx:
        held = {claim.notification.id for claim in tx.claim_notifications(house.clock.now(), 20)}
    house.send()
    before = len(house.mail.sent)
    house.clock.go(1.1)
    house.send()
    assert {each.notification.id for each in house.mail.sent[before:]} == held


def test_a_process_that_vanishes_while_reading_a_diary_is_followed_by_another_after_a_minute():
    house = House(at="12:00")
    with house.store.transaction() as tx:
        assert len(tx.claim_mailboxes(house.clock.now(), 4)) == 1
    assert asyncio.run(house.engine.poll()) == []
    house.clock.go(1.1)
    assert len(asyncio.run(house.engine.poll())) == 1


def test_an_answer_that_comes_between_a_reading_and_its_writing_is_not_overwritten():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:30")
    house.change(end=clock("14:20"))
    house.calendars.before_snapshot = lambda: house.answers(AnswerKind.SAFE, leaving=True)
    house.poll()
    assert house.deadline.closed_by == "sam"
    assert house.open() == []
