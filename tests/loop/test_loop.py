"""Everything in one process: what is slow or fails holds up nothing else, and an idle service is a quiet one."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from calsync.app import App
from calsync.engine.darkness import SCAN
from calsync.errors import SourceUnavailable, StoreUnavailable
from calsync.loop import POLLERS, Loop
from calsync.store import MemoryStore
from tests.fakes import At

SPEED = 100.0
"""Two seconds of the clock, which are a tick, are 20 ms of real time."""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class FakeEngine:
    """Verbs that count how often they are called; a test says which hang, and which fail with what."""

    calls: Counter[str] = field(default_factory=Counter)
    hangs: set[str] = field(default_factory=set)
    fails: dict[str, Exception] = field(default_factory=dict)
    hooks: Any = field(default_factory=lambda: SimpleNamespace(work=lambda _: False))

    def _called(self, name: str) -> None:
        self.calls[name] += 1
        if name in self.fails:
            raise self.fails[name]

    async def _do(self, name: str, gives: Any = 0) -> Any:
        self._called(name)
        if name in self.hangs:
            await asyncio.Event().wait()
        await asyncio.to_thread(lambda: None)  # as the store is asked, in a thread
        return gives

    def escalate(self) -> int:
        self._called("escalate")
        return 0

    def seal(self) -> int:
        return 0

    def check(self) -> int:
        self._called("check")
        return 0

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: self._do(name, [] if name == "claim" else 0)


def run(engine: FakeEngine, until: Any) -> None:
    """The loop over that engine, until the test has seen enough."""
    store = MemoryStore()
    with store.transaction() as tx:
        tx.beat(SCAN, NOON)  # it has run before, so it needs nobody's permission to start
    graph = SimpleNamespace(server_date=None)

    async def closed() -> None:
        return None

    app = SimpleNamespace(
        clock=At(NOON, speed=SPEED),
        settings=SimpleNamespace(service=SimpleNamespace(tick=2.0)),
        policies=SimpleNamespace(names="clarendon"),
        store=store,
        graph=graph,
        engine=engine,
        aclose=closed,
    )
    Loop(cast(App, app), patience=0.1).run(until=until, signals=False)


def test_a_look_that_hangs_holds_up_no_other_look_and_no_scan():
    engine = FakeEngine(hangs={"look"})
    run(engine, lambda: engine.calls["look"] >= 5 and engine.calls["escalate"] >= 5)


def test_an_idle_service_asks_for_diaries_that_are_due_once_a_tick_and_not_once_a_poller():
    engine = FakeEngine()
    run(engine, lambda: engine.calls["escalate"] >= 20)
    # The scan is made once a tick as well; a machine that is busy may let one of both run ahead.
    assert 1 <= engine.calls["claim"] <= 3 * engine.calls["escalate"] < POLLERS * engine.calls["escalate"]


@pytest.mark.parametrize("verb", ["dispatch", "read_mail", "refresh_people", "refresh_settings", "notice"])
def test_one_part_that_hangs_stops_no_other(verb):
    engine = FakeEngine(hangs={verb})
    others = {"dispatch", "look", "claim", "read_mail", "notice"} - {verb}
    run(engine, lambda: engine.calls["escalate"] >= 3 and all(engine.calls[each] for each in others))
    # Sending is begun anew at every tick, since each round takes no more than its channels have room for.
    assert engine.calls[verb] == 1 or verb == "dispatch"


@pytest.mark.parametrize("error", [StoreUnavailable("The disk is full."), ValueError("a fault of ours")])
def test_a_scan_that_fails_is_made_again_at_the_next_tick(error):
    engine = FakeEngine(fails={"escalate": error})
    run(engine, lambda: engine.calls["escalate"] >= 3)


def test_mail_that_was_throttled_is_read_again_soon_and_said_as_no_error(caplog: pytest.LogCaptureFixture):
    engine = FakeEngine(fails={"read_mail": SourceUnavailable("Wait a little.", status=429, retry_after=1.0)})
    run(engine, lambda: engine.calls["read_mail"] >= 5)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_mail_that_can_not_be_read_is_said_once(caplog: pytest.LogCaptureFixture):
    engine = FakeEngine(fails={"read_mail": SourceUnavailable("Nobody answers.", status=503)})
    run(engine, lambda: engine.calls["read_mail"] >= 3)
    assert len([record for record in caplog.records if "Nobody answers." in record.message]) == 1
