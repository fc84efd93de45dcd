"""The verb `poll`: the diaries whose turn has come -> visits and deadlines, as many in one request as there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, Event, MailboxState, PersonId, Snapshot, Turn
from calsync.domain.pace import NOT_READ
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.judging import WIDE_AHEAD, Judging, whose
from calsync.engine.pacing import Pacing
from calsync.engine.story import Happened
from calsync.errors import SourceError, StoreUnavailable
from calsync.ports import DiaryWanted, Unchanged

BACK = timedelta(hours=12)
AHEAD = timedelta(hours=36)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A diary whose turn has come, and what is asked of it."""

    state: MailboxState
    wanted: DiaryWanted
    stamp: str


class Polling:
    """Reads diaries. What could not be read stays watched as it was.

    The store is asked in threads: a database that keeps us waiting keeps no answer waiting.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.pacing = Pacing(core)
        self._judging = Judging(core, self.pacing)

    async def poll(self, *, limit: int | None = None) -> list[Read]:
        """The diaries whose turn has come, read now: at most `limit`, as many as there is room for when None."""
        places = limit or self._core.calendars.room
        turns = await asyncio.to_thread(self._claim, places)
        return await self._read_all(turns)

    async def read(self, state: MailboxState, *, turn: Turn = Turn.LOOK) -> Read:
        """One diary, read whole now, whoever's turn it is."""
        (read,) = await self.read_these([state], turn=turn)
        return read

    async def read_these(self, states: Sequence[MailboxState], *, turn: Turn = Turn.LOOK) -> list[Read]:
        """These diaries, read now in their order, each judged whatever it says."""
        at = self._core.clock.now()
        wanted = [_Turn(state=each, wanted=self._window(each, at), stamp="") for each in states]
        return await self._read_all(wanted, turn=turn)

    def _claim(self, places: int) -> list[_Turn]:
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            self.pacing.measure(tx, at)
            states = tx.claim_mailboxes(at, places)
            stamps = [self._judging.stamp(whose(tx, each.worker)) for each in states]
        return [
            _Turn(state=state, wanted=self._window(state, at, stamp), stamp=stamp)
            for state, stamp in zip(states, stamps, strict=True)
        ]

    def _window(self, state: MailboxState, at: datetime, stamp: str = "") -> DiaryWanted:
        """What is asked of a diary: once in a while the days ahead too, while no visit is near."""
        start = max(min(at, state.last_read or at) - BACK, at - LONGEST_BACK)
        near = state.turn is Turn.BEGUN or state.pace == self._core.pace.around_visit
        if state.wide_at is not None and state.wide_at <= at and not near:
            return DiaryWanted(worker=state.worker, start=start, end=at + WIDE_AHEAD)
        judged_by, _, digest = state.digest.partition(".")
        quiet = state.quiet_until is not None and at < state.quiet_until and judged_by == stamp
        return DiaryWanted(worker=state.worker, start=start, end=at + AHEAD, digest=digest if quiet else "")

    async def _read_all(self, turns: Sequence[_Turn], *, turn: Turn | None = None) -> list[Read]:
        """Each diary read; one that failed before is asked for alone, so that it holds up no other (law 14)."""
        groups: dict[object, list[_Turn]] = {}
        for each in turns:
            alone = each.state.worker if each.state.failures else ""
            groups.setdefault((alone, turn if turn is not None else each.state.turn), []).append(each)
        found = await asyncio.gather(*(self._together(group, turn) for group in groups.values()))
        by_worker = {read.worker: read for reads in found for read in reads}
        return [by_worker[each.state.worker] for each in turns]

    async def _together(self, turns: Sequence[_Turn], turn: Turn | None) -> list[Read]:
        core, began = self._core, self._core.clock.now()
        order = turn if turn is not None else turns[0].state.turn
        try:
            answers = await core.calendars.snapshots([each.wanted for each in turns], turn=order)
        except Exception as error:
            if len(turns) > 1:  # one of them brings what nobody thought of: which one is found out singly (law 14)
                singly = [await self._together([each], turn) for each in turns]
                return [read for reads in singly for read in reads]
            answers = [SourceError(f"The diary could not be read: {fault(error)}.")]
        reads: list[Read] = []
        still: list[_Turn] = []
        for each, answer in zip(turns, answers, strict=True):
            if isinstance(answer, Unchanged):
                still.append(each)
            elif isinstance(answer, SourceError):
                reads.append(await asyncio.to_thread(self._failed, each.state, answer, began))
            else:
                reads.append(await self._judged(each.state, answer, began, order))
        if still:
            reads += await asyncio.to_thread(self._still, still, began)
        return reads

    async def _judged(self, state: MailboxState, snapshot: Snapshot, began: datetime, turn: Turn) -> Read:
        try:
            asked, complete = await self._ask(state, snapshot, turn)
            changes, happened = await asyncio.to_thread(
                self._judging.write, state, snapshot, asked, began, complete=complete
            )
        except StoreUnavailable:
            raise
        except Exception as error:
            # One diary that can't be judged must not hold up the others (law 14); it counts as not read (law 10).
            why = SourceError(f"The diary could not be judged: {fault(error)}.")
            return await asyncio.to_thread(self._failed, state, why, began)
        self._observe(happened)
        return Read(worker=state.worker, entries=len(snapshot.events), changes=changes)

    async def _ask(self, state: MailboxState, snapshot: Snapshot, turn: Turn) -> tuple[dict[str, Event | None], bool]:
        """What single entries say, None for those that are gone, and whether all could be asked for."""
        asked: dict[str, Event | None] = {}
        wanted = await asyncio.to_thread(self._judging.to_ask, state, snapshot)
        for event_id in wanted:
            try:
                asked[event_id] = await self._core.calendars.event(state.worker, event_id, turn=turn)
            except SourceError as error:
                log.warning("mailbox %s: one entry could not be asked for: %s", state.worker, error)
        return asked, len(asked) == len(wanted)

    def _still(self, turns: Sequence[_Turn], began: datetime) -> list[Read]:
        """Diaries that say what they said when they were judged: read, and nothing else to be written."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            states = []
            for each in turns:
                stored = tx.mailbox(each.state.worker)
                # Judged by another process since, perhaps by other words: its judgement holds.
                if stored is not None and (stored.last_read is None or stored.last_read <= began):
                    states.append(self.pacing.still(each.state, whose(tx, each.state.worker), at))
            tx.put_mailboxes(states)
        return [Read(worker=each.state.worker) for each in turns]

    def _failed(self, state: MailboxState, error: SourceError, began: datetime) -> Read:
        core, at = self._core, self._core.clock.now()
        wait = core.real(error.retry_after) if error.retry_after is not None else timedelta(0)
        failed = self.pacing.failed(state, str(error), at, wait)
        with core.store.transaction() as tx:
            stored = tx.mailbox(state.worker)
            if stored is not None and stored.last_read is not None and stored.last_read > began:
                return Read(worker=state.worker)  # another process has read it since
            if not whose(tx, state.worker).works and not tx.deadlines_of(state.worker):
                failed = replace(failed, next_poll_at=at + NOT_READ, fresh_until=None)
            tx.put_mailbox(failed)
            if state.failing_since is None:
                tx.add_acts([Act(at=at, what="diary-unread", details=(("mailbox", state.worker),))])
        if str(error) != state.last_error:  # told once a cause, not at every poll
            log.error("mailbox %s can't be read; what is watched stays watched: %s", state.worker, error)
        return Read(worker=state.worker, problem=str(error))

    def _observe(self, happened: Iterable[Happened]) -> None:
        for each in happened:
            self._core.observe(each)
