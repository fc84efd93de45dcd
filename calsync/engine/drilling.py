"""The verbs of a drill: begin one, and stop it (docs/drills.md). Answers to one: `engine/drill_answers.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.drills import REASON, drill, why_not
from calsync.domain.model import Act, Deadline, DeadlineState, Person, PersonId
from calsync.engine.core import Core, tell_outside_ladder, withdraw
from calsync.engine.trying import tried
from calsync.engine.untried import random_word
from calsync.errors import CalsyncError, Problems
from calsync.ports import Transaction


class Drilling:
    """Asks the store alone."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def start(self, worker: Person, within: timedelta, by: PersonId = "") -> Deadline:
        """The one deadline of a drill that begins now. Raises Problems with every reason why there can't be one."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            planned = drill(worker.id, core.policies.of(worker), random_word(), at, within)
            found = why_not(
                worker,
                planned,
                tx.deadlines_of(worker.id),
                tx.open_drills(worker.id),
                tx.pauses(at),
                is_watched=worker.works and tx.mailbox(worker.id) is not None,
                at=at,
            )
            if found:
                raise Problems("drill", found)
            (deadline,) = planned.deadlines
            tx.put_visit(planned.visit)
            tx.put_deadlines([deadline])
            tx.add_acts([_act("drill-began", deadline, by, at)])
        return deadline

    def stop(self, worker: Person, by: PersonId = "") -> Deadline:
        """The drill of somebody, closed; everybody who was told of it hears that. Raises CalsyncError for none."""
        return tried(self._core, lambda tx, at: self._stop(tx, worker, by, at), "a drill could not be stopped")

    def _stop(self, tx: Transaction, worker: Person, by: PersonId, at: datetime) -> Deadline:
        found = [(each.visit, one) for each in tx.open_drills(worker.id) for one in each.deadlines if one.is_open]
        if not found:
            raise CalsyncError(f"No drill of {worker.name} is open: `calsync visits` prints those that are.")
        for visit, deadline in found:
            closed = replace(
                deadline,
                state=DeadlineState.CLOSED,
                next_step_at=None,
                repeat_at=None,
                closed_at=at,
                closed_by=by or None,
                reason=REASON,
            )
            tx.put_deadlines([closed])
            withdraw(tx, closed)
            tx.add_acts([_act("drill-stopped", closed, by, at)])
            if deadline.responders_asked:
                tell_outside_ladder(self._core, tx, STOOD_DOWN, closed, visit, at)
        return closed


def _act(what: str, deadline: Deadline, by: PersonId, at: datetime) -> Act:
    return Act(
        at=at,
        what=what,
        who=by or "calsync drill",
        visit_id=deadline.visit_id,
        deadline_id=deadline.id,
        details=(("of", deadline.worker), ("due", deadline.due.isoformat())),
    )
