"""What every store promises of notices to IT, and of the facts that they come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import Notice, NotificationState
from tests.contracts.cast import MINUTE, NOON, deadline, diary, message, visit
from tests.contracts.conftest import World

DAY = timedelta(days=1)


def notice(name: str = "x1", **changes: Any) -> Notice:
    """Sam's diary has not been read since before noon."""
    values: dict[str, Any] = {
        "id": name,
        "cause": "diary-unread",
        "about": "sam",
        "words": "Microsoft Graph refuses the diary (403 ErrorAccessDenied). — Ä",
        "raised": NOON,
    }
    return Notice(**{**values, **changes})


def add(world: World, *notices: Notice) -> list[Notice]:
    with world.store.transaction() as work:
        return work.add_notices(notices)


def claimed(world: World, at=NOON, limit: int = 10):
    with world.store.transaction() as work:
        return work.claim_notices(at, at - DAY, limit)


class TestNotices:
    def test_a_notice_stands_as_it_was_written_until_it_is_cleared(self, world: World) -> None:
        whole = notice(not_before=NOON + MINUTE, told=NOON, attempts=2, last_error="no answer")
        assert add(world, whole) == [whole]
        with world.store.transaction() as work:
            assert work.standing_notices() == [whole]
            work.clear_notices(["x1"], NOON + MINUTE)
        with world.store.transaction() as work:
            assert work.standing_notices() == []
            assert work.cleared_notices(NOON + MINUTE) == [replace(whole, cleared=NOON + MINUTE)]
            assert work.cleared_notices(NOON + 2 * MINUTE) == []

    def test_one_notice_stands_for_a_cause_and_what_it_is_about(self, world: World) -> None:
        other = notice("x3", about="dee")
        assert add(world, notice(), notice("x2"), other) == [notice(), other]
        assert add(world, notice("x4"), notice("x5", cause="diary-emptied")) == [notice("x5", cause="diary-emptied")]
        with world.store.transaction() as work:
            work.clear_notices(["x1"], NOON + MINUTE)
        again = notice("x6", raised=NOON + DAY)
        assert add(world, again) == [again]
        assert add(world) == []

    def test_what_was_cleared_is_not_cleared_a_second_time(self, world: World) -> None:
        add(world, notice())
        with world.store.transaction() as work:
            work.clear_notices(["x1"], NOON + MINUTE)
            work.clear_notices(["x1"], NOON + 2 * MINUTE)
            assert work.cleared_notices(NOON) == [notice(cleared=NOON + MINUTE)]

    def test_a_notice_that_comes_back_stands_with_what_was_told(self, world: World) -> None:
        told = notice(told=NOON + MINUTE, not_before=NOON + DAY)
        add(world, told)
        with world.store.transaction() as work:
            work.clear_notices(["x1"], NOON + MINUTE)
            work.reopen_notices([replace(told, not_before=NOON + 2 * MINUTE)])
            assert work.standing_notices() == [replace(told, not_before=NOON + 2 * MINUTE)]
            assert work.cleared_notices(NOON) == []

    def test_what_may_be_told_is_claimed_oldest_first_and_by_one_alone(self, world: World) -> None:
        add(
            world,
            notice("a", about="dee", raised=NOON + MINUTE),
            notice("b"),
            notice("c", about="morgan", not_before=NOON + 3 * MINUTE),
        )
        assert [each.notice.id for each in claimed(world, NOON + 2 * MINUTE, limit=1)] == ["b"]
        assert [each.notice.id for each in claimed(world, NOON + 2 * MINUTE)] == ["a"]
        assert claimed(world, NOON + 2 * MINUTE) == []
        world.let_pass(61)
        assert [each.notice.id for each in claimed(world, NOON + 3 * MINUTE)] == ["b", "c", "a"]

    def test_the_outcome_is_written_by_who_holds_the_claim(self, world: World) -> None:
        add(world, notice())
        (first,) = claimed(world)
        world.let_pass(61)
        (second,) = claimed(world)
        told = replace(notice(), told=NOON, not_before=NOON + DAY, last_error="one was refused")
        with world.store.transaction() as work:
            assert not work.put_notice_outcome(first, told)
            assert work.put_notice_outcome(second, told)
            assert not work.put_notice_outcome(second, told)
            assert work.standing_notices() == [told]
        assert claimed(world, NOON + DAY - MINUTE) == []
        assert len(claimed(world, NOON + DAY)) == 1

    def test_an_outcome_does_not_undo_what_was_found_meanwhile(self, world: World) -> None:
        add(world, notice())
        (claim,) = claimed(world)
        with world.store.transaction() as work:
            work.clear_notices(["x1"], NOON + MINUTE)
            assert work.put_notice_outcome(claim, replace(claim.notice, told=NOON))
            assert work.cleared_notices(NOON) == [notice(told=NOON, cleared=NOON + MINUTE)]

    def test_what_is_well_again_is_told_only_if_a_channel_was_tried_in_vain(self, world: World) -> None:
        add(
            world,
            notice("never-tried"),
            notice("tried", about="dee", attempts=1),
            notice("told", about="morgan", attempts=1, told=NOON),
        )
        with world.store.transaction() as work:
            work.clear_notices(["never-tried", "tried", "told"], NOON)
        assert [each.notice.id for each in claimed(world, NOON + DAY)] == ["tried"]
        world.let_pass(61)
        assert claimed(world, NOON + DAY + MINUTE) == []

    def test_as_many_as_a_tenant_has_diaries_are_written_and_claimed(self, world: World) -> None:
        many = [notice(f"n{number:05}", about=f"worker-{number}") for number in range(1200)]
        assert len(add(world, *many)) == 1200
        assert len(claimed(world, limit=5000)) == 1200
        with world.store.transaction() as work:
            work.clear_notices([each.id for each in many], NOON)
            work.reopen_notices(many)
            assert len(work.standing_notices()) == 1200


class TestFacts:
    def test_the_diaries_that_fail_come_longest_first(self, world: World) -> None:
        late, later = diary("sam", failing_since=NOON), diary("dee", failing_since=NOON - MINUTE, failures=3)
        with world.store.transaction() as work:
            work.put_mailboxes([late, later, diary("morgan")])
            assert work.failing() == [later, late]

    def test_messages_that_wait_after_failures_come_longest_first(self, world: World) -> None:
        rows = [
            message("a", first_failed=NOON),
            message("b", first_failed=NOON - MINUTE),
            message("c", first_failed=NOON - MINUTE, state=NotificationState.SENT),
            message("d", first_failed=NOON + MINUTE),
            message("e"),
        ]
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline()])
            work.add_notifications(rows)
            assert [each.id for each in work.failed_before(NOON, 10)] == ["b", "a"]
            assert [each.id for each in work.failed_before(NOON, 1)] == ["b"]
