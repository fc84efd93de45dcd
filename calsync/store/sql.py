"""The store in SQL: SQLite for one machine, PostgreSQL for many."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select

from calsync.errors import StoreUnavailable
from calsync.ports import SealedAct
from calsync.store import audit
from calsync.store.columns import Utc
from calsync.store.refusals import said
from calsync.store.sql_before import BeforeWork
from calsync.store.sql_diaries import DiaryWork
from calsync.store.sql_incidents import IncidentWork
from calsync.store.sql_letters import LetterWork
from calsync.store.sql_life import LifeWork
from calsync.store.sql_links import LinkWork
from calsync.store.sql_notices import NoticeWork
from calsync.store.sql_outbox import OutboxWork
from calsync.store.sql_pauses import PauseWork
from calsync.store.sql_people import PeopleMemory, PeopleWork
from calsync.store.sql_pins import PinWork
from calsync.store.sql_sessions import SessionWork
from calsync.store.sql_texts import TextWork
from calsync.store.sql_watch import WatchWork

BUSY_MILLISECONDS = 5000
PATIENCE = 20.0
"""Seconds of elapsed time for which a thread waits for the others of its process to have written."""


def wall_utc() -> datetime:
    """The real moment: for leases alone, never for a rule (law 12)."""
    return datetime.now(UTC)


class SqlTransaction(
    PeopleWork,
    DiaryWork,
    WatchWork,
    OutboxWork,
    TextWork,
    LinkWork,
    PinWork,
    SessionWork,
    NoticeWork,
    LetterWork,
    IncidentWork,
    LifeWork,
    PauseWork,
    BeforeWork,
):
    """One unit of work: everything in it is written, or nothing is."""

    def __init__(self, connection: Connection, real_now: Callable[[], datetime], memory: PeopleMemory) -> None:
        super().__init__(connection, real_now)
        self._memory = memory


class SqlStore:
    """The only truth (law 11), in a database whose tables stand already: see `open_store`."""

    def __init__(self, engine: Engine, *, real_now: Callable[[], datetime] = wall_utc) -> None:
        self.engine = engine
        self._real_now = real_now
        self._memory = PeopleMemory()
        self._writers = threading.RLock()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One writer of this process after the other on SQLite, which has room for one.

        Left to SQLite, whoever happens to ask at the right moment writes, and an unlucky one waits beyond its patience.
        """
        if self.engine.dialect.name != "sqlite":
            yield
            return
        if not self._writers.acquire(timeout=PATIENCE):
            raise StoreUnavailable(f"A transaction of calsync's own has held the database for {PATIENCE:.0f} seconds.")
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """A unit of work that is written when its block ends without an error. Raises StoreUnavailable."""
        with self._in_turn(), said(self.engine.url), self.engine.begin() as connection:
            yield SqlTransaction(connection, self._real_now, self._memory)

    def seal(self) -> int:
        """Chain the acts that were added since the last sealing; how many. One sealer at a time, under a lease."""
        with self._in_turn(), said(self.engine.url), self.engine.begin() as connection:
            return audit.seal(connection)

    def audit(self, *, after: int = 0) -> list[SealedAct]:
        """The audit after an act's number, oldest first."""
        with self._reading() as connection:
            return audit.lines(connection, after)

    def verify(self) -> str:
        """Empty when the audit's chain is whole; else a sentence that names the first broken line."""
        with self._reading() as connection:
            return audit.verify(connection)

    def real_time(self) -> datetime:
        """The real moment by which leases are measured: the database's own where many machines share it."""
        if self.engine.dialect.name == "sqlite":
            return self._real_now()
        with self._reading() as connection:
            return connection.execute(select(func.clock_timestamp(type_=Utc))).scalar_one()

    def close(self) -> None:
        """Let go of files and connections."""
        self.engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one moment and keeps no writer waiting, however long it reads."""
        reading = self.engine.execution_options(calsync_reading=True, isolation_level="REPEATABLE READ")
        if self.engine.dialect.name == "sqlite":
            reading = self.engine.execution_options(calsync_reading=True)
        with said(self.engine.url), reading.begin() as connection:
            yield connection


def make_engine(url: URL) -> Engine:
    """An engine for that database, set so that nothing written is ever lost or half written."""
    if url.get_backend_name() == "sqlite":
        given = {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False}
        engine = create_engine(url, connect_args=given, pool_timeout=10, hide_parameters=True)
        event.listen(engine, "connect", _set_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url, connect_args={"connect_timeout": 5}, pool_pre_ping=True, pool_timeout=10, hide_parameters=True
    )
    event.listen(engine, "connect", _set_postgres)
    return engine


def _set_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # Python's own driver would begin late and by itself; we begin, and take the write lock with it: a
    # transaction that reads first and then can't write would have decided on what has changed meanwhile.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {BUSY_MILLISECONDS}", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns the write-ahead log on, which readers and the writer of a file share.

    While another process that starts does the same SQLite refuses at once, whatever `busy_timeout` says: asked again.
    """
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("calsync_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _set_postgres(connection: Any, _: Any) -> None:
    # Waits are bounded in elapsed time, so that one stuck process never keeps the others from an alarm.
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
        cursor.execute("SET statement_timeout = '30s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()
