"""Sessions and held forms. A session goes, name and all, when somebody signs in a day or more after its last use."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from calsync.store.columns import Utc, Words
from calsync.store.tables.schema import metadata

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String, primary_key=True),
    Column("who", String, nullable=False),
    Column("name", Words, nullable=False),
    Column("roles", Text, nullable=False),
    Column("began", Utc, nullable=False),
    Column("seen", Utc, nullable=False),
    Column("ended", Utc, nullable=True),
    Index("ix_sessions_seen", "seen"),
)

held_forms = Table(
    "held_forms",
    metadata,
    Column("digest", String, primary_key=True),
    Column("who", String, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("held", Utc, nullable=False),
    Index("ix_held_forms_held", "held"),
)
