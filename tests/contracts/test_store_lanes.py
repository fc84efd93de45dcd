"""What every store promises of the lanes: each channel apart, alarms first, mails counted, and giving way kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Channel, Lane, NotificationState
from tests.contracts.cast import MINUTE, NOON, ONE, message
from tests.contracts.conftest import World


def test_a_channel_is_claimed_apart_from_the_others_and_alarms_apart_from_the_rest(world: World) -> None:
    with world.store.transaction() as work:
        work.add_notifications(
            [
                message("text", channel=Channel.TEXT, lane=Lane.ALARM, due=NOON),
                message("alarm", channel=Channel.MAIL, lane=Lane.ALARM, due=ONE),
                message("reminder", channel=Channel.MAIL, lane=Lane.REMINDER, due=NOON),
                message("later", channel=Channel.VOICE, not_before=ONE + MINUTE),
            ]
        )
        assert work.waiting_by(ONE) == ["mail", "text"]
        assert [each.notification.id for each in work.claim_notifications(ONE, 9, channel="mail", alarms=False)] == [
            "reminder"
        ]
        assert [each.notification.id for each in work.claim_notifications(ONE, 9, channel="mail", alarms=True)] == [
            "alarm"
        ]
        assert work.waiting_by(ONE) == ["text"]
        assert [each.notification.id for each in work.claim_notifications(ONE, 9, channel="text")] == ["text"]


def test_mails_of_late_and_those_just_being_sent_are_counted(world: World) -> None:
    sent = message("sent", channel=Channel.MAIL, state=NotificationState.SENT, sent=ONE)
    with world.store.transaction() as work:
        work.add_notifications(
            [
                sent,
                replace(sent, id="earlier", sent=NOON),
                replace(sent, id="text", channel=Channel.TEXT),
                message("waits", channel=Channel.MAIL),
            ]
        )
        assert work.mails_under_way(ONE - MINUTE) == 1
        work.claim_notifications(ONE, 9)
        assert work.mails_under_way(ONE - MINUTE) == 2
        assert work.mails_under_way(NOON - MINUTE) == 3


def test_alarms_that_are_behind_are_found_until_they_have_given_way(world: World) -> None:
    behind = message("behind", lane=Lane.ALARM, recorded=NOON)
    with world.store.transaction() as work:
        work.add_notifications(
            [
                behind,
                replace(behind, id="new", recorded=ONE),
                replace(behind, id="no alarm", lane=Lane.REMINDER),
                replace(behind, id="gone", state=NotificationState.SENT),
            ]
        )
        assert work.alarms_behind(NOON, 9) == [behind]
        assert work.put_gave_way("behind")
        assert not work.put_gave_way("behind")
        assert not work.put_gave_way("gone")
        assert not work.put_gave_way("nobody")
        assert work.alarms_behind(NOON, 9) == []


def test_one_that_gives_way_while_it_is_being_sent_stays_so(world: World) -> None:
    with world.store.transaction() as work:
        work.add_notifications([message("a")])
        (claim,) = work.claim_notifications(ONE, 9)
        assert work.put_gave_way("a")
        assert work.put_outcome(claim, replace(claim.notification, attempts=1, not_before=ONE + timedelta(seconds=5)))
        (kept,) = work.notifications_of("d1")
    assert (kept.attempts, kept.gave_way) == (1, True)


def test_whether_messages_wait_is_told_of_one_channel_too(world: World) -> None:
    with world.store.transaction() as work:
        work.add_notifications([message("a", channel=Channel.TEXT)])
        assert work.messages_wait(ONE)
        assert not work.messages_wait(ONE, channel=Channel.MAIL)
        assert work.messages_wait(ONE, channel=Channel.TEXT)
