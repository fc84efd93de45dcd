"""Opening a store: makes what is missing, migrates what is old, and says in one sentence what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from calsync.errors import StoreUnavailable
from calsync.store.refusals import file_of, said, sentence
from calsync.store.sql import SqlStore, make_engine, wall_utc
from calsync.store.upgrading import upgrade_engine


def open_store(url: str, *, real_now: Callable[[], datetime] = wall_utc, make: bool = True) -> SqlStore:
    """The store at that address, with its tables made and up to date. Raises StoreUnavailable with the fix.

    Without `make` a file that is not there is refused: whoever only looks must not find an empty database all well.

    `real_now` measures leases on SQLite; PostgreSQL measures them by its own clock.
    """
    where = _address(url)
    try:
        engine = make_engine(where)
    except ImportError as error:
        raise StoreUnavailable(
            "PostgreSQL needs its driver, which is not installed: install calsync[postgres]."
        ) from error
    try:
        with said(where):
            if make:
                _make_file(where)
            elif where.get_backend_name() == "sqlite" and not Path(file_of(where)).exists():
                raise StoreUnavailable(
                    f"There is no database {file_of(where)} yet: start `calsync run`, or correct [store] url."
                )
            upgrade_engine(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, real_now=real_now)


def upgrade(url: str) -> None:
    """Bring the tables at that address up to date, making them where there are none. Raises StoreUnavailable."""
    open_store(url).close()


def _address(url: str) -> URL:
    """The URL with the driver that calsync ships; StoreUnavailable when it names no database that can be used."""
    try:
        where = make_url(url)
    except ArgumentError as error:
        # The text itself is not repeated: it may hold a password.
        raise StoreUnavailable(
            "The database's address can't be understood: write sqlite:///FILE or postgresql://USER@HOST/NAME."
        ) from error
    backend = where.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return where.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreUnavailable(f"{backend} is no database that calsync knows: use SQLite or PostgreSQL.")
    if not where.database or where.database == ":memory:" or "mode=memory" in where.database:
        raise StoreUnavailable("A database in memory would forget every alarm: name a file, as in sqlite:///FILE.")
    return where.set(drivername="sqlite+pysqlite")


def _make_file(where: URL) -> None:
    """Make the file of an SQLite database readable by its owner alone: it holds the addresses of homes (law 15)."""
    if where.get_backend_name() != "sqlite" or "uri" in where.query:
        return
    try:
        os.close(os.open(file_of(where), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StoreUnavailable(sentence(where, error)) from error
