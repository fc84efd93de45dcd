"""The deadlines of outings, written whenever the visits that they are made of have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.answering import EXTENDED
from calsync.domain.model import Act, Deadline, Person, PersonId, Visit, Watched
from calsync.domain.outings import has_outings, of_outings
from calsync.domain.unbelieved import shown
from calsync.engine.core import Core, tell_outside_ladder, withdraw
from calsync.engine.story import Happened
from calsync.ports import Transaction

SINCE = timedelta(hours=36)
"""How far back the visits of an outing are looked for: no outing lasts longer."""


def plan_outings(
    core: Core,
    tx: Transaction,
    before: Sequence[Watched],
    after: Sequence[Watched],
    worker: Person,
    at: datetime,
    *,
    by_word: bool,
    channel: str = "diary",
) -> list[Happened]:
    """What is to be told of the deadlines of outings that were written, since one worker's visits have changed.

    `channel` is that of the word by which they changed, or the diary.
    """
    old = {each.id: each for one in after for each in one.deadlines}
    visits = {each.visit.id: each.visit for each in after}
    changed = of_outings(
        shown(before),
        shown(after),
        core.policies.of(worker),
        worker,
        at,
        by_word=by_word,
        kept=lambda name: core.policies.named(name, worker),
    )
    tx.put_deadlines(changed)
    happened = []
    for deadline in changed:
        was, visit = old.get(deadline.id), visits[deadline.visit_id]
        if was is not None and (was.base != deadline.base or not deadline.is_open):
            withdraw(tx, deadline)
        details = (("due", deadline.due.isoformat()), ("state", str(deadline.state)))
        tx.add_acts([Act(at=at, what="outing-planned", visit_id=visit.id, deadline_id=deadline.id, details=details)])
        if was is None or not was.is_open or deadline.due <= was.due or visit.start > at:
            continue
        if was.responders_asked:
            tell_outside_ladder(core, tx, EXTENDED, deadline, visit, at)
        happened.append(_later(core, deadline, visits[deadline.visit_id], at, channel))
    return happened


def lately_out(core: Core, tx: Transaction, worker: PersonId, at: datetime) -> list[Watched]:
    """The worker's visits of these days; none where no policy asks for a return, to which they are all one."""
    return tx.watched(worker, at - SINCE) if any(map(has_outings, core.policies.every)) else []


def follow_outings(
    core: Core, tx: Transaction, before: Sequence[Watched], worker: PersonId, at: datetime, channel: str
) -> list[Happened]:
    """What is to be told of the outings' deadlines that follow somebody's word, which has just been written."""
    if not before:
        return []
    person = tx.people().get(worker) or Person(id=worker, name="a colleague")
    now = lately_out(core, tx, worker, at)
    return plan_outings(core, tx, before, now, person, at, by_word=True, channel=channel)


def _later(core: Core, deadline: Deadline, visit: Visit, at: datetime, channel: str) -> Happened:
    text = f"expected back by {deadline.due.astimezone(ZoneInfo(core.zone)):%H:%M}"
    return Happened(at=at, what="extended", visit=visit, deadline=deadline, role="worker", channel=channel, text=text)
