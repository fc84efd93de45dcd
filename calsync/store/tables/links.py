"""Links in messages, by the hash of their secret part."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from calsync.store.columns import Utc
from calsync.store.tables.schema import metadata

links = Table(
    "links",
    metadata,
    Column("digest", String, primary_key=True),
    Column("notification_id", String, nullable=False),
    Column("deadline_id", String, nullable=False),
    Column("who", String, nullable=False),
    Column("made", Utc, nullable=False),
    Column("key", String, nullable=False),
    Index("ix_links_deadline_id", "deadline_id"),
)
