"""How long a scan takes over many open deadlines: `python bench/scan.py [OPEN] [DUE]` on SQLite in a new folder.

An idle scan asks what is due and finds nothing. A full scan takes what is due in batches of 200: read, counted on
with the version guard, a message and an act written for each, each batch in a transaction that reaches the disk.
The engine's own scan decides besides who is told, and by what.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from calsync.domain.classify import Rules
from calsync.domain.model import (
    Act,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    Lane,
    Notification,
    People,
    Person,
    Policies,
    Policy,
    Role,
    Step,
    Visit,
    VisitState,
    WorkingHours,
)
from calsync.engine import Core, Engine
from calsync.notify.memory import MemoryNotifier
from calsync.store import SqlStore, open_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BATCH = 200
STEPS = tuple(
    Step(after=timedelta(minutes=15 * n), roles=(Role.LINE_MANAGER,), ask=Ask.CALL_WORKER, clause=f"4.{n}")
    for n in range(6)
)


def fill(store: SqlStore, how_many: int, due: int) -> None:
    """Write visits with one open deadline each: the first `due` of them by noon, the others later."""
    always = WorkingHours(days=frozenset(range(7)), start=datetime.min.time(), end=datetime.max.time(), zone="UTC")
    manager = Person(id="morgan", name="Morgan", mail="morgan@bench.test", hours=always)
    workers = (Person(id=f"worker-{n:04}", name=f"Worker {n}", manager="morgan", works=True) for n in range(1000))
    with store.transaction() as work:
        work.put_people(People(persons=(manager, *workers)))
    for first in range(0, how_many, 5000):
        numbers = range(first, min(first + 5000, how_many))
        with store.transaction() as work:
            for n in numbers:
                work.put_visit(_visit(n))
            work.put_deadlines([_deadline(n, overdue=n < due) for n in numbers])


def idle(store: SqlStore) -> float:
    """Seconds that a scan takes which finds nothing."""
    started = time.perf_counter()
    with store.transaction() as work:
        found = work.due(NOON - timedelta(days=1), BATCH)
    assert not found
    return time.perf_counter() - started


def scan(store: SqlStore) -> list[float]:
    """Seconds that each batch took, until nothing was due."""
    times: list[float] = []
    while True:
        started = time.perf_counter()
        with store.transaction() as work:
            found = work.due(NOON, BATCH)
            if not found:
                return times
            work.put_deadlines([replace(each, taken=1, next_step_at=NOON + timedelta(minutes=15)) for each in found])
            work.add_notifications([_message(each) for each in found])
            work.add_acts([Act(at=NOON, what="step-taken", deadline_id=each.id) for each in found])
        times.append(time.perf_counter() - started)


def escalate(store: SqlStore) -> float:
    """Seconds that the engine's own scan takes over all that is due: decided, and written, batch by batch."""
    nobody: Any = None  # a scan asks the store alone
    core = Core(
        clock=_Noon(),
        store=store,
        calendars=nobody,
        directory=nobody,
        mailbox=nobody,
        notifiers={Channel.MAIL: MemoryNotifier(Channel.MAIL)},
        policies=Policies(standing=Policy(name="bench", title="The bench's", steps=STEPS, emergency=STEPS)),
        rules=Rules(),
    )
    started = time.perf_counter()
    moved = Engine(core).escalate()
    assert moved, "nothing was due"
    return time.perf_counter() - started


class _Noon:
    """A clock that stands."""

    speed = 1.0

    def now(self) -> datetime:
        """Noon."""
        return NOON


def _visit(n: int) -> Visit:
    return Visit(
        id=f"visit-{n:07}",
        worker=f"worker-{n % 1000:04}",
        event_id=f"event-{n:07}",
        start=NOON - timedelta(hours=1),
        end=NOON,
        state=VisitState.BEGUN,
        matched_by="subject",
        reasons=("the subject says so",),
        first_seen=NOON - timedelta(days=1),
        last_seen=NOON,
    )


def _deadline(n: int, *, overdue: bool) -> Deadline:
    due = NOON - timedelta(seconds=n % 60) if overdue else NOON + timedelta(seconds=1 + n)
    return Deadline(
        id=f"deadline-{n:07}",
        visit_id=f"visit-{n:07}",
        worker=f"worker-{n % 1000:04}",
        kind=DeadlineKind.VISIT_END,
        due=due,
        planned=due,
        extension=timedelta(hours=1),
        steps=STEPS,
        base=due,
        next_step_at=due,
    )


def _message(deadline: Deadline) -> Notification:
    return Notification(
        id=f"{deadline.id}/1/0",
        deadline_id=deadline.id,
        step="1",
        round=0,
        recipient="morgan",
        channel=Channel.TEXT,
        role=Role.LINE_MANAGER,
        ask=Ask.CALL_WORKER,
        lane=Lane.ALARM,
        due=deadline.due,
        recorded=NOON,
        token=deadline.id,
    )


def main() -> None:
    """Measure, and print a table."""
    how_many, due = (int(each) for each in (sys.argv[1:] + ["100000", "1000"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        started = time.perf_counter()
        fill(store, how_many, due)
        filled = time.perf_counter() - started
        quiet = [idle(store) for _ in range(200)]
        batches = scan(store)
        started = time.perf_counter()
        sealed = store.seal()
        sealing = time.perf_counter() - started
        store.close()
        own = open_store(f"sqlite:///{Path(folder) / 'engine.sqlite'}")
        fill(own, how_many, due)
        engine = escalate(own)
        own.close()
    print(f"{how_many} open deadlines, {due} due, SQLite, synchronous=FULL")
    print(f"| {'what':<40} | {'ms':>9} |")
    print(f"|{'-' * 42}|{'-' * 11}|")
    for what, seconds in (
        ("filling the tables", filled),
        ("idle scan, median", statistics.median(quiet)),
        ("idle scan, slowest of 200", max(quiet)),
        (f"taking all that is due, {len(batches)} batches", sum(batches)),
        (f"one batch of {BATCH}, slowest", max(batches)),
        (f"sealing {sealed} acts", sealing),
        ("the engine's own scan of all that is due", engine),
    ):
        print(f"| {what:<40} | {seconds * 1000:>9.2f} |")
    print(f"The engine's scan takes {engine / sum(batches):.1f} times as long as the store's part of it alone.")


if __name__ == "__main__":
    main()
