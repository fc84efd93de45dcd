"""What every store promises of drills: no list of visits has one, and each is found where it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.drills import PREFIX
from calsync.domain.model import DeadlineState
from tests.contracts.cast import NOON, deadline, visit
from tests.contracts.conftest import World

DAY = timedelta(days=1)


def test_a_drill_stands_in_no_list_of_visits(world: World) -> None:
    practised = replace(visit(), id="d1", event_id=f"{PREFIX}K7M2QX")
    own = replace(deadline(), id="d1.visit-end", visit_id="d1", next_step_at=NOON)
    with world.store.transaction() as work:
        work.put_visit(practised)
        work.put_deadlines([own])
    with world.store.transaction() as work:
        assert work.deadlines_of(practised.worker) == work.open_deadlines() == []
        assert work.watched(practised.worker, NOON - 30 * DAY) == []
        assert work.visits_between(NOON - DAY, NOON + DAY) == work.outlines_between(NOON - DAY, NOON + DAY) == []
        assert [each.visit for each in work.open_drills()] == [practised]
        assert [each.visit for each in work.open_drills(practised.worker)] == [practised]
        assert work.open_drills("somebody else") == []
        assert work.visit("d1") == practised
        assert [each.visit.id for each in work.watched_under(practised.worker, [practised.event_id])] == ["d1"]
        (due,) = work.due(NOON, 9)
    assert due.id == own.id
    with world.store.transaction() as work:
        work.put_deadlines([replace(due, state=DeadlineState.CLOSED, next_step_at=None)])
    with world.store.transaction() as work:
        assert work.open_drills() == []
