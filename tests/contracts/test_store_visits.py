"""What every store promises of visits: each comes back whole, and what was said of its kind is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import DeadlineState, Remembered, Tag, VisitKind, VisitState
from tests.contracts.cast import MINUTE, NOON, ONE, deadline, visit
from tests.contracts.conftest import World


class TestVisits:
    def test_a_visit_comes_back_as_it_was_written(self, world: World) -> None:
        changed = visit(state=VisitState.CANCELLED, left_diary=NOON, subject="", reasons=(), risk=False)
        with world.store.transaction() as work:
            assert work.visit("v1") is None
            work.put_visit(visit())
            assert work.visit("v1") == visit()
            work.put_visit(changed)
            assert work.visit("v1") == changed

    def test_the_watched_end_late_enough_or_have_an_open_deadline(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit("over", end=ONE - timedelta(microseconds=1)))
            work.put_visit(visit("touching", end=ONE, state=VisitState.CANCELLED))
            work.put_visit(visit("unanswered", start=NOON - MINUTE, end=NOON))
            work.put_visit(visit("answered", end=NOON))
            work.put_visit(visit("another's", worker="ash"))
            work.put_deadlines(
                [
                    deadline("d1", visit_id="unanswered"),
                    deadline("d2", visit_id="answered", state=DeadlineState.CLOSED, closed_at=ONE, closed_by="sam"),
                ]
            )
            watched = work.watched("sam", ONE)
        assert [each.visit.id for each in watched] == ["unanswered", "touching"]

    def test_a_visit_with_one_open_deadline_is_told_with_all_its_deadlines(self, world: World) -> None:
        closed = deadline("d0", due=NOON, state=DeadlineState.CLOSED)
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_visit(visit("v2"))
            work.put_visit(visit("v3", worker="ash"))
            work.put_deadlines([deadline("d1"), closed, deadline("d2", visit_id="v2", state=DeadlineState.CANCELLED)])
            work.put_deadlines([deadline("d3", visit_id="v3", worker="ash")])
            of_sam, of_all = work.deadlines_of("sam"), work.open_deadlines()
        assert [(each.visit.id, [one.id for one in each.deadlines]) for each in of_sam] == [("v1", ["d0", "d1"])]
        assert [each.visit.id for each in of_all] == ["v1", "v3"]


class TestWhatMayBeAVisit:
    def test_what_was_recognised_is_kept_whole(self, world: World) -> None:
        doubted = visit(
            tag=Tag.POSSIBLE,
            kind=VisitKind.SCHOOL,
            flags=("high-risk", "two-workers"),
            against=('its subject says "meeting"',),
            series_id="AAMkSeries=",
        )
        with world.store.transaction() as work:
            work.put_visit(doubted)
        with world.store.transaction() as work:
            assert work.visit("v1") == doubted

    def test_what_a_worker_said_of_a_kind_of_entry_is_kept_for_that_worker_alone(self, world: World) -> None:
        yes = Remembered(worker="sam", about="a1", is_visit=True, at=NOON)
        no = Remembered(worker="sam", about="b2", is_visit=False, at=NOON + MINUTE)
        with world.store.transaction() as work:
            work.remember([no, yes])
        with world.store.transaction() as work:
            assert work.remembered("sam") == [yes, no]
            assert work.remembered("dee") == []

    def test_of_one_kind_the_newest_word_counts_whenever_it_is_told(self, world: World) -> None:
        new = Remembered(worker="sam", about="a1", is_visit=False, at=NOON + MINUTE)
        with world.store.transaction() as work:
            work.remember([new])
            work.remember([replace(new, is_visit=True, at=NOON)])
        with world.store.transaction() as work:
            assert work.remembered("sam") == [new]
            work.remember([replace(new, is_visit=True)])
            assert work.remembered("sam") == [replace(new, is_visit=True)]

    def test_what_one_worker_is_asked_at_one_moment_comes_together(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(f"d{each}", worker=who) for each, who in enumerate(("sam", "dee", "sam"))])
        with world.store.transaction() as work:
            assert [each.worker for each in work.due(ONE, 10)] == ["dee", "sam", "sam"]
