"""A snapshot of a diary -> visits and deadlines, in one unit of work: what it means is decided in `domain/diary/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from calsync.domain.answering import answer_of_worker
from calsync.domain.diary import Change, Reading, changes_of
from calsync.domain.emptied import Ahead, ahead, is_emptied, lately_cancelled, missing
from calsync.domain.likeness import Known, by_likeness
from calsync.domain.lookups import ToAsk, ids_to_ask, ids_to_recall
from calsync.domain.model import (
    Act,
    AlarmKind,
    Deadline,
    DeadlineKind,
    Event,
    MailboxState,
    Person,
    PersonId,
    Snapshot,
    Watched,
)
from calsync.domain.notices import Cause
from calsync.domain.outings import has_outings
from calsync.domain.returning import Day
from calsync.domain.unasked import Asking, failing_last, noted, read_again, to_tell
from calsync.engine.afterwards import follow
from calsync.engine.agreed import as_agreed
from calsync.engine.answer import Answering
from calsync.engine.appointments import remind_of_family
from calsync.engine.away_reading import after_reading
from calsync.engine.concerns import raise_concerns
from calsync.engine.core import Core, apply, log, tell_outside_ladder, withdraw
from calsync.engine.marked_done import is_asked_instead, tell_marked_done
from calsync.engine.notices import clear_notice, raise_notice
from calsync.engine.outings import plan_outings
from calsync.engine.pacing import Pacing
from calsync.engine.story import Happened
from calsync.engine.subject_words import SubjectWords, spelled, words_for
from calsync.engine.trying import tried
from calsync.engine.unasked import tell_unasked
from calsync.engine.unreadable import forget, set_aside
from calsync.parsers.said import read_said
from calsync.ports import Transaction

AT_A_TIME = 1
"""Entries still to begin that are asked for by id at one reading: a new diary must not take many others' turns."""
EMPTIED = (
    "The {n} planned visits that lay ahead in this diary are gone all at once. That is not believed: they stay "
    "watched. If the diary really is empty, say so by `calsync poll --mailbox ADDRESS --believe-empty`."
)
WIDE_EVERY = timedelta(hours=1)
"""How often the days ahead are read, for the checks before a visit."""
WIDE_AHEAD = timedelta(days=14)
"""How far ahead they are read."""


class Judging:
    """Writes what a reading means. Everything here asks the store alone."""

    def __init__(self, core: Core, pacing: Pacing) -> None:
        self._core = core
        self._pacing = pacing
        self._subject_words = SubjectWords(core, Answering(core))
        self._grounds = {
            policy.name: blake2b(repr((core.rules, policy, core.pace)).encode()).digest()
            for policy in core.policies.every
        }

    def stamp(self, worker: Person) -> str:
        """What a reading is judged by besides what it says: rules, the policy of this worker and whose diary it is."""
        ground = self._grounds[self._core.policies.of(worker).name]
        return blake2b(repr(worker).encode(), key=ground, digest_size=8).hexdigest()

    def to_ask(self, state: MailboxState, snapshot: Snapshot) -> ToAsk:
        """The entries to be asked for by id before this snapshot is judged.

        What can wait is asked for a few at a time, and not at a diary's first reading: until every diary has been read
        once, nobody knows who is out.
        """
        with self._core.store.transaction() as tx:
            worker = whose(tx, state.worker)
            snapshot = spelled(snapshot, {}, words_for(self._core, tx, worker)).snapshot
            remembered = by_likeness(tx.remembered(state.worker))
            known = self._known(tx, snapshot, worker, remembered)
        emptied = state.emptied_since is not None
        at = self._core.clock.now()
        asks = ids_to_ask(
            snapshot,
            known,
            self._core.rules,
            state.watched_from,
            worker,
            at=at,
            emptied=emptied,
            remembered=remembered,
        )
        later = failing_last(asks.later, state, at)
        few = AT_A_TIME if state.last_read is not None else 0
        return replace(asks, now=failing_last(asks.now, state, at), later=later[:few], put_off=later[few:])

    def write(
        self,
        state: MailboxState,
        snapshot: Snapshot,
        asking: Asking,
        began: datetime,
        *,
        believe_empty: bool = False,
    ) -> tuple[int, list[Happened]]:
        """How many changes the reading brought, all written, and what is to be told of them now that they are.

        Where an entry could not be asked for, the next reading is judged whatever it says. With `believe_empty`
        somebody has said that all that is missing really was taken out.
        """
        changes, happened = tried(
            self._core,
            lambda tx, at: self._decide(tx, state, snapshot, asking, began, believe_empty, at),
            f"the diary of mailbox {state.worker} could not be judged",
        )
        return len(changes), happened

    def _decide(
        self,
        tx: Transaction,
        state: MailboxState,
        snapshot: Snapshot,
        asking: Asking,
        began: datetime,
        believe_empty: bool,
        at: datetime,
    ) -> tuple[list[Change], list[Happened]]:
        # "Begun" is judged when the diary has been read: an entry that vanished in the last second had begun (law 1).
        core = self._core
        stored = tx.mailbox(state.worker)
        if stored is not None and stored.last_read is not None and stored.last_read > began:
            return [], []  # a slow reading: another process has read this diary since, and knows better
        worker = whose(tx, state.worker)
        apart = spelled(snapshot, asking.asked, words_for(core, tx, worker))
        snapshot, asked = apart.snapshot, apart.asked
        remembered = by_likeness(tx.remembered(state.worker))
        known = self._known(tx, snapshot, worker, remembered)
        if core.policies.of(worker).agreed_time:
            snapshot, asked = as_agreed(snapshot, asked, known, core.rules, core.zone, at)
        gone = {event_id for event_id, event in asked.items() if event is None}
        if state.emptied_since is not None:
            gone |= {each.visit.event_id for each in known} - asked.keys()  # not asked for again
        lost = missing(known, snapshot, gone, at)
        lately = lately_cancelled(known, snapshot, at, pace=state.pace, last_read=state.last_read)
        emptied = not believe_empty and is_emptied(state, snapshot, lost, lately, at)
        reading = Reading(
            snapshot=snapshot,
            asked=asked,
            known=known,
            rules=core.rules,
            policy=core.policies.of(worker),
            policies=core.policies,
            watched_from=state.watched_from,
            last_read=state.last_read,
            worker=worker,
            at=at,
            emptied=emptied,
            lately=lately,
            remembered=remembered,
            left=frozenset(asking.left),
            given_up=asking.given_up(state, at),
            unasked={each.key: each for each in state.unasked},
            back=self._back(snapshot),
        )
        changes = changes_of(reading)
        before = {deadline.id: deadline for each in known for deadline in each.deadlines}
        happened: list[Happened] = []
        for change in changes:
            happened += self._apply(tx, change, before, at)
        remind_of_family(core, tx, known, changes, worker, at)
        set_aside(tx, snapshot.unreadable, at)
        if _is_wide(snapshot, at):
            forget(tx, state.worker, snapshot.unreadable, at)
        watched = tx.watched(state.worker, snapshot.start)
        if after_reading(core, tx, snapshot, known, watched, worker, at):
            watched = tx.watched(state.worker, snapshot.start)
        moved = plan_outings(core, tx, known, watched, worker, at, by_word=False)
        if moved:
            watched = tx.watched(state.worker, snapshot.start)
        happened += moved
        words = self._subject_words
        if heard := words.heed(tx, apart.said, known, worker, state.watched_from, at, without=apart.without):
            happened += heard
            watched = tx.watched(state.worker, snapshot.start)
        raised = raise_concerns(tx, watched, core.rules, core.zone, at)
        happened += raised.happened
        read = self._pacing.read(state, self._pacing.service(watched, worker, at), at)
        settled = asking.complete and not (changes or moved) and not asked and not emptied and not raised.waits
        if emptied and state.emptied_since is None:
            tx.add_acts([Act(at=at, what="diary-emptied", details=(("mailbox", state.worker),))])
            count = len(lost) + len(lately)
            raise_notice(tx, Cause.DIARY_EMPTIED, state.worker, EMPTIED.format(n=count), at)
            log.error("mailbox %s: its %d planned visits are gone at once; not believed", state.worker, count)
        elif stored is not None and stored.emptied_since is not None and not emptied:
            clear_notice(tx, Cause.DIARY_EMPTIED, state.worker, at)
        unasked = noted(state, asking, snapshot, known, at)
        tell_unasked(tx, state, unasked, to_tell(state, asking, at), at)
        tx.put_mailbox(
            replace(
                read,
                next_poll_at=read_again(unasked, at, read.next_poll_at) if worker.works else read.next_poll_at,
                unasked=unasked,
                digest=f"{self.stamp(worker)}.{snapshot.digest}" if settled and snapshot.digest else "",
                wide_at=self._wide_at(state, snapshot, at),
                emptied_since=(state.emptied_since or at) if emptied else None,
                **(Ahead(ahead=state.ahead, ahead_until=state.ahead_until) if emptied else ahead(snapshot, at)),
            )
        )
        return changes, happened

    def _back(self, snapshot: Snapshot) -> Callable[[Event], datetime | None]:
        """When the diary has the worker back after an entry: by its own words, else by what follows at the office."""
        if not any(map(has_outings, self._core.policies.every)):
            return lambda _: None
        core, day = self._core, Day(snapshot.events, self._core.rules.sites)

        def back(event: Event) -> datetime | None:
            said = read_said(event.subject, event.place.text, event.start, event.end, core.zone).back
            found = day.back(event, said)
            return found.at if found is not None else None

        return back

    def _wide_at(self, state: MailboxState, snapshot: Snapshot, at: datetime) -> datetime:
        """When the days ahead are read next; at first some time within the hour, so that not all come at once."""
        if state.wide_at is None:
            share = int.from_bytes(blake2b(state.worker.encode(), digest_size=2).digest(), "big") / 65536
            return at + WIDE_EVERY * share
        return at + WIDE_EVERY if _is_wide(snapshot, at) else state.wide_at

    def _known(self, tx: Transaction, snapshot: Snapshot, worker: Person, remembered: Known) -> list[Watched]:
        """What is watched of this diary in the window, and what its entries were long ago, on another day."""
        known = {each.visit.id: each for each in tx.watched(snapshot.worker, snapshot.start)}
        if recalled := ids_to_recall(snapshot, list(known.values()), self._core.rules, worker, remembered):
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
        # A call for help is nothing that the worker is asked about, nor a sign on their devices that there is one.
        unanswered = [each for each in change.watched.deadlines if each.is_open and each.alarm is AlarmKind.SILENCE]
        if change.ask_worker and unanswered:
            # Of whatever is open one question is asked: of its end, where that is.
            about = min(unanswered, key=lambda each: (each.kind is not DeadlineKind.VISIT_END, each.due))
            tell_outside_ladder(core, tx, change.ask_worker, about, visit, at)
        if change.answer is not None and not is_asked_instead(core, tx, change.answer, visit, at):
            # The deadlines as this unit of work has just written them, with the versions that it gave them.
            open_ = tx.deadlines_of(visit.worker)
            outcome = answer_of_worker(change.answer, open_, at)
            if tx.add_answer(change.answer):
                now = {deadline.id: deadline for each in open_ for deadline in each.deadlines}
                happened += apply(core, tx, change.answer, outcome, now, at)
                happened += follow(core, tx, change.answer, outcome, now, at)
                tell_marked_done(core, tx, outcome, at)
        return happened


def _is_wide(snapshot: Snapshot, at: datetime) -> bool:
    return snapshot.end - at > WIDE_AHEAD / 2


def _told(what: str, at: datetime, watched: Watched, deadline: Deadline | None, text: str) -> Happened:
    return Happened(at=at, what=what, visit=watched.visit, deadline=deadline, role="worker", channel="diary", text=text)


def whose(tx: Transaction, person_id: PersonId) -> Person:
    """Whose diary it is; somebody whom the directory has dropped has left."""
    return tx.people().get(person_id) or Person(id=person_id, name="a colleague")
