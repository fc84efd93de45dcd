"""calsync as a contender: its poll path alone, and its whole poll with rules and database behind it."""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import made_up
from gauges import Ticker, peak_mb
from serving import Served

from calsync.domain.classify import Rules
from calsync.domain.model import MailboxState, People, Person, Policies, WorkingHours
from calsync.engine import Core, Engine
from calsync.errors import SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from calsync.graph.directory import GraphDirectory
from calsync.graph.mailbox import GraphMailbox
from calsync.graph.settings import GraphSettings
from calsync.policies.loader import load
from calsync.ports import DiaryWanted, Unchanged
from calsync.store import open_store

BACK, AHEAD = timedelta(hours=12), timedelta(hours=36)


@dataclass(slots=True)
class Cost:
    """What one round cost this process, and what came of it."""

    cpu: float = 0.0
    """Seconds of CPU time for each diary."""
    read: int = 0
    unchanged: int = 0
    lag: float = 0.0
    """The longest that the event loop stood still by the process's own doing, in seconds."""
    lag_wall: float = 0.0
    """The same with what other processes of the machine did to it."""
    peak_mb: float = 0.0
    """The most memory that this process has held since it began."""


def settings(served: Served, slots: int) -> GraphSettings:
    """What calsync's client is told of the bench's server."""
    return GraphSettings(
        tenant=made_up.TENANT,
        client_id=made_up.CLIENT,
        credential=ClientSecret(value="made-up~secret.of-the.bench"),
        service_mailbox=made_up.SERVICE,
        group=made_up.GROUP,
        authority=served.authority,
        root=served.root,
        ca_file=served.ca_file,
        slots=slots,
    )


class PollPath:
    """`GraphCalendars.snapshots`, which is handed the digest of the last reading where there was one."""

    def __init__(self, served: Served, batch: int) -> None:
        # One slot more than a batch takes, since one is kept for what is urgent.
        self.calendars = GraphCalendars(Graph(settings(served, batch + 1)), batch=batch)
        self._digests: dict[str, str] = {}
        self._now = datetime.now(UTC)

    async def read(self, entries: int, count: int, batch: int, *, steady: bool) -> tuple[int, int]:
        """How many diaries were read, and how many of them were unchanged. Raises what one could not be read for."""
        unchanged = 0
        for first in range(0, count, batch):
            wanted = [self._wanted(n, entries, steady=steady) for n in range(first, min(first + batch, count))]
            for each in await self.calendars.snapshots(wanted):
                if isinstance(each, SourceError):
                    raise each
                if isinstance(each, Unchanged):
                    unchanged += 1
                elif len(each.events) != entries:
                    raise AssertionError(f"{len(each.events)} entries where there are {entries}")
                else:
                    self._digests[each.worker] = each.digest
        return count, unchanged

    def _wanted(self, person: int, entries: int, *, steady: bool) -> DiaryWanted:
        who = made_up.person_id(person, entries=entries)
        digest = self._digests.get(who, "") if steady else ""
        return DiaryWanted(worker=who, start=self._now - BACK, end=self._now + AHEAD, digest=digest)


def poll_path(served: Served) -> Callable[..., Cost]:
    """A round of the poll path: entries a diary, how many diaries, how many in a batch, and whether read before."""
    runner = asyncio.Runner()
    paths: dict[int, PollPath] = {}

    def rounds(entries: int, count: int, batch: int, *, steady: bool, watch: bool = False) -> Cost:
        path = paths.setdefault(batch, PollPath(served, batch))
        return runner.run(measured(lambda: path.read(entries, count, batch, steady=steady), watch=watch))

    return lambda entries, count, batch, steady, watch: rounds(entries, count, batch, steady=steady, watch=watch)


def everybody(count: int) -> People:
    """So many workers, who work round the clock."""
    always = WorkingHours(days=frozenset(range(7)), start=datetime.min.time(), end=datetime.max.time(), zone="UTC")
    return People(
        persons=tuple(
            Person(
                id=made_up.person_id(n),
                name=f"Worker {n}",
                mail=f"worker{n}@{made_up.DOMAIN}",
                hours=always,
                works=True,
            )
            for n in range(count)
        )
    )


class Standing:
    """A clock that is moved on by hand."""

    speed = 1.0

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at


class WholePoll:
    """`Engine.poll` over Graph and a SQLite file with synchronous=FULL, in a folder of its own."""

    def __init__(self, served: Served, people: int, url: str, limit: int) -> None:
        self._clock, self._limit = Standing(), limit
        graph = Graph(settings(served, limit + 1))
        store = open_store(url)
        # Batches are as large as a deployment's. The directory and the service mailbox are not asked.
        self._engine = Engine(
            Core(
                clock=self._clock,
                store=store,
                calendars=GraphCalendars(graph),
                directory=GraphDirectory(graph, {}),
                mailbox=GraphMailbox(graph),
                notifiers={},
                policies=Policies(standing=load("clarendon")),
                rules=Rules(),
                zone="UTC",
            )
        )
        known, at = everybody(people), self._clock.now()
        with store.transaction() as tx:
            tx.put_people(known)
            tx.put_mailboxes([MailboxState(worker=each.id, watched_from=at, next_poll_at=at) for each in known.persons])

    async def read(self) -> tuple[int, int]:
        """Read every diary that is due five minutes later: how many, and how many brought no change."""
        self._clock.at += timedelta(minutes=5)
        count = unchanged = 0
        while reads := await self._engine.poll(limit=self._limit):
            if problem := next((each.problem for each in reads if each.problem), ""):
                raise AssertionError(problem)
            count += len(reads)
            # A diary that was judged tells its entries, and one that says what it said tells none.
            unchanged += sum(not each.entries for each in reads)
        return count, unchanged


def whole_poll(served: Served, people: int, limit: int) -> Callable[..., Cost]:
    """A round of the whole poll: every diary once."""
    logging.getLogger("calsync").setLevel(logging.CRITICAL)
    runner = asyncio.Runner()
    folder = tempfile.TemporaryDirectory(prefix="calsync-bench-")
    poll = WholePoll(served, people, f"sqlite:///{Path(folder.name) / 'bench.sqlite'}", limit)

    def rounds(watch: bool) -> Cost:
        assert folder
        return runner.run(measured(poll.read, watch=watch))

    return rounds


async def measured(work: Callable[[], Any], *, watch: bool) -> Cost:
    """What a round of work costs; with `watch` a ticker looks how long the loop stands, at some cost of its own."""
    ticker = Ticker()
    task = asyncio.create_task(ticker.run()) if watch else None
    began = time.process_time()
    read, unchanged = await work()
    cpu = time.process_time() - began
    if task is not None:
        task.cancel()
    return Cost(
        cpu=cpu / max(read, 1),
        read=read,
        unchanged=unchanged,
        lag=ticker.own,
        lag_wall=ticker.wall,
        peak_mb=peak_mb(),
    )
