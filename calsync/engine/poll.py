"""The verb `poll`: a diary -> visits and deadlines, in one request and one unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.answering import answer_of_worker
from calsync.domain.diary import Change, Reading
from calsync.domain.keys import visit_key
from calsync.domain.lookups import ids_to_ask, ids_to_recall
from calsync.domain.model import Act, Concern, Deadline, Event, MailboxState, Person, PersonId, Snapshot, Watched
from calsync.domain.responders import at_work
from calsync.domain.takeover import is_open
from calsync.engine.core import Core, apply, log, tell_outside_ladder, withdraw
from calsync.engine.faults import fault
from calsync.engine.story import Happened
from calsync.errors import Conflict, SourceError, StoreUnavailable
from calsync.ports import Transaction

BACK = timedelta(hours=12)
AHEAD = timedelta(hours=36)
LONGEST_BACK = timedelta(days=14)
"""After a long darkness the window reaches back to the last reading, and no further than this."""
TRIES = 5
NOT_WATCHED = timedelta(days=365)
"""The next reading of somebody who left and of whom nothing is open any more; should they come back, it is at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One diary, read or not."""

    worker: PersonId
    entries: int = 0
    changes: int = 0
    problem: str = ""
    """Why it could not be read; empty when it was."""


class Polling:
    """Reads diaries. What could not be read stays watched as it was."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def poll(self, *, limit: int = 4) -> list[Read]:
        """The diaries whose turn has come, read now, at most `limit` at a time."""
        with self._core.store.transaction() as tx:
            turn = tx.claim_mailboxes(self._core.clock.now(), limit)
        return list(await asyncio.gather(*(self.read(state) for state in turn)))

    async def read(self, state: MailboxState) -> Read:
        """One diary, read whole now; a refusal is kept with the mailbox and changes nothing that is watched."""
        began = self._core.clock.now()
        try:
            snapshot, asked = await self._ask(state)
            changes = self._write(state, snapshot, asked, began)
        except SourceError as error:
            return self._failed(state, error, began)
        except StoreUnavailable:
            raise
        except Exception as error:
            # One diary that can't be judged must not hold up the others (law 14); it counts as not read (law 10).
            return self._failed(state, SourceError(f"The diary could not be judged: {fault(error)}."), began)
        return Read(worker=state.worker, entries=len(snapshot.events), changes=changes)

    async def _ask(self, state: MailboxState) -> tuple[Snapshot, dict[str, Event | None]]:
        core, at = self._core, self._core.clock.now()
        start = max(min(at, state.last_read or at) - BACK, at - LONGEST_BACK)
        snapshot = await core.calendars.snapshot(state.worker, start, at + AHEAD)
        with core.store.transaction() as tx:
            worker = _worker(tx, state.worker)
            known = self._known(tx, snapshot, worker)
        asked: dict[str, Event | None] = {}
        for event_id in ids_to_ask(snapshot, known, core.rules, state.watched_from, worker):
            try:
                asked[event_id] = await core.calendars.event(state.worker, event_id)
            except SourceError as error:
                log.warning("mailbox %s: one entry could not be asked for: %s", state.worker, error)
        return snapshot, asked

    def _write(self, state: MailboxState, snapshot: Snapshot, asked: dict[str, Event | None], began: datetime) -> int:
        for _ in range(TRIES):
            try:
                with self._core.store.transaction() as tx:
                    changes, happened = self._decide(tx, state, snapshot, asked, began)
            except Conflict:
                continue  # an answer or a scan came in between: read again, decide again
            for each in happened:
                self._core.observe(each)
            return len(changes)
        raise Conflict(f"mailbox {state.worker} changed {TRIES} times while its diary was being read")

    def _decide(
        self,
        tx: Transaction,
        state: MailboxState,
        snapshot: Snapshot,
        asked: dict[str, Event | None],
        began: datetime,
    ) -> tuple[list[Change], list[Happened]]:
        core = self._core
        # "Begun" is judged when the diary has been read: an entry that vanished in the last second had begun (law 1).
        at = core.clock.now()
        stored = tx.mailbox(state.worker)
        if stored is not None and stored.last_read is not None and stored.last_read > began:
            return [], []  # a slow reading: another process has read this diary since, and knows better
        worker = _worker(tx, state.worker)
        known = self._known(tx, snapshot, worker)
        reading = Reading(
            snapshot=snapshot,
            asked=asked,
            known=known,
            rules=core.rules,
            policy=core.policy,
            watched_from=state.watched_from,
            last_read=state.last_read,
            worker=worker,
            at=at,
        )
        changes = reading.changes()
        before = {deadline.id: deadline for each in known for deadline in each.deadlines}
        happened: list[Happened] = []
        for change in changes:
            happened += self._apply(tx, change, before, at)
        for each in snapshot.unreadable:
            self._set_aside(tx, each.worker, each.id, each.why, at)
        watched = tx.watched(state.worker, snapshot.start)
        read = replace(state, last_read=at, failing_since=None, failures=0, last_error="")
        tx.put_mailbox(replace(read, next_poll_at=self._next_poll(watched, worker, at)))
        return changes, happened

    def _known(self, tx: Transaction, snapshot: Snapshot, worker: Person | None) -> list[Watched]:
        """What is watched of this diary in the window, and what its entries were long ago, on another day."""
        known = {each.visit.id: each for each in tx.watched(snapshot.worker, snapshot.start)}
        if recalled := ids_to_recall(snapshot, list(known.values()), self._core.rules, worker):
            known |= {each.visit.id: each for each in tx.watched_under(snapshot.worker, recalled)}
        return list(known.values())

    def _apply(self, tx: Transaction, change: Change, before: dict[str, Deadline], at: datetime) -> list[Happened]:
        core, visit = self._core, change.watched.visit
        tx.put_visit(visit)
        changed = [deadline for deadline in change.watched.deadlines if before.get(deadline.id) != deadline]
        tx.put_deadlines(changed)
        tx.add_acts(change.acts)
        happened: list[Happened] = []
        for deadline in changed:
            old = before.get(deadline.id)
            if old is not None and (old.base != deadline.base or not deadline.is_open):
                withdraw(tx, deadline)
            if change.extended and deadline.is_open and old is not None and deadline.due > old.due:
                text = f"the entry now ends at {deadline.due.astimezone(ZoneInfo(core.zone)):%H:%M}"
                happened.append(_told("extended", at, change.watched, deadline, text))
        if change.concern is not None and tx.add_concern(change.concern):
            first = next(iter(change.watched.deadlines), None)
            happened.append(_told("concern", at, change.watched, first, change.concern.words))
        for deadline in change.watched.deadlines:
            if change.ask_worker and deadline.is_open:
                tell_outside_ladder(core, tx, change.ask_worker, deadline, visit, at)
        if change.answer is not None:
            # The deadlines as this unit of work has just written them, with the versions that it gave them.
            open_ = tx.deadlines_of(visit.worker)
            outcome = answer_of_worker(change.answer, open_, at)
            if tx.add_answer(change.answer):
                now = {deadline.id: deadline for each in open_ for deadline in each.deadlines}
                happened += apply(core, tx, change.answer, outcome, now, at)
        return happened

    def _set_aside(self, tx: Transaction, worker: PersonId, event_id: str, why: str, at: datetime) -> None:
        """Keep an entry that can't be read as a concern, and tell of it once (law 14)."""
        key = visit_key(worker, event_id)
        if tx.add_concern(Concern(visit_id=key, worker=worker, kind="unreadable", words=why, raised=at)):
            tx.add_acts([Act(at=at, what="entry-unreadable", visit_id=key)])
            log.error("mailbox %s: an entry can't be read and is not watched: %s", worker, why)

    def _next_poll(self, watched: Sequence[Watched], worker: Person, at: datetime) -> datetime:
        """Soon around a visit, from half an hour before it until it is closed; else by the person's working hours."""
        pace = self._core.pace
        if not worker.works and not any(is_open(each) for each in watched):
            return at + NOT_WATCHED
        usual = at + (pace.working if at_work(worker, at) else pace.outside)
        for each in watched:
            if is_open(each):
                near = each.visit.start - pace.before_visit
                usual = min(usual, max(near, at + pace.around_visit))
        return usual

    def _failed(self, state: MailboxState, error: SourceError, began: datetime) -> Read:
        core, at = self._core, self._core.clock.now()
        wait = core.real(error.retry_after) if error.retry_after is not None else timedelta(0)
        failed = replace(
            state,
            failing_since=state.failing_since or at,
            failures=state.failures + 1,
            last_error=str(error),
            next_poll_at=at + max(core.pace.around_visit, wait),
        )
        with core.store.transaction() as tx:
            stored = tx.mailbox(state.worker)
            if stored is not None and stored.last_read is not None and stored.last_read > began:
                return Read(worker=state.worker)  # another process has read it since
            if not _worker(tx, state.worker).works and not tx.deadlines_of(state.worker):
                failed = replace(failed, next_poll_at=at + NOT_WATCHED)
            tx.put_mailbox(failed)
            if state.failing_since is None:
                tx.add_acts([Act(at=at, what="diary-unread", details=(("mailbox", state.worker),))])
        if str(error) != state.last_error:  # told once a cause, not at every poll
            log.error("mailbox %s can't be read; what is watched stays watched: %s", state.worker, error)
        return Read(worker=state.worker, problem=str(error))


def _told(what: str, at: datetime, watched: Watched, deadline: Deadline | None, text: str) -> Happened:
    return Happened(at=at, what=what, visit=watched.visit, deadline=deadline, role="worker", channel="diary", text=text)


def _worker(tx: Transaction, person_id: PersonId) -> Person:
    """Whose diary it is; somebody whom the directory has dropped has left."""
    return tx.people().get(person_id) or Person(id=person_id, name="a colleague")
