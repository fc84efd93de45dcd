"""One poll task: it holds the paces by reading until nothing is due, within its time, and looks at the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calsync.app import App
from calsync.clocks import CLOCK_EVERY, ScaledClock, SystemClock
from calsync.demo.cast import cast
from calsync.demo.joining import toml
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from tests.it_house import ItHouse
from worker.celery_app import app as celery
from worker.polling import POLL_SECONDS, Polls
from worker.process import CONFIG, Process

LEASE = 60.0
"""Elapsed seconds for which a diary that was claimed is nobody else's."""


def test_one_task_reads_every_diary_that_is_due_however_few_go_at_once() -> None:
    house = ItHouse(workers=20)
    house.calendars.places = 3
    assert asyncio.run(Polls().read_due(house.engine)) == 21
    assert {each.last_read for each in house.mailboxes()} == {house.clock.now()}


def test_a_task_whose_time_is_up_claims_no_more() -> None:
    house = ItHouse(workers=40)
    house.calendars.places = 1
    moments = iter([0.0, *[1.0] * 4, *[POLL_SECONDS] * 100])
    read = asyncio.run(Polls(elapsed=lambda: next(moments)).read_due(house.engine))
    assert read == 4


def test_a_task_claims_no_more_long_before_its_lease_and_its_limit() -> None:
    assert POLL_SECONDS < LEASE < celery.conf.task_time_limit


@contextmanager
def joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tenant: Tenant) -> Iterator[tuple[Process, App]]:
    """A worker process's app on that tenant, on the clock of life."""
    people, config = cast(tenant), tmp_path / "calsync.toml"
    with TenantServer(tenant, certificates_folder=tmp_path) as server:
        scaled = ScaledClock(epoch=datetime.now(UTC), started=datetime.now(UTC), speed=1)
        config.write_text(toml(people, server, scaled))
        monkeypatch.setenv(CONFIG, str(config))
        process = Process("")
        try:
            yield process, replace(process.app, clock=SystemClock())
        finally:
            process.close()


def causes(app: App) -> list[str]:
    with app.store.transaction() as tx:
        return [each.cause for each in tx.standing_notices()]


def test_a_clock_that_differs_from_microsofts_is_told_by_worker_processes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant, moments = Tenant(lambda: datetime.now(UTC)), [0.0]
    tenant.date_skew = 90.0
    polls = Polls(elapsed=lambda: moments[0])
    with joined(tmp_path, monkeypatch, tenant) as (process, app):
        process.wait_for(polls.run(app))
        assert "clock-off" not in causes(app)  # nothing was asked yet, so that nothing is known
        process.wait_for(app.engine.refresh_people())
        moments[0] = CLOCK_EVERY.total_seconds()
        process.wait_for(polls.run(app))
        assert "clock-off" in causes(app)
        tenant.date_skew = 0.0
        moments[0] *= 2
        process.wait_for(app.engine.refresh_people())
        process.wait_for(polls.run(app))
        assert "clock-off" not in causes(app)
