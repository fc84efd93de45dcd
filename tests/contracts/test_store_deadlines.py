"""What every store promises of deadlines: no older reading overwrites one, and the longest overdue comes first."""

# ruff: noqa: PT012 - a refusal inside a transaction is what is tested, and its block has more than one line

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import DeadlineState
from calsync.errors import Conflict
from tests.contracts.cast import MINUTE, NOON, ONE, deadline, visit
from tests.contracts.conftest import World


class TestDeadlines:
    def test_a_deadline_comes_back_as_it_was_written_with_its_version_counted_up(self, world: World) -> None:
        full = deadline(
            repeat_at=ONE,
            owner="dee",
            owned_until=ONE + timedelta(microseconds=3),
            closed_at=ONE,
            closed_by="morgan",
            reason="spoke to Sam",
            outside_body="L-7",
            taken=2,
            round=3,
            renewals=1,
            late_entry=True,
            risk=True,
            responders_asked=True,
        )
        with world.store.transaction() as work:
            work.put_visit(visit())
            assert work.deadline("d1") is None
            work.put_deadlines([full])
            assert work.deadline("d1") == replace(full, version=1)
            work.put_deadlines([replace(deadline(), version=1)])
            assert work.deadline("d1") == replace(deadline(), version=2)

    def test_writing_none_is_nothing(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_deadlines([])
            assert work.add_notifications([]) == []
            work.add_acts([])

    def test_who_read_an_older_version_may_not_write_and_nothing_of_theirs_stands(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline("d1"), deadline("d2")])
        with world.store.transaction() as work:
            first, second = work.deadline("d1"), work.deadline("d2")
            assert first is not None
            assert second is not None
            work.put_deadlines([replace(first, taken=1)])
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_deadlines([replace(second, taken=5), replace(first, taken=9)])
        with world.store.transaction() as work:
            assert [work.deadline(name) for name in ("d1", "d2")] == [replace(first, taken=1, version=2), second]

    def test_a_deadline_thought_new_may_not_overwrite_one_that_stands(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline()])
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_deadlines([deadline("d2"), deadline(taken=4)])
        with world.store.transaction() as work:
            assert work.deadline("d2") is None
            assert work.deadline("d1") == deadline(version=1)

    def test_a_deadline_that_vanished_can_not_be_written(self, world: World) -> None:
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(version=3)])

    def test_the_same_deadline_twice_in_one_writing_is_a_conflict(self, world: World) -> None:
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(), deadline()])

    def test_a_deadline_needs_its_visit(self, world: World) -> None:
        with pytest.raises(LookupError, match="before its visit"), world.store.transaction() as work:
            work.put_deadlines([deadline()])

    def test_the_due_are_open_and_their_step_has_come_longest_overdue_first(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines(
                [
                    deadline("just", next_step_at=ONE),
                    deadline("long", next_step_at=ONE - timedelta(days=40)),
                    deadline("later", next_step_at=ONE + timedelta(microseconds=1)),
                    deadline("never", next_step_at=None),
                    deadline("closed", next_step_at=NOON, state=DeadlineState.CLOSED),
                    deadline("cancelled", next_step_at=NOON, state=DeadlineState.CANCELLED),
                    deadline("also", next_step_at=ONE),
                ]
            )
        with world.store.transaction() as work:
            assert [each.id for each in work.due(ONE, 10)] == ["long", "also", "just"]
            assert [each.id for each in work.due(ONE, 2)] == ["long", "also"]
            assert work.due(ONE, 1)[0] == deadline("long", next_step_at=ONE - timedelta(days=40), version=1)

    def test_one_set_aside_harms_no_other_and_comes_back_after_a_minute(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline("bad", next_step_at=NOON), deadline("good", next_step_at=ONE)])
            work.quarantine("bad", "no steps", ONE)
        with world.store.transaction() as work:
            assert [each.id for each in work.due(ONE, 1)] == ["good"]
            assert [each.id for each in work.due(ONE + MINUTE - timedelta(microseconds=1), 9)] == ["good"]
            assert [each.id for each in work.due(ONE + MINUTE, 9)] == ["bad", "good"]
            assert work.quarantined() == [("bad", "no steps")]

    def test_a_call_for_help_on_one_set_aside_waits_for_no_minute(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline()])
            work.quarantine("d1", "no steps", ONE)
            work.put_deadlines([deadline(version=1, next_step_at=ONE)])
            assert [each.id for each in work.due(ONE, 9)] == ["d1"]
            assert work.quarantined() == []
