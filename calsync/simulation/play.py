"""A scenario, played by the service's own engine in memory: what it would do, and nobody told.

The service's loops are taken at their paces by the scenario's clock: a scan and the sending every two seconds, mail
every ten, diaries as the engine plans them. Moments at which none of them has anything to do are left out.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from calsync.daylight import sunset
from calsync.domain.classify import Rules
from calsync.domain.coverage import looked_for
from calsync.domain.model import Policies, Policy
from calsync.engine import Core, Engine, Happened
from calsync.engine.darkness import SCAN
from calsync.engine.looking import AHEAD
from calsync.engine.telling import facts
from calsync.notify import CHANNELS
from calsync.notify.memory import MemoryNotifier
from calsync.simulation.actors import Actors
from calsync.simulation.scenario import Scenario
from calsync.simulation.world import Diaries, Post, SetClock, Staffed, office_after
from calsync.store.memory import MemoryStore

T = TypeVar("T")

TICK = timedelta(seconds=2)
MAIL_EVERY = timedelta(seconds=10)
AFTER_THE_LAST = timedelta(hours=6)
"""How long after the last deadline it goes on where nobody closes it."""
LONGEST_RUN = timedelta(days=31)
ALL_SENT = 1000
PEOPLE_EVERY = timedelta(minutes=15)
"""How often the service reads people, and looks for visits that nobody stands behind."""


_TOKEN = re.compile(r"^(?P<subject>.*) \[[A-HJ-NP-Z2-9]{6}\]$")


def without_token(subject: str) -> str:
    """A message's subject without the random word in it, which is another one at each run."""
    found = _TOKEN.match(subject)
    return found["subject"] if found else subject


def told(happened: Happened, scenario: Scenario) -> dict[str, object]:
    """What `--json` prints of one thing that happened: the same at each run; with its visit where there are several."""
    subject, line, rest = happened.text.partition("\n")
    said = f"{without_token(subject)}{line}{rest}" if happened.what == "notify" else happened.text
    fields = facts(replace(happened, text=said))
    return {**fields, "visit": happened.visit.event_id} if scenario.named else fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a scenario."""

    happened: tuple[Happened, ...]
    """In time order."""
    ended: datetime
    closed: bool
    """Whether all was closed then, and not merely the time over."""
    remarks: tuple[str, ...] = ()
    """What people did that changed nothing, what IT would be told, and what lay behind the end, as sentences."""
    did: tuple[tuple[datetime, str], ...] = ()
    """What people did in the diary, in words, with its time."""

    def since(self, moment: datetime) -> Played:
        """The same without what happened before that moment."""
        return replace(
            self,
            happened=tuple(each for each in self.happened if each.at >= moment),
            did=tuple((at, did) for at, did in self.did if at >= moment),
        )


@dataclass(slots=True)
class _Seen:
    """What the engine told, while it is told."""

    happened: list[Happened] = field(default_factory=list)
    channel: str = ""
    """By what the words came that are being taken, where that is not mail."""

    def __call__(self, happened: Happened) -> None:
        """Take one thing that happened."""
        by = self.channel if self.channel and happened.channel == "reply" else happened.channel
        self.happened.append(replace(happened, channel=by))


class _AtOnce(ThreadPoolExecutor):
    """Does work when it is handed over, so that no thread is before another and each run is the same."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The work, done."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class Play:
    """One scenario under one policy."""

    def __init__(
        self, scenario: Scenario, policy: Policy, *, until: datetime | None = None, every_tick: bool = False
    ) -> None:
        """`every_tick`: leave no moment out, which is slow and shows the same."""
        self._scenario, self._until, self._every_tick = scenario, until, every_tick
        self._begin = scenario.begin
        self.clock = SetClock(self._begin)
        self.store = MemoryStore(real_now=self.clock.now)
        self._diaries, self._post, self._seen = Diaries(), Post(), _Seen()
        core = Core(
            clock=self.clock,
            store=self.store,
            calendars=self._diaries,
            directory=Staffed(scenario.people),
            mailbox=self._post,
            notifiers={channel: MemoryNotifier(channel) for channel in CHANNELS},
            policies=Policies(standing=policy),
            rules=Rules(),
            watched_from=self._begin - LONGEST_RUN,
            observe=self._seen,
            sunset=sunset,
        )
        self.engine = Engine(core)
        self._actors = Actors(scenario, self.engine, self._diaries, self._post)
        self._scanned = self._begin
        self._busy = True
        self._looks_for_gaps = True
        """Whether anything has happened since it was last looked for visits that nobody stands behind."""

    async def played(self) -> Played:
        """All that would happen, until all is closed or the time is over. Takes the event loop for itself."""
        asyncio.get_running_loop().set_default_executor(_AtOnce())
        await self.engine.refresh_people()
        for visit in self._scenario.visits:
            if visit.back is not None:
                self._diaries.put(office_after(visit, visit.back, self._begin), self._begin)
        at, end = self._begin, self._end()
        while at <= end:
            self.clock.moment = at
            await self._moment(at)
            if self._over(at):
                break
            at, end = self._next(at), self._end()
        closed = at <= end
        ended = at if closed else end
        return Played(
            happened=tuple(sorted(self._seen.happened, key=lambda each: each.at)),
            ended=ended,
            closed=closed,
            remarks=(*self._actors.remarks, *self._notices(), *self._actors.left(end)),
            did=tuple(self._actors.did),
        )

    async def _moment(self, at: datetime) -> None:
        ticks = (at - self._begin) % TICK == timedelta(0)
        self._actors.leave(at)
        if ticks:
            self._busy = await self._tick(at)
        for act in self._actors.due(at):
            self._seen.channel = act.what if act.what.speaks else ""
            await self._actors.do(act, at)
            self._busy = True
        self._seen.channel = ""
        if not ticks:
            return
        if self._post.unread and (at - self._begin) % MAIL_EVERY == timedelta(0):
            await self.engine.read_mail()
            self._busy = True
        while reads := await self.engine.poll():
            self._busy = self._busy or any(each.changes for each in reads)
        self._actors.see_what_became_of_mail()
        self._looks_for_gaps = self._looks_for_gaps or self._busy
        if (at - self._begin) % PEOPLE_EVERY == timedelta(0):
            self._looks_for_gaps = False
            self._busy = bool(self.engine.find_uncovered()) or self._busy

    async def _tick(self, at: datetime) -> bool:
        """Look, scan and send; whether there was anything to do."""
        if at - self._scanned > TICK:
            # What the scans in between, which had nothing to do, would have left: else they were darkness.
            with self.store.transaction() as tx:
                tx.beat(SCAN, at - TICK)
        self._scanned, before = at, len(self._seen.happened)
        await self.engine.look()
        moved = self.engine.escalate() + self.engine.check()
        sent = await self.engine.dispatch(limit=ALL_SENT)
        with self.store.transaction() as tx:
            waits = tx.messages_wait(at)  # for its turn among the mails of this minute
        return bool(moved or sent or waits or len(self._seen.happened) > before)

    def _next(self, at: datetime) -> datetime:
        """The next moment at which anything can come out otherwise than by waiting."""
        tick = self._tick_from(at + timedelta(microseconds=1))
        coming = self._actors.next_at()
        if self._busy or self._every_tick:
            return min(tick, coming or tick)
        moments = [max(tick, self._tick_from(each)) for each in self._wanted(at)]
        if self._post.unread:
            moments.append(self._from(tick, MAIL_EVERY))
        return min([*moments, *([coming] if coming is not None else [])], default=self._end() + TICK)

    def _wanted(self, at: datetime) -> Iterable[datetime]:
        with self.store.transaction() as tx:
            yield from (each.next_poll_at for each in tx.mailboxes())
            if (check := self.engine.next_check(tx)) is not None:
                yield check
            if self._looks_for_gaps:
                yield self._from(at + TICK, PEOPLE_EVERY)
            for each in tx.open_deadlines():
                for moment in looked_for(each.visit, ZoneInfo(self.engine.core.zone)):
                    if moment > at:
                        yield self._from(moment, PEOPLE_EVERY)
                for step in (deadline.next_step_at for deadline in each.deadlines if deadline.is_open):
                    if step is not None:
                        yield step
                        # So long before it, the worker's diary and the answers are looked at once more.
                        if (look := self._tick_from(step - AHEAD + timedelta(microseconds=1))) > at:
                            yield look

    def _tick_from(self, moment: datetime) -> datetime:
        return self._from(moment, TICK)

    def _from(self, moment: datetime, pace: timedelta) -> datetime:
        """The first moment of a pace, counted from the begin, that is not before `moment`."""
        return moment + (self._begin - moment) % pace

    def _end(self) -> datetime:
        if self._until is not None:
            return self._until
        with self.store.transaction() as tx:
            due = [
                deadline.due
                for worker in tx.mailboxes()
                for each in tx.watched(worker.worker, self._begin)
                for deadline in each.deadlines
            ]
        return (
            max(self._scenario.planned_end, *due) + AFTER_THE_LAST
            if due
            else self._scenario.planned_end + AFTER_THE_LAST
        )

    def _over(self, at: datetime) -> bool:
        """Whether nothing is open, nothing is under way, and nothing will come."""
        if self._busy or self._post.unread or self._actors.next_at() is not None:
            return False
        with self.store.transaction() as tx:
            if tx.open_deadlines():
                return False
            read = {each.worker: each.last_read for each in tx.mailboxes()}
            for worker, changed in self._diaries.changed.items():
                last = read.get(worker)
                if last is None or last < changed:
                    return False
            return all(
                event.end <= at or tx.watched_under(event.worker, [event.id])
                for entries in self._diaries.entries.values()
                for event in entries.values()
                if event.id in self._actors.names
            )

    def _notices(self) -> list[str]:
        with self.store.transaction() as tx:
            notices = [*tx.cleared_notices(self._begin), *tx.standing_notices()]
        return [f"IT would be told: {each.words}" for each in sorted(notices, key=lambda each: (each.raised, each.id))]
