"""One world for each store that calsync ships: the same promises are asked of all three."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from calsync.store import MemoryStore, SqlStore, open_store
from tests.migrated import migrated


@dataclass
class RealTime:
    """Elapsed time that passes when the test says so."""

    moment: datetime = field(default_factory=lambda: datetime(2030, 1, 1, tzinfo=UTC))

    def now(self) -> datetime:
        """The real moment."""
        return self.moment


@dataclass
class World:
    """A store, and real time that can be made to pass for it."""

    kind: str
    store: MemoryStore | SqlStore
    real: RealTime

    def let_pass(self, seconds: float) -> None:
        """Let real time pass: for PostgreSQL, which has its own clock, its leases are made older instead."""
        self.real.moment += timedelta(seconds=seconds)
        if self.kind == "postgres":
            self.sql(f"UPDATE notifications SET leased_until = leased_until - interval '{seconds} seconds'")
            self.sql(f"UPDATE mailboxes SET leased_until = leased_until - interval '{seconds} seconds'")
            self.sql(f"UPDATE notices SET leased_until = leased_until - interval '{seconds} seconds'")
            self.sql(f"UPDATE letters SET leased_until = leased_until - interval '{seconds} seconds'")

    @property
    def engine(self) -> Engine:
        """The database behind the store."""
        assert isinstance(self.store, SqlStore)
        return self.store.engine

    def sql(self, statement: str) -> None:
        """Do something to the tables behind the store's back."""
        with self.engine.begin() as connection:
            connection.execute(text(statement))


def _world(kind: str, request: pytest.FixtureRequest) -> Iterator[World]:
    real = RealTime()
    store: MemoryStore | SqlStore
    if kind == "memory":
        store = MemoryStore(real_now=real.now)
    elif kind == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        store = open_store(migrated(folder), real_now=real.now)
    else:
        store = open_store(request.getfixturevalue("postgres_url"), real_now=real.now)
    yield World(kind, store, real)
    store.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Each store in turn."""
    yield from _world(request.param, request)


@pytest.fixture(params=["sqlite", "postgres"])
def sql_world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Each database in turn."""
    yield from _world(request.param, request)
