"""Lanes and budgets: a channel that hangs delays no other, alarms come first, and mail keeps its mailbox's pace."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Channel, Lane, NotificationState
from calsync.engine.direct import direct_row
from calsync.engine.lanes import AT_ONCE
from calsync.notify.memory import MemoryNotifier
from tests.house import SAM, House
from tests.texts import BY_TEXT, STAFF, TextHouse, late_by_text


def mails(house, count, *, lane=Lane.REMINDER, name="a"):
    """So many mails to Sam wait, in a lane."""
    at = house.clock.now()
    rows = [
        direct_row(f"pause:{name}{number}", "x", SAM, ("Hello", "Read this."), at, ready=house.core.ready, lane=lane)
        for number in range(count)
    ]
    with house.store.transaction() as tx:
        tx.add_notifications(rows)


class Hanging(MemoryNotifier):
    """A channel that takes a message only once it is let go."""

    def __init__(self, channel=Channel.TEXT):
        super().__init__(channel)
        self.free, self._came = asyncio.Event(), asyncio.Semaphore(0)

    async def send(self, message):
        self.tried.append(message)
        self._came.release()
        await self.free.wait()
        return await super().send(message)

    async def handed(self, count):
        """Go on once it was handed so many more messages."""
        for _ in range(count):
            await asyncio.wait_for(self._came.acquire(), 5)


def test_while_the_carrier_hangs_an_alarm_that_falls_due_goes_out_by_mail_at_once():
    house = late_by_text("14:09")
    texts = house.carrier.texts = Hanging()
    house.clock.go(1)
    house.engine.escalate()

    async def story():
        first = asyncio.create_task(house.engine.dispatch())
        await texts.handed(2)
        mails(house, 1, lane=Lane.ALARM)
        later = await asyncio.wait_for(house.engine.dispatch(), 5)
        mailed = {each.notification.recipient for each in house.mail.sent}
        texts.free.set()
        await first
        return mailed, later

    assert asyncio.run(story()) == ({"dee", "ash", "sam"}, 1)
    assert {each.notification.recipient for each in texts.sent} >= {"dee", "ash"}


def test_of_one_channel_no_more_hang_at_once_than_it_has_room_for_and_some_room_is_left_to_alarms():
    house = TextHouse()
    channel = house.core.notifiers[Channel.MAIL] = Hanging(Channel.MAIL)
    mails(house, 30)

    async def story():
        rounds = [asyncio.create_task(house.engine.dispatch())]
        await channel.handed(AT_ONCE - AT_ONCE // 4)
        mails(house, 3, lane=Lane.ALARM, name="b")
        rounds.append(asyncio.create_task(house.engine.dispatch()))
        await channel.handed(3)
        before = [each.notification.lane for each in channel.tried]
        channel.free.set()
        await asyncio.gather(*rounds)
        return before

    before = asyncio.run(story())
    assert before.count(Lane.REMINDER) == AT_ONCE - AT_ONCE // 4
    assert before.count(Lane.ALARM) == 3


def test_what_one_person_is_owed_by_one_channel_about_one_deadline_keeps_its_order_while_the_first_hangs():
    house = late_by_text("13:59")
    texts = house.carrier.texts = Hanging()
    house.clock.go(1)
    house.engine.escalate()
    (question,) = [row for row in house.rows() if row.recipient == "sam"]
    second = replace(question, id="second", step="question-unclear", due=question.due + timedelta(seconds=1))

    beside = replace(second, id="beside", recipient="dee", due=question.due + timedelta(seconds=2))

    async def story():
        rounds = [asyncio.create_task(house.engine.dispatch())]
        await texts.handed(1)
        with house.store.transaction() as tx:
            tx.add_notifications([second, beside])
        rounds.append(asyncio.create_task(house.engine.dispatch()))
        await texts.handed(1)  # to Dee: what is owed to Sam was looked at before
        tried = len(texts.tried)
        texts.free.set()
        await asyncio.gather(*rounds)
        return tried

    assert asyncio.run(story()) == 2
    assert [each.notification.id for each in texts.sent if each.notification.recipient == "sam"] == [
        question.id,
        "second",
    ]


def test_a_minutes_mails_are_kept_to_and_a_fifth_of_them_is_left_to_alarms():
    house = House()
    mails(house, 40)
    assert house.send() == 20
    mails(house, 10, lane=Lane.ALARM, name="b")
    assert house.send() == 5
    house.clock.go(1)
    assert house.send() == 20  # alarms first: the other five of them are among these
    lanes = [each.notification.lane for each in house.mail.sent]
    assert lanes[25:30] == [Lane.ALARM] * 5


def by_mail_then_text():
    """The deputy's step goes by mail, and by text where that does not do; its mails of this minute are used up."""
    mail_first = tuple(replace(each, channels=(Channel.MAIL, Channel.TEXT)) for each in BY_TEXT.steps)
    house = TextHouse(people=STAFF, policy=replace(BY_TEXT, steps=mail_first))
    house.entry()
    house.go_to("14:09")
    house.clock.go(1)
    mails(house, 25, lane=Lane.ALARM)
    house.send()
    house.engine.escalate()
    return house


def test_an_alarm_that_has_waited_for_half_a_minute_goes_by_the_next_channel_as_well_and_once():
    house = by_mail_then_text()
    house.clock.moment += timedelta(seconds=28)
    house.send()
    assert house.texts_to("dee") == []
    house.clock.moment += timedelta(seconds=2)
    house.send()
    (text,) = house.texts_to("dee")
    assert "Details are in your mail" in text.text
    for _ in range(20):
        house.clock.moment += timedelta(seconds=2)
        house.send()
    assert len(house.texts_to("dee")) == 1
    assert len([each for each in house.told("dee") if each.notification.step == "3"]) == 1
    overflowed = [dict(each.details)["to"] for each in house.acts() if each.what == "notification-overflowed"]
    assert sorted(overflowed) == ["ash", "dee"]


def test_an_alarm_that_overflowed_and_then_fails_is_doubled_by_nothing_and_hastens_no_step_that_was_reached():
    house = by_mail_then_text()
    house.clock.moment += timedelta(seconds=30)
    house.send()
    house.mail.fail()
    taken = house.deadline.taken
    for _ in range(40):
        house.clock.moment += timedelta(seconds=2)
        house.send()
    assert len(house.texts_to("dee")) == 1
    assert house.deadline.taken == taken


def test_what_is_no_alarm_waits_for_its_turn_and_overflows_nowhere():
    house = TextHouse()
    mails(house, 40)
    house.send()
    house.clock.moment += timedelta(seconds=40)
    house.send()
    assert house.texted.sent == []
    with house.store.transaction() as tx:
        waiting = [each for number in range(40) for each in tx.notifications_of(f"pause:a{number}")]
    assert sum(each.state is NotificationState.WAITING for each in waiting) == 20
