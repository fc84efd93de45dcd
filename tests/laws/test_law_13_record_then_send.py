"""Law 13: record, then send. At least once, under one reference, and none is lost."""

from __future__ import annotations

import asyncio

import pytest

from calsync.domain.model import Channel, NotificationState
from calsync.errors import DeliveryFailed
from calsync.ports import SentMail
from tests.house import MINUTE, House, clock, late


class Watching:
    """A channel that looks into the store as a message is handed to it."""

    channel = Channel.MAIL

    def __init__(self):
        self.house = None
        self.recorded = []

    async def send(self, message):
        """Note whether the message stands as a row already."""
        await asyncio.sleep(0)
        rows = {row.id: row.state for row in self.house.rows()}
        self.recorded.append(rows.get(message.notification.id))
        return SentMail(message_id=message.notification.id, conversation_id="")


def test_a_message_is_a_row_before_it_is_a_message():
    channel = Watching()
    house = House(at="12:00", notifiers={Channel.MAIL: channel})
    channel.house = house
    house.entry()
    house.go_to("14:21")
    assert channel.recorded == [NotificationState.WAITING] * 5


def test_no_identity_comes_twice_in_a_whole_day_of_an_alarm_with_extensions_and_help():
    house = late(11)
    house.says("+10", to=house.last("sam"))
    house.go_to("14:50")
    house.says("help", to=house.last("sam"))
    house.go_to("16:00")
    rows = house.rows()
    assert len(rows) > 30
    assert len({(row.deadline_id, row.step, row.round, row.recipient, row.channel) for row in rows}) == len(rows)


def test_a_crash_after_handing_over_repeats_the_message_under_the_same_reference():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    house.mail.send = crashing(house.mail.send)
    with pytest.raises(KeyboardInterrupt):
        house.send()
    crashed = [each.notification.id for each in house.mail.sent]
    del house.mail.send
    house.clock.go(1.1)
    house.send()
    assert crashed[-1] in [each.notification.id for each in house.mail.sent[len(crashed) :]]
    assert all(row.state is NotificationState.SENT for row in house.rows())


def crashing(send):
    """Takes the message, and then the machine goes down."""

    async def taken_and_down(message):
        await send(message)
        raise KeyboardInterrupt

    return taken_and_down


def test_a_message_to_the_worker_that_fails_never_shortens_the_ladder():
    plain, failing = late(0), House(at="12:00")
    failing.entry()

    async def not_to_sam(message, send=failing.mail.send):
        if message.notification.recipient == "sam":
            raise DeliveryFailed("no such mailbox", permanent=True)
        return await send(message)

    failing.mail.send = not_to_sam
    failing.go_to("14:31")
    plain.go_to("14:31")
    told = [
        [(each.notification.recipient, each.notification.due) for each in house.mail.sent] for house in (plain, failing)
    ]
    assert [each for each in told[0] if each[0] != "sam"] == told[1]


def test_what_a_channel_refuses_for_an_hour_is_sent_when_it_comes_back():
    house = late(9)
    house.mail.fail()
    house.go_to("15:09")
    waiting = {row.id for row in house.rows() if row.state is NotificationState.WAITING}
    assert waiting
    house.mail.recover()
    house.go_to("15:11")
    sent = {each.notification.id for each in house.mail.sent}
    owed = {
        row.id for row in house.rows() if row.recorded <= clock("15:09") and row.state is not NotificationState.FOLDED
    }
    assert owed <= sent


def test_recording_a_step_again_after_a_crash_changes_no_row():
    house = late(10)
    before = {row.id: row for row in house.rows()}
    with house.store.transaction() as tx:
        assert tx.add_notifications(before.values()) == []
    assert {row.id: row for row in house.rows()} == before


def test_every_step_taken_stands_in_the_audit_beside_its_messages():
    house = late(26)
    steps = {
        (dict(act.details)["step"], dict(act.details)["round"]) for act in house.acts() if act.what == "step-taken"
    }
    assert steps == {(row.step, str(row.round)) for row in house.rows()}
    assert house.deadline.next_step_at - house.clock.now() <= 5 * MINUTE
