"""The verb `poll`: the diaries whose turn has come -> visits and deadlines, as many in one request as there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from calsync.domain.keys import visit_key
from calsync.domain.model import Act, Event, MailboxState, Person, PersonId, Snapshot, Turn
from calsync.domain.notices import Cause
from calsync.domain.pace import freshness
from calsync.domain.unasked import Asking, back_to
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.judging import WIDE_AHEAD, WIDE_EVERY, Judging, whose
from calsync.engine.notices import raise_notice
from calsync.engine.pacing import Pacing
from calsync.engine.story import Happened
from calsync.errors import SignInRefused, SourceError, SourceUnavailable, StoreUnavailable
from calsync.ports import DiaryWanted, Transaction, Unchanged

T = TypeVar("T")

BACK = timedelta(hours=12)
AHEAD = timedelta(hours=36)
OTHERS_FIRST = 10
"""Every so many claims the other diaries come before those with a begun visit, so that nobody is never read."""
ASKED_AT_ONCE = 4
"""Single entries of one diary that are asked for side by side."""
ASKING = 20.0
"""Elapsed seconds in which single entries are asked for at one reading; the rest are left to the next one."""
SLOW = 8.0
"""Elapsed seconds; who takes longer is asked for alone the next time."""
CLOCK_WAS_AHEAD = (
    "Diaries were read at a time that is still to come: this machine's clock was ahead when calsync ran last, or is "
    "behind now. They are read anew; set the clock by a time server."
)
LONGEST_BACK = timedelta(days=14)
"""After a long darkness the window reaches back to the last reading, and no further than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One diary, read or not."""

    worker: PersonId
    entries: int = 0
    changes: int = 0
    problem: str = ""
    """Why it could not be read; empty when it was."""
    throttled: bool = False
    """Whether that was because Microsoft asked us to wait, so that it is worth another try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A diary whose turn has come, and what is asked of it."""

    state: MailboxState
    wanted: DiaryWanted
    stamp: str = ""
    believe_empty: bool = False
    """Somebody has said that what is missing in it really was taken out."""


class Polling:
    """Reads diaries. What could not be read stays watched as it was.

    The store is asked in threads: a database that keeps us waiting keeps no answer waiting.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.pacing = Pacing(core)
        self._judging = Judging(core, self.pacing)
        self._claims = 0
        self._brought_back = False
        self._slow: set[PersonId] = set()
        """Who is asked for alone, since others waited for somebody among them."""

    async def poll(self, *, limit: int | None = None) -> list[Read]:
        """The diaries whose turn has come, read now: at most `limit`, as many as there is room for when None."""
        return await self.read_claimed(await self.claim(limit=limit))

    async def claim(self, *, limit: int | None = None) -> list[Claimed]:
        """The diaries whose turn has come, taken under a lease of a minute; empty when nothing is due."""
        return await asyncio.to_thread(self._claim, limit or self._core.calendars.room)

    async def read_claimed(self, claimed: Sequence[Claimed]) -> list[Read]:
        """Diaries that were taken by `claim`, read now."""
        return await self._read_all(claimed)

    async def read(self, state: MailboxState, *, turn: Turn = Turn.LOOK) -> Read:
        """One diary, read whole now, whoever's turn it is."""
        (read,) = await self.read_these([state], turn=turn)
        return read

    async def read_these(
        self, states: Sequence[MailboxState], *, turn: Turn = Turn.LOOK, believe_empty: bool = False
    ) -> list[Read]:
        """These diaries, read now in their order, each judged whatever it says."""
        at = self._core.clock.now()
        if believe_empty:
            states = [replace(each, emptied_since=None) for each in states]
        workers = await asyncio.to_thread(self._workers, states, at)
        states = [replace(each, last_read=None) if each.last_read and each.last_read > at else each for each in states]
        wanted = [
            Claimed(state=state, wanted=self._window(state, worker, at), believe_empty=believe_empty)
            for state, worker in zip(states, workers, strict=True)
        ]
        return await self._read_all(wanted, turn=turn)

    def _workers(self, states: Sequence[MailboxState], at: datetime) -> list[Person]:
        with self._core.store.transaction() as tx:
            self._bring_back(tx, at)
            workers = [whose(tx, each.worker) for each in states]
        self._brought_back = True
        return workers

    def _claim(self, places: int) -> list[Claimed]:
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            self._bring_back(tx, at)
            self.pacing.measure(tx, at)
            self._claims += 1
            states = tx.claim_mailboxes(at, places, begun_first=self._claims % OTHERS_FIRST != 0)
            workers = [whose(tx, each.worker) for each in states]
        self._brought_back = True
        stamps = [self._judging.stamp(each) for each in workers]
        return [
            Claimed(state=state, wanted=self._window(state, worker, at, stamp), stamp=stamp)
            for state, worker, stamp in zip(states, workers, stamps, strict=True)
        ]

    def _bring_back(self, tx: Transaction, at: datetime) -> None:
        """Diaries that were read in the future, by a clock that was wrong when an earlier process ran, are due now.

        Else none of them would be read before that time has come, and what is read meanwhile would count as old. Looked
        for once: while a process runs, its clock follows no jump that Microsoft's does not make.
        """
        if self._brought_back:
            return
        ahead = [each for each in tx.mailboxes() if each.last_read is not None and each.last_read > at]
        if ahead:
            log.error("%d diaries were read at a time that is yet to come", len(ahead))
            raise_notice(tx, Cause.CLOCK_OFF, "", CLOCK_WAS_AHEAD, at)
            # When that was nobody knows; not read again by then, they are told as unread (law 10).
            unread = (replace(each, last_read=None, fresh_until=at + freshness(each.pace, 1.0)) for each in ahead)
            tx.put_mailboxes([replace(each, next_poll_at=min(each.next_poll_at, at), digest="") for each in unread])

    def _window(self, state: MailboxState, worker: Person, at: datetime, stamp: str = "") -> DiaryWanted:
        """What is asked of a diary: once in a while the days ahead too, while no visit is near."""
        start = max(back_to(state, at) - BACK, at - LONGEST_BACK)
        if state.wide_at is not None and state.wide_at <= at and state.turn is Turn.ORDINARY:
            return DiaryWanted(worker=state.worker, start=start, end=at + WIDE_AHEAD, calendars=worker.calendars)
        judged_by, _, digest = state.digest.partition(".")
        quiet = state.quiet_until is not None and at < state.quiet_until and judged_by == stamp
        return DiaryWanted(
            worker=state.worker,
            start=start,
            end=at + AHEAD,
            digest=digest if quiet else "",
            calendars=worker.calendars,
        )

    async def _read_all(self, turns: Sequence[Claimed], *, turn: Turn | None = None) -> list[Read]:
        """Each diary read; one that failed or was slow is asked for alone, so that it holds up no other (law 14)."""
        groups: dict[object, list[Claimed]] = {}
        for each in turns:
            worker = each.state.worker
            alone = worker if each.state.failures or worker in self._slow else ""
            groups.setdefault((alone, turn if turn is not None else self.pacing.order_of(each.state)), []).append(each)
        found = await all_of(self._together(group, turn) for group in groups.values())
        by_worker = {read.worker: read for reads in found for read in reads}
        return [by_worker[each.state.worker] for each in turns]

    async def _together(self, turns: Sequence[Claimed], turn: Turn | None) -> list[Read]:
        core, began = self._core, self._core.clock.now()
        order = turn if turn is not None else self.pacing.order_of(turns[0].state)
        clock = asyncio.get_running_loop()
        asked = clock.time()
        try:
            answers = await core.calendars.snapshots([each.wanted for each in turns], turn=order)
            self._note_slow([each.state.worker for each in turns], clock.time() - asked)
        except Exception as error:
            if len(turns) > 1:  # one of them brings what nobody thought of: which one is found out singly (law 14)
                singly = [await self._together([each], turn) for each in turns]
                return [read for reads in singly for read in reads]
            answers = [SourceError(f"The diary could not be read: {fault(error)}.")]
        still = [(each, answer) for each, answer in zip(turns, answers, strict=True) if isinstance(answer, Unchanged)]
        # Side by side: where single entries of one diary do not answer, the others are judged all the same (law 14).
        reads = await all_of(
            self._refused(each, answer, began, turn)
            if isinstance(answer, SourceError)
            else self._judged(each, answer, began, order)
            for each, answer in zip(turns, answers, strict=True)
            if not isinstance(answer, Unchanged)
        )
        return reads + (await asyncio.to_thread(self._still, still, began) if still else [])

    def _note_slow(self, workers: Sequence[PersonId], seconds: float) -> None:
        # Of several it is not known who was slow: alone, each shows it, and those who are quick go together again.
        if seconds > SLOW:
            self._slow.update(workers)
        else:
            self._slow.difference_update(workers)

    async def _refused(self, each: Claimed, error: SourceError, began: datetime, turn: Turn | None) -> Read:
        """A diary that could not be read; where that were the days ahead, the next hours are read in their place."""
        at = self._core.clock.now()
        if each.wanted.end - at <= 2 * AHEAD or isinstance(error, SignInRefused):
            return await asyncio.to_thread(self._failed, each.state, error, began)
        later = replace(each.state, wide_at=at + WIDE_EVERY)
        narrow = replace(each, state=later, wanted=replace(each.wanted, end=at + AHEAD))
        (read,) = await self._together([narrow], turn)
        return read

    async def _judged(self, each: Claimed, snapshot: Snapshot, began: datetime, turn: Turn) -> Read:
        state = each.state
        try:
            asking = await self._ask(state, snapshot, turn)
            self.pacing.took(snapshot.requests + len(asking.asked) + len(asking.refused))
            write = partial(self._judging.write, believe_empty=each.believe_empty)
            changes, happened = await asyncio.to_thread(write, state, snapshot, asking, began)
        except StoreUnavailable:
            raise
        except Exception as error:
            # One diary that can't be judged must not hold up the others (law 14); it counts as not read (law 10).
            why = SourceError(f"The diary could not be judged: {fault(error)}.")
            return await asyncio.to_thread(self._failed, state, why, began)
        self._observe(happened)
        return Read(worker=state.worker, entries=len(snapshot.events), changes=changes)

    async def _ask(self, state: MailboxState, snapshot: Snapshot, turn: Turn) -> Asking:
        """What single entries say, and which of them could not be asked for.

        Where one brings no answer at all, or they answer slowly, the others are asked at the next reading.
        """
        asked: dict[str, Event | None] = {}
        refused: dict[str, str] = {}
        asks = await asyncio.to_thread(self._judging.to_ask, state, snapshot)
        wanted = [*asks.now, *asks.later]
        clock = asyncio.get_running_loop()
        until = clock.time() + ASKING
        for first in range(0, len(wanted), ASKED_AT_ONCE):
            some = wanted[first : first + ASKED_AT_ONCE]
            answers = await all_of(self._entry(state, each, turn) for each in some)
            for one, each in zip(some, answers, strict=True):
                if isinstance(each, SourceError):
                    refused[one] = str(each)
                else:
                    asked[one] = each
            if clock.time() > until or any(isinstance(each, SourceUnavailable) for each in answers):
                break
        return Asking(wanted=asks, asked=asked, refused=refused)

    async def _entry(self, state: MailboxState, event_id: str, turn: Turn) -> Event | SourceError | None:
        try:
            return await self._core.calendars.event(state.worker, event_id, turn=turn)
        except SourceError as error:
            if visit_key(state.worker, event_id) not in {each.key for each in state.unasked}:  # not at every poll
                log.warning("mailbox %s: one entry could not be asked for: %s", state.worker, error)
            return error

    def _still(self, turns: Sequence[tuple[Claimed, Unchanged]], began: datetime) -> list[Read]:
        """Diaries that say what they said when they were judged: read, and nothing else to be written."""
        at = self._core.clock.now()
        for _, answer in turns:
            self.pacing.took(answer.requests)
        with self._core.store.transaction() as tx:
            states = []
            for each, _ in turns:
                stored = tx.mailbox(each.state.worker)
                # Judged by another process since, perhaps by other words: its judgement holds.
                if stored is not None and (stored.last_read is None or stored.last_read <= began):
                    states.append(self.pacing.still(each.state, whose(tx, each.state.worker), at))
            tx.put_mailboxes(states)
        return [Read(worker=each.state.worker) for each, _ in turns]

    def _failed(self, state: MailboxState, error: SourceError, began: datetime) -> Read:
        core, at = self._core, self._core.clock.now()
        wait = core.real(error.retry_after) if error.retry_after is not None else timedelta(0)
        with core.store.transaction() as tx:
            stored = tx.mailbox(state.worker)
            if stored is not None and stored.last_read is not None and stored.last_read > began:
                return Read(worker=state.worker)  # another process has read it since
            worker, watched = whose(tx, state.worker), tx.deadlines_of(state.worker)
            service = self.pacing.service(watched, worker, at)
            failed = self.pacing.failed(state, service, error, at, wait)
            tx.put_mailbox(failed)
            if state.failing_since is None:
                tx.add_acts([Act(at=at, what="diary-unread", details=(("mailbox", state.worker),))])
        if str(error) != state.last_error:  # told once a cause, not at every poll
            log.error("mailbox %s can't be read; what is watched stays watched: %s", state.worker, error)
        return Read(worker=state.worker, problem=str(error), throttled=error.status == 429)

    def _observe(self, happened: Iterable[Happened]) -> None:
        for each in happened:
            self._core.observe(each)


async def all_of(works: Iterable[Awaitable[T]]) -> list[T]:
    """What each gives, once all have ended: the first failure is raised then, so that none runs on behind it."""
    # An error that is given back is no failure: of single entries it is kept beside what the others say.
    tasks = [asyncio.ensure_future(each) for each in works]
    await asyncio.gather(*tasks, return_exceptions=True)
    return [each.result() for each in tasks]
