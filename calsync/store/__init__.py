"""The only truth (law 11): SQLite or PostgreSQL through SQLAlchemy Core, and a fake in memory."""

from calsync.store.memory import MemoryStore
from calsync.store.opening import open_store, upgrade
from calsync.store.sql import SqlStore, SqlTransaction

__all__ = ["MemoryStore", "SqlStore", "SqlTransaction", "open_store", "upgrade"]
