"""Two worker processes of one app over the simulated tenant, which refuses the fifth request in flight."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.domain.model import Snapshot, Turn
from calsync.errors import SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.settings import GraphSettings
from calsync.graph.shared_limits import RedisLimiter
from calsync.ports import DiaryWanted
from tests.graph.conftest import settings_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STAFF, ROUNDS = 12, 6


def test_trap_15_several_processes_that_share_one_redis_raise_no_storm_of_429(tmp_path: Path, redis_url: str) -> None:
    tenant = Tenant(lambda: MONDAY, seed=7, concurrency=4)
    app = tenant.add_app()
    staff = [tenant.add_person(f"Worker {n}", f"worker{n}@clarendon.example").id for n in range(STAFF)]
    window = {"start": MONDAY - timedelta(hours=12), "end": MONDAY + timedelta(hours=36)}

    async def process(settings: GraphSettings, name: str) -> list[object]:
        graph = Graph(settings, limiter=RedisLimiter(redis_url, app=name))
        calendars, found = GraphCalendars(graph), []

        async def poll(some: list[str], turn: Turn) -> None:
            # Who was told to wait is asked again, as the engine does, and the slots know for how long.
            missing = list(some)
            while missing:
                wanted = [DiaryWanted(worker=who, **window) for who in missing]
                answers = await calendars.snapshots(wanted, turn=turn)
                found.extend(answers)
                missing = [w for w, each in zip(missing, answers, strict=True) if isinstance(each, SourceError)]

        try:
            for _ in range(ROUNDS):
                await asyncio.gather(poll(staff, Turn.ORDINARY), poll(staff[:2], Turn.LOOK))
            return found
        finally:
            await graph.aclose()

    async def both(settings: GraphSettings) -> list[object]:
        name = secrets.token_hex(4)
        async with asyncio.timeout(60):
            one, two = await asyncio.gather(process(settings, name), process(settings, name))
        return one + two

    with TenantServer(tenant, certificates_folder=tmp_path) as server:
        tenant.latency = 0.02
        settings = settings_of(tenant, app, server, service_mailbox="worker0@clarendon.example")
        found = asyncio.run(both(settings))
    read = [each for each in found if isinstance(each, Snapshot)]
    assert len(read) == 2 * ROUNDS * (STAFF + 2)
    # Once the shared limit is tried beyond four, by whichever process; the wall is then known to both.
    assert tenant.traffic.throttled <= 4
    assert tenant.traffic.most_in_flight == 4
