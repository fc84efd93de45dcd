"""What every part of a transaction stands on: a connection, the two databases' dialects, and leases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, Select, Table, func, literal
from sqlalchemy.dialects import postgresql, sqlite

from calsync.store.columns import Utc
from calsync.store.rows.row import Row

Insert = postgresql.Insert | sqlite.Insert

LEASE = timedelta(seconds=60)
"""How long, in elapsed time, somebody may hold what they claimed."""


class Work:
    """One unit of work on one connection."""

    def __init__(self, connection: Connection, real_now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._real_now = real_now

    def _rows(self, query: Select[Any]) -> Sequence[Row]:
        return self._connection.execute(query).mappings().all()

    def _elapsed(self) -> ColumnElement[datetime]:
        """The real moment, never scaled: the database's own where many machines share it (law 12)."""
        if self._connection.dialect.name == "postgresql":
            return func.clock_timestamp(type_=DateTime(timezone=True))
        return literal(self._real_now(), Utc())

    def _ended(self, until: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
        """That a lease has ended; one that ends later than any can was made before the clock was put back."""
        return until <= self._elapsed(), until > self._lease_end()

    def _lease_end(self) -> Any:
        if self._connection.dialect.name == "postgresql":
            return self._elapsed() + literal(LEASE)
        return self._real_now() + LEASE

    def _insert(self, table: Table) -> Insert:
        """INSERT, with the ON CONFLICT that both databases know."""
        return _insert(self._connection.dialect.name, table)

    def _upsert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Write rows whole, new or changed."""
        if rows:
            self._connection.execute(_upsert(self._connection.dialect.name, table, tuple(rows[0])), rows)


def _insert(dialect: str, table: Table) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


# Building a statement takes longer than writing a row, and there are a dozen of them.
@lru_cache(maxsize=64)
def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> Insert:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in columns if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)
