"""Dispatch: what becomes of a message between its row and a person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import AnswerKind, Channel, NotificationState
from calsync.errors import DeliveryFailed, SourceRefused
from calsync.notify.memory import MemoryNotifier
from calsync.ports import SentMail
from tests.house import CAST, CLARENDON, House, clock, late


def at_the_deputys_step(**changes):
    """Ten minutes late: the rows of steps 2 and 3 stand, and nothing of them was sent."""
    house = late(9, **changes)
    house.clock.go(1)
    house.engine.escalate()
    return house


def row_of(house, who, step=None):
    (row,) = [each for each in house.rows() if each.recipient == who and each.step == (step or each.step)]
    return row


def test_a_message_that_was_taken_is_sent_once_and_keeps_its_ids():
    house = at_the_deputys_step()
    assert house.send() == 3
    assert house.send() == 0
    row = row_of(house, "dee")
    assert (row.state, row.sent, row.attempts) == (NotificationState.SENT, clock("14:10"), 1)
    assert row.message_id == f"<{row.id}@memory>"


def test_a_message_that_failed_is_tried_again_after_5_15_30_60_and_every_60_seconds():
    house = at_the_deputys_step()
    house.mail.fail()
    waits = []
    for _ in range(6):
        house.send()
        row = row_of(house, "dee")
        waits.append((row.not_before - house.clock.now()).total_seconds())
        house.clock.moment = row.not_before
    assert waits == [5, 15, 30, 60, 60, 60]


def test_nothing_is_tried_before_its_time():
    house = at_the_deputys_step()
    house.mail.fail()
    house.send()
    tried = len(house.mail.tried)
    house.clock.moment += timedelta(seconds=4)
    house.send()
    assert len(house.mail.tried) == tried


def test_after_45_seconds_of_failures_the_next_step_is_called_in():
    house = at_the_deputys_step()
    house.mail.fail()
    for seconds in (0, 5, 20):
        house.clock.moment = clock(f"14:10:{seconds:02}")
        house.send()
    assert house.deadline.taken == 3
    house.clock.moment = clock("14:10:50")
    house.send()
    assert house.deadline.taken == 4
    house.mail.recover()
    house.send()
    assert house.last("morgan").notification.recorded == clock("14:10:50")
    assert "Nobody of the step before this one could be reached." in house.last("morgan").text


def test_a_permanent_failure_calls_the_next_step_in_at_once_when_nobody_of_the_step_is_left():
    house = at_the_deputys_step()
    house.mail.fail("no such mailbox", permanent=True)
    house.send()
    assert row_of(house, "dee").state is NotificationState.FAILED
    assert [each.due for each in house.rows() if each.recipient == "morgan"] == [clock("14:10")]


def test_one_responder_who_can_be_reached_keeps_the_next_step_at_its_own_time():
    house = at_the_deputys_step()
    send = house.mail.send

    async def not_to_dee(message):
        if message.notification.recipient == "dee":
            raise DeliveryFailed("no such mailbox", permanent=True)
        return await send(message)

    house.mail.send = not_to_dee
    house.send()
    assert house.deadline.taken == 3


def test_a_failed_message_to_the_worker_calls_nobody_in():
    house = late(0)
    house.mail.fail("no such mailbox", permanent=True)
    house.clock.go(10)
    house.engine.escalate()
    house.mail.recover()
    house.send()
    assert house.told("morgan") == []


def by_text_and_mail():
    both = (Channel.TEXT, Channel.MAIL)
    policy = replace(
        CLARENDON,
        steps=tuple(replace(each, channels=both) for each in CLARENDON.steps),
        emergency=tuple(replace(each, channels=both) for each in CLARENDON.emergency),
    )
    text, mail = MemoryNotifier(Channel.TEXT), MemoryNotifier(Channel.MAIL)
    people = replace(CAST, persons=tuple(replace(each, mobile=f"+44 {each.id}") for each in CAST.persons))
    house = House(at="12:00", people=people, policy=policy, notifiers={Channel.TEXT: text, Channel.MAIL: mail})
    house.entry()
    house.go_to("14:09")
    house.clock.go(1)
    house.engine.escalate()
    return house, text, mail


def test_a_permanent_failure_goes_to_that_persons_next_channel_at_once_and_no_step_is_hastened():
    house, text, mail = by_text_and_mail()
    text.fail("not a mobile", permanent=True)
    house.send()
    house.send()
    assert {each.notification.recipient for each in mail.sent} == {"sam", "dee", "ash"}
    assert house.deadline.taken == 3


def test_when_every_channel_of_everybody_has_failed_the_next_step_is_taken():
    house, text, mail = by_text_and_mail()
    text.fail("not a mobile", permanent=True)
    mail.fail("no such mailbox", permanent=True)
    house.send()
    house.send()
    assert house.deadline.taken == 4


def test_the_same_words_under_another_identity_go_by_the_next_channel():
    house, text, _ = by_text_and_mail()
    text.fail("not a mobile", permanent=True)
    house.send()
    house.send()
    rows = [each for each in house.rows() if each.recipient == "dee"]
    assert {each.channel for each in rows} == {Channel.TEXT, Channel.MAIL}
    assert len({each.id for each in rows}) == len({each.token for each in rows}) == 2


def test_an_outcome_whose_lease_was_lost_is_not_written():
    house = at_the_deputys_step()
    with house.store.transaction() as tx:
        claims = {each.notification.recipient: each for each in tx.claim_notifications(house.clock.now(), 20)}
    house.clock.go(1.1)
    house.send()
    claim = claims["dee"]
    with house.store.transaction() as tx:
        assert not tx.put_outcome(claim, replace(claim.notification, state=NotificationState.FAILED))
    assert row_of(house, "dee").state is NotificationState.SENT


def test_a_message_about_a_deadline_that_was_closed_in_between_is_cancelled():
    house = at_the_deputys_step()
    house.answers(AnswerKind.SAFE, leaving=True)
    assert house.send() == 0
    assert row_of(house, "dee").state is NotificationState.CANCELLED


class SlowChannel(MemoryNotifier):
    """Takes a message, and something happens before it says so."""

    def __init__(self, meanwhile):
        super().__init__(Channel.MAIL)
        self.meanwhile = meanwhile

    async def send(self, message):
        """The ids, after what happens meanwhile."""
        sent = await super().send(message)
        if message.notification.recipient == "dee":
            self.meanwhile()
        return sent


def test_somebody_whose_alarm_was_on_its_way_when_the_worker_answered_is_stood_down_too():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    slow = SlowChannel(lambda: house.answers(AnswerKind.SAFE, leaving=True))
    house.core.notifiers[Channel.MAIL] = slow
    house.send()
    house.tick()
    subjects = [each.subject for each in slow.sent if each.notification.recipient == "dee"]
    assert [each[:10] for each in subjects] == ["ALARM: Sam", "Stand down"]


def test_a_channel_that_hangs_is_a_failure_that_may_be_tried_again(hung):
    house, hanging = hung
    asyncio.run(house.engine.dispatch())
    assert hanging.cancelled == 3
    assert row_of(house, "dee").state is NotificationState.WAITING
    assert "no answer within" in row_of(house, "dee").last_error


class Hanging:
    """A channel whose call times out by itself, as one that hangs does after ten seconds."""

    channel = Channel.MAIL

    def __init__(self):
        self.cancelled = 0

    async def send(self, message):
        """Never an answer."""
        self.cancelled += 1
        raise TimeoutError


@pytest.fixture
def hung():
    house = at_the_deputys_step()
    hanging = Hanging()
    house.core.notifiers[Channel.MAIL] = hanging
    return house, hanging


def test_a_poison_message_harms_only_itself():
    house = at_the_deputys_step()
    send = house.mail.send

    async def chokes_on_dee(message):
        if message.notification.recipient == "dee":
            raise KeyError("nobody thought of this")
        return await send(message)

    house.mail.send = chokes_on_dee
    assert house.send() == 2
    assert row_of(house, "dee").state is NotificationState.WAITING
    assert "Whitcombe" not in row_of(house, "dee").last_error


def test_a_step_for_a_channel_that_nothing_here_sends_by_fails_for_good_and_is_seen():
    house = at_the_deputys_step()
    del house.core.notifiers[Channel.MAIL]
    house.send()
    assert row_of(house, "dee").state is NotificationState.FAILED


def test_a_repeat_to_others_that_waits_while_somebody_takes_it_is_not_sent():
    house = late(1)
    house.answers(AnswerKind.HELP)
    house.tick()
    house.mail.fail()
    house.go_to("14:06")
    house.mail.recover()
    alarm = house.last("morgan")
    house.says("999 called, log 5", who="morgan", to=alarm)
    house.clock.go(0.5)
    house.send()
    assert [each.notification.repeat for each in house.told("dee")] == [False]


def test_a_sent_message_and_one_that_gave_way_stand_in_the_audit_with_ids_alone():
    house = at_the_deputys_step()
    house.mail.fail("no such mailbox", permanent=True)
    house.send()
    house.mail.recover()
    house.send()
    acts = [act for act in house.acts() if act.what in ("notification-sent", "notification-gave-way")]
    assert {act.what for act in acts} == {"notification-sent", "notification-gave-way"}
    assert all(set(dict(act.details)) == {"notification", "step", "round", "to", "channel"} for act in acts)


def test_ids_from_the_channel_are_what_an_answer_is_found_by():
    class Numbered(MemoryNotifier):
        async def send(self, message):
            await super().send(message)
            return SentMail(message_id=f"<n{len(self.sent)}>", conversation_id=f"c{len(self.sent)}")

    house = late(9)
    house.core.notifiers[Channel.MAIL] = Numbered(Channel.MAIL)
    house.clock.go(1)
    house.scan()
    with house.store.transaction() as tx:
        found = tx.notification_for(message_ids=["<n1>"], conversation_id="", token="")
    assert found is not None


def test_after_an_hour_without_a_channel_each_person_is_sent_the_newest_duty_and_not_every_repeat():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:59")
    house.mail.fail("The channel is down.")
    house.go_to("15:00")
    house.mail.recover()
    house.go_to("15:01")
    assert [each.notification.step for each in house.told("morgan")] == ["4"]
    assert [each.notification.step for each in house.told("sam")] == ["2"]


def test_an_alarm_says_that_the_workers_diary_can_not_be_read_and_since_when():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.calendars.refuse("sam", SourceRefused("No access.", status=403))
    house.go_to("14:21")
    assert "Diary: not read since 13:1" in house.last("morgan").text
