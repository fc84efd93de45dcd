"""What every store promises of texts that went out, and of their receipts."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Channel, NotificationState, Receipt
from tests.contracts.cast import MINUTE, NOON, message
from tests.contracts.conftest import World

SENT = replace(
    message("a"),
    channel=Channel.TEXT,
    state=NotificationState.SENT,
    sent=NOON,
    receipt=Receipt.WAITING,
    recipient="sam",
)


def put(world: World) -> None:
    with world.store.transaction() as work:
        work.add_notifications(
            [
                SENT,
                replace(SENT, id="b", sent=NOON + MINUTE, recipient="dee"),
                replace(SENT, id="c", sent=NOON - MINUTE),
                replace(SENT, id="d", channel=Channel.MAIL),
                replace(SENT, id="e", state=NotificationState.WAITING, sent=None),
            ]
        )


def test_texts_are_found_by_when_they_were_sent_and_to_whom(world: World) -> None:
    put(world)
    with world.store.transaction() as work:
        assert [each.id for each in work.texts_sent(NOON - MINUTE)] == ["c", "a", "b"]
        assert [each.id for each in work.texts_sent(NOON)] == ["a", "b"]
        assert work.texts_sent(NOON, to="sam") == [SENT]


def test_calls_are_found_in_the_same_way_and_no_text_among_them(world: World) -> None:
    put(world)
    call = replace(SENT, id="f", channel=Channel.VOICE)
    with world.store.transaction() as work:
        work.add_notifications([call, replace(call, id="g", recipient="dee", sent=NOON - MINUTE)])
    with world.store.transaction() as work:
        assert [each.id for each in work.calls_sent(NOON - MINUTE)] == ["g", "f"]
        assert work.calls_sent(NOON, to="sam") == [call]
        assert work.put_line_held("f", NOON + MINUTE)
        assert work.calls_sent(NOON, to="sam") == [replace(call, not_before=NOON + MINUTE)]
        waits = replace(call, id="h", state=NotificationState.WAITING, sent=None)
        work.add_notifications([waits, replace(waits, id="i", channel=Channel.TEXT)])
        assert work.calls_waiting() == [waits]
        assert not work.put_line_held("h", NOON)
        assert work.put_receipt("f", Receipt.FAILED, gave_way=True)
        assert [each.id for each in work.texts_sent(NOON)] == ["a", "b"]


def test_a_receipt_is_kept_and_a_final_one_is_overwritten_by_nothing(world: World) -> None:
    put(world)
    with world.store.transaction() as work:
        assert work.put_receipt("a", Receipt.UNKNOWN, gave_way=True)
        assert work.put_receipt("a", Receipt.DELIVERED, gave_way=True)
        assert not work.put_receipt("a", Receipt.FAILED, gave_way=True)
        assert not work.put_receipt("nobody", Receipt.FAILED, gave_way=True)
        (kept,) = work.texts_sent(NOON, to="sam")
    assert (kept.receipt, kept.gave_way) == (Receipt.DELIVERED, True)
