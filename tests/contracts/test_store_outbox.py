"""What every store promises of messages: each once, alarms first, one sender at a time, and a reply finds its own."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.model import Lane, NotificationState
from tests.contracts.cast import MINUTE, NOON, ONE, message
from tests.contracts.conftest import World


class TestOutbox:
    def test_a_message_comes_back_as_it_was_written(self, world: World) -> None:
        full = message(
            note="the service was down",
            repeat=True,
            attempts=2,
            not_before=ONE,
            message_id="<m@x>",
            conversation_id="c",
            sent=ONE,
            first_failed=NOON,
            gave_way=True,
            last_error="421",
            state=NotificationState.SENT,
        )
        with world.store.transaction() as work:
            assert work.add_notifications([full, message("n0", due=NOON)]) == [full, message("n0", due=NOON)]
            assert work.notifications_of("d1") == [message("n0", due=NOON), full]
            assert work.notifications_of("d2") == []

    def test_a_message_whose_identity_stands_is_told_no_second_time(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message("n1")])
        with world.store.transaction() as work:
            new = work.add_notifications([message("n2"), message("n1", note="again"), message("n0"), message("n0")])
            assert new == [message("n2"), message("n0")]
            assert [each.note for each in work.notifications_of("d1")] == ["", "", ""]

    def test_alarms_pass_every_queue_and_the_oldest_goes_first(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("bulk", lane=Lane.BULK, due=NOON - timedelta(days=9)),
                    message("stand-down", lane=Lane.STAND_DOWN, due=NOON),
                    message("reminder", lane=Lane.REMINDER, due=NOON),
                    message("alarm 2", lane=Lane.ALARM, due=ONE),
                    message("alarm 1", lane=Lane.ALARM, due=NOON),
                ]
            )
            assert [each.notification.id for each in work.claim_notifications(ONE, 3)] == [
                "alarm 1",
                "alarm 2",
                "reminder",
            ]
            assert [each.notification.id for each in work.claim_notifications(ONE, 9)] == ["stand-down", "bulk"]

    def test_only_waiting_messages_whose_time_has_come_are_claimed(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message(state.value, state=state) for state in NotificationState])
            work.add_notifications([message("now", not_before=ONE), message("soon", not_before=ONE + MINUTE)])
            assert {each.notification.id for each in work.claim_notifications(ONE, 9)} == {"waiting", "now"}

    def test_a_claimed_message_is_nobody_elses_for_a_minute_of_real_time(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message()])
            work.claim_notifications(ONE, 9)
        world.let_pass(55)
        with world.store.transaction() as work:
            assert work.claim_notifications(ONE + timedelta(days=1), 9) == []
        world.let_pass(10)
        with world.store.transaction() as work:
            assert [each.notification for each in work.claim_notifications(ONE, 9)] == [message()]

    def test_the_outcome_is_written_and_ends_the_lease(self, world: World) -> None:
        retry = message(attempts=1, not_before=ONE, first_failed=ONE, last_error="timed out")
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
            assert work.put_outcome(claim, retry)
        with world.store.transaction() as work:
            (again,) = work.claim_notifications(ONE, 9)
            assert again.notification == retry
            assert again.fence != claim.fence

    def test_who_lost_the_lease_to_another_writes_no_outcome(self, world: World) -> None:
        sent = message(state=NotificationState.SENT, sent=ONE)
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (slow,) = work.claim_notifications(ONE, 9)
        world.let_pass(61)
        with world.store.transaction() as work:
            (quick,) = work.claim_notifications(ONE, 9)
            assert not work.put_outcome(slow, message(state=NotificationState.FAILED))
            assert work.put_outcome(quick, sent)
            assert not work.put_outcome(quick, message(state=NotificationState.FAILED))
            assert not work.put_outcome(slow, message(state=NotificationState.FAILED))
            assert work.notifications_of("d1") == [sent]

    def test_who_was_merely_slow_still_writes_that_the_message_went_out(self, world: World) -> None:
        sent = message(state=NotificationState.SENT, sent=ONE)
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
        world.let_pass(300)
        with world.store.transaction() as work:
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of=None) == 1
            assert work.put_outcome(claim, sent)
            assert work.notifications_of("d1") == [sent]

    def test_waiting_messages_of_a_deadline_are_cancelled_in_the_lanes_named(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("a", lane=Lane.ALARM),
                    message("r", lane=Lane.REMINDER),
                    message("b", lane=Lane.BULK),
                    message("sent", lane=Lane.ALARM, state=NotificationState.SENT),
                    message("other", lane=Lane.ALARM, deadline_id="d2"),
                ]
            )
            assert work.cancel_waiting("d1", lanes=[Lane.ALARM, Lane.REMINDER], repeats_to_others_of=None) == 2
            assert {each.id: each.state.value for each in work.notifications_of("d1")} == {
                "a": "cancelled",
                "r": "cancelled",
                "b": "waiting",
                "sent": "sent",
            }
            assert work.notifications_of("d2") == [message("other", lane=Lane.ALARM, deadline_id="d2")]

    def test_with_an_owner_only_repeats_to_others_are_cancelled(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("own", recipient="morgan", repeat=True),
                    message("others", recipient="dee", repeat=True),
                    message("first", recipient="dee"),
                ]
            )
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of="morgan") == 1
            cancelled = [each.id for each in work.notifications_of("d1") if each.state is NotificationState.CANCELLED]
            assert cancelled == ["others"]

    def test_a_message_that_is_being_sent_is_left_to_its_sender(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of=None) == 0
            assert work.put_outcome(claim, message(state=NotificationState.CANCELLED))

    def test_a_reply_finds_its_message_by_message_id_else_token_else_conversation(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("old", conversation_id="c", sent=ONE, message_id="<old>"),
                    message("new", conversation_id="c", sent=ONE + MINUTE, message_id="<new>"),
                    message("unsent", conversation_id="c", due=ONE + 9 * MINUTE),
                ]
            )

            def found(ids: list[str], conversation: str, token: str) -> str | None:
                each = work.notification_for(message_ids=ids, conversation_id=conversation, token=token)
                return each.id if each else None

            assert found(["<stranger>", "<old>", "<new>"], "c", "token-new") == "old"
            assert found(["<stranger>"], "c", "token-unsent") == "unsent"
            assert found([], "c", "") == "new"
            assert found(["<stranger>"], "x", "y") is None

    def test_a_reply_that_carries_nothing_answers_no_message(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message(token="")])
            assert work.notification_for(message_ids=[""], conversation_id="", token="") is None
