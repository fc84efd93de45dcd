"""Many diaries at once over HTTPS against the simulated tenant, which refuses the fifth request in flight."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import pytest

from calsync.demo.faults import Fault
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.domain.model import Snapshot
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.limits import LocalLimiter
from calsync.graph.settings import GraphSettings
from calsync.ports import DiaryWanted, Unchanged
from tests.graph.conftest import MONDAY, settings_of

T = TypeVar("T")
HOUR = timedelta(hours=1)
STAFF = 12


@dataclass
class House:
    """A team of twelve, each with one visit."""

    tenant: Tenant
    settings: GraphSettings
    staff: list[str]
    visits: list[str]

    def run(self, ask: Callable[[GraphCalendars], Awaitable[T]], **settings: float) -> T:
        async def whole() -> T:
            told = replace(self.settings, **settings)  # type: ignore[arg-type]
            graph = Graph(told, limiter=LocalLimiter(4, ceiling=4))
            try:
                answer = await ask(GraphCalendars(graph, page_size=3))
                assert graph.quota.throttled == 0
                assert graph.quota.in_flight == 0
                return answer
            finally:
                await graph.aclose()

        return asyncio.run(whole())

    def wanted(self, digests: dict[str, str] | None = None) -> list[DiaryWanted]:
        known = digests or {}
        window = {"start": MONDAY - 12 * HOUR, "end": MONDAY + 36 * HOUR}
        return [DiaryWanted(worker=who, digest=known.get(who, ""), **window) for who in self.staff]

    def read(self, digests: dict[str, str] | None = None, **settings: float) -> list[object]:
        return list(self.run(lambda calendars: calendars.snapshots(self.wanted(digests)), **settings))


@pytest.fixture
def house(running: tuple[Tenant, TenantServer]) -> Iterator[House]:
    tenant, server = running
    tenant.people.clear()
    app = tenant.add_app()
    staff = [tenant.add_person(f"Worker {n}", f"worker{n}@clarendon.example") for n in range(STAFF)]
    visits = [tenant.add_event(who.mail, "Home visit", MONDAY + HOUR, MONDAY + 2 * HOUR) for who in staff]
    settings = settings_of(tenant, app, server, service_mailbox="worker0@clarendon.example")
    yield House(tenant, settings, [who.id for who in staff], visits)
    tenant.faults.clear()
    tenant.latency = 0.0


def test_every_diary_is_read_and_the_next_time_only_what_changed(house: House) -> None:
    first = house.read()
    assert [each.events[0].id for each in first if isinstance(each, Snapshot)] == house.visits
    digests = {each.worker: each.digest for each in first if isinstance(each, Snapshot)}
    house.tenant.change_event(
        "worker3@clarendon.example", house.visits[3], start=MONDAY + 3 * HOUR, end=MONDAY + 4 * HOUR
    )
    second = house.read(digests)
    assert [n for n, each in enumerate(second) if isinstance(each, Snapshot)] == [3]
    assert [each for each in second if isinstance(each, Unchanged)] == [
        Unchanged(worker=who, digest=digests[who]) for n, who in enumerate(house.staff) if n != 3
    ]


def test_trap_13_an_entry_in_a_batch_has_the_id_by_which_it_is_asked_for_alone(house: House) -> None:
    async def ask(calendars: GraphCalendars) -> list[str]:
        [answer] = await calendars.snapshots(house.wanted()[:1])
        [alone] = await asyncio.gather(calendars.event(house.staff[0], house.visits[0]))
        assert isinstance(answer, Snapshot)
        assert alone is not None
        return [answer.events[0].id, alone.id]

    assert house.run(ask) == [house.visits[0]] * 2


def test_trap_15_the_members_of_all_batches_together_are_no_more_than_the_slots(house: House) -> None:
    house.tenant.latency = 0.02

    async def ask(calendars: GraphCalendars) -> list[object]:
        found = await asyncio.gather(*(calendars.snapshots(house.wanted()) for _ in range(4)))
        return [each for answers in found for each in answers]

    assert all(isinstance(each, Snapshot) for each in house.run(ask))


def test_further_pages_are_followed_for_those_who_have_them(house: House) -> None:
    for n in range(2, 9):
        house.tenant.add_event("worker5@clarendon.example", f"Entry {n}", MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR)
    house.tenant.faults.set(Fault("empty-page", "worker6@clarendon.example"))
    house.tenant.faults.set(Fault("repeated-rows", "worker5@clarendon.example"))
    counts = [len(each.events) for each in house.read() if isinstance(each, Snapshot)]
    assert counts == [1, 1, 1, 1, 1, 8, 1, 1, 1, 1, 1, 1]


def test_one_refused_and_one_hanging_mailbox_leave_the_others_unaffected(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied", "worker2@clarendon.example"))
    house.tenant.faults.set(Fault("slow", "worker4@clarendon.example", seconds=0.7))
    house.tenant.faults.set(Fault("unavailable", "worker7@clarendon.example"))
    answers = house.read(timeout=0.3)
    assert [n for n, each in enumerate(answers) if not isinstance(each, Snapshot)] == [2, 4, 7]
    assert isinstance(answers[2], SourceRefused)
    assert (answers[2].status, answers[2].code) == (403, "ErrorAccessDenied")
    assert isinstance(answers[4], SourceUnavailable)
    assert "did not answer within 0.3 seconds" in str(answers[4])
    assert isinstance(answers[7], SourceUnavailable)
    assert answers[7].status == 503


def test_a_throttled_mailbox_is_told_with_its_wait(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", "worker1@clarendon.example", seconds=9))

    async def whole() -> tuple[list[object], int, float]:
        graph = Graph(house.settings, limiter=LocalLimiter(21, ceiling=21))
        house.tenant.concurrency = 21
        try:
            answers = await GraphCalendars(graph).snapshots(house.wanted())
            return list(answers), graph.quota.throttled, graph.quota.paused
        finally:
            house.tenant.concurrency = 4
            await graph.aclose()

    answers, throttled, paused = asyncio.run(whole())
    assert [n for n, each in enumerate(answers) if not isinstance(each, Snapshot)] == [1]
    assert throttled == 1
    assert paused > 5.0


def test_a_mailbox_that_is_always_throttled_holds_the_others_up_once(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", "worker1@clarendon.example", seconds=1))

    async def whole() -> list[tuple[int, float]]:
        graph, seen = Graph(house.settings, limiter=LocalLimiter(4, ceiling=4)), []
        calendars = GraphCalendars(graph)
        try:
            for _ in range(5):
                await asyncio.sleep(0 if not seen else 1.05)  # the engine asks again when Retry-After is over
                answers = await calendars.snapshots(house.wanted())
                assert [n for n, each in enumerate(answers) if not isinstance(each, Snapshot)] == [1]
                assert isinstance(answers[1], SourceUnavailable)
                assert (answers[1].status, answers[1].retry_after) == (429, 1.0)
                seen.append((graph.quota.throttled, graph.quota.paused))
            return seen
        finally:
            await graph.aclose()

    seen = asyncio.run(whole())
    assert [throttled for throttled, _ in seen] == [1] * 5
    assert [paused for _, paused in seen[1:]] == [0.0] * 4
