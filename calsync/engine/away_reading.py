"""What a reading of a diary means for visits that were called off or handed over, and for who appears to be away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.away import (
    absences_in,
    day_of,
    handed_id,
    is_called_off,
    is_handed_over,
    made_by_own_entry,
    taken_back,
    with_absences,
)
from calsync.domain.away_wording import changed_since, watched_again
from calsync.domain.away_wording import taken_back as words_of_taken_back
from calsync.domain.model import (
    Act,
    DeadlineState,
    Denial,
    Person,
    PersonId,
    Role,
    Snapshot,
    Visit,
    VisitState,
    Watched,
)
from calsync.engine.away import ASKED, SAID, TAKEN_BACK, topic_of, watched_of
from calsync.engine.core import Core, withdraw
from calsync.engine.direct import direct_row
from calsync.engine.outings import lately_out, plan_outings
from calsync.ports import Transaction


def after_reading(
    core: Core,
    tx: Transaction,
    snapshot: Snapshot,
    before: Sequence[Watched],
    after: Sequence[Watched],
    worker: Person,
    at: datetime,
) -> bool:
    """Whether anything of the worker's visits, as the reading left them in `after`, was written anew."""
    _note_absences(tx, worker, snapshot, after, at)
    changed = _merge(tx, after, at)
    now = {each.visit.id: each.visit for each in after}
    for each in before:
        if is_called_off(each) and each.visit.id in now:
            changed = _follow(core, tx, each, now[each.visit.id], worker, at) or changed
    for each in after:
        old = next((one for one in before if one.visit.id == each.visit.id), None)
        if old is not None and is_called_off(old):
            _say_watched_again(core, tx, old, each, worker, at)
    return changed


def _note_absences(
    tx: Transaction, worker: Person, snapshot: Snapshot, watched: Sequence[Watched], at: datetime
) -> None:
    """Keep when a diary shows its owner as away, at once: their settings are read every two hours."""
    visits = [each.visit.event_id for each in watched]
    found = absences_in(snapshot.events, visits, worker.zone)
    if found and (now := with_absences(worker, found, at)) is not worker:
        tx.put_settings([now])


def _merge(tx: Transaction, watched: Sequence[Watched], at: datetime) -> bool:
    """A handed visit gives way to the colleague's own entry of it. `watched` are one worker's visits."""
    found = made_by_own_entry(watched, at)
    for each in found:
        now = taken_back(each, at)
        tx.put_deadlines(now)
        for deadline in now:
            withdraw(tx, deadline)
        tx.add_acts([Act(at=at, what="visit-merged", visit_id=each.visit.id)])
    return bool(found)


def _follow(core: Core, tx: Transaction, before: Watched, after: Visit, worker: Person, at: datetime) -> bool:
    """Whether a handed visit became the worker's own again, since its entry was taken out or given other times."""
    gone = after.state is VisitState.CANCELLED
    if not gone and (before.visit.start, before.visit.end) == (after.start, after.end):
        return False
    theirs = watched_of(tx, handed_id(before.visit))
    if theirs is None or not any(each.is_open for each in theirs.deadlines):
        return False
    if not take_back(core, tx, before, worker, at):
        return False
    # The word that called it off was about a visit that a colleague makes: with that it is gone.
    now = watched_of(tx, after.id)
    off = [each for each in now.deadlines if each.denied is Denial.CALLED_OFF] if now is not None else []
    tx.put_deadlines([replace(each, state=DeadlineState.CANCELLED, denied=None) for each in off])
    by = next((each.closed_by for each in before.deadlines if each.denied is Denial.CALLED_OFF), None)
    manager = tx.people().get(by) if by else None
    if manager is not None and manager.id != worker.id:
        topic = topic_of(worker, before.visit.start)
        words, told = changed_since(worker, before.visit), tx.notifications_of(topic)
        row = direct_row(topic, SAID, manager, words, at, ready=core.ready, role=Role.LINE_MANAGER, told=told)
        tx.add_notifications([row])
    return True


def _say_watched_again(
    core: Core, tx: Transaction, before: Watched, after: Watched, worker: Person, at: datetime
) -> None:
    """Tell who called a visit off, or was told of it, that its entry says something else now: it is watched again."""
    same_day = day_of(after.visit.start, worker) == day_of(before.visit.start, worker)
    opened = not is_called_off(after) and any(each.is_open for each in after.deadlines)
    if is_handed_over(before) or not same_day or not opened:
        return
    topic = topic_of(worker, before.visit.start)
    told = tx.notifications_of(topic)
    by = next((each.closed_by for each in before.deadlines if each.denied is Denial.CALLED_OFF), None)
    heard = [each.recipient for each in told if each.step in (ASKED, SAID) and each.recipient != worker.id]
    person = tx.people().get(by) if by and by != worker.id else tx.people().get(heard[0]) if heard else None
    if person is not None:
        words = watched_again(worker, after.visit, begun=after.visit.start <= at)
        row = direct_row(
            topic, SAID, person, words, at, ready=core.ready, role=Role.LINE_MANAGER, told=told, about=[after.visit.id]
        )
        tx.add_notifications([row])


def take_back(core: Core, tx: Transaction, watched: Watched, worker: Person, at: datetime) -> bool:
    """Whether no colleague makes a visit any more, who is told; False when one has begun it (law 1)."""
    theirs = watched_of(tx, handed_id(watched.visit))
    if theirs is None or not any(each.is_open for each in theirs.deadlines):
        return True
    now = taken_back(theirs, at)
    if not now:
        return False
    out = lately_out(core, tx, theirs.visit.worker, at)
    tx.put_deadlines(now)
    for each in now:
        withdraw(tx, each)
    tx.add_acts([Act(at=at, what="visit-taken-back", visit_id=theirs.visit.id)])
    outings_follow(core, tx, theirs.visit.worker, out, at)
    colleague, topic = tx.people().get(theirs.visit.worker), topic_of(worker, watched.visit.start)
    if colleague is not None:
        words, told = words_of_taken_back(worker, colleague, theirs.visit), tx.notifications_of(topic)
        tx.add_notifications([direct_row(topic, TAKEN_BACK, colleague, words, at, ready=core.ready, told=told)])
    return True


def outings_follow(core: Core, tx: Transaction, whose: PersonId, before: Sequence[Watched], at: datetime) -> None:
    """Plan the outings of somebody whose visits were `before`, and have just been written anew."""
    person = tx.people().get(whose)
    if person is not None:
        plan_outings(core, tx, before, lately_out(core, tx, whose, at), person, at, by_word=True)
