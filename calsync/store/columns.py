"""Column types that mean the same on SQLite and PostgreSQL."""

# ruff: noqa: ARG002 - SQLAlchemy hands every type its dialect
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import BigInteger, DateTime, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from calsync.domain.model import utc

Number = BigInteger().with_variant(Integer, "sqlite")
"""A row number that the database counts up: SQLite counts only a plain INTEGER."""


class Utc(TypeDecorator[datetime]):
    """An aware time in UTC: `timestamptz` on PostgreSQL; on SQLite text of one width, so that it sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in the database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """What is written. A naive time, or one of another zone, is a fault of ours and raises ValueError."""
        if value is None:
            return None
        moment = utc(value)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What is read. Text that is no time comes back as it is, so that only its own row is refused (law 14)."""
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                return cast(datetime, value)
        if value is None or value.tzinfo is None:
            return cast("datetime | None", value)
        return cast(datetime, value.astimezone(UTC))


class Span(TypeDecorator[timedelta]):
    """A length of time, kept in microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """What is written."""
        return None if value is None else value // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        """What is read."""
        return None if value is None else timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text that somebody else wrote. What no database takes (NUL, half a character) becomes a question mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is written."""
        return None if value is None else value.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")
