"""How far the diaries were read."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from calsync.store.columns import Span, Utc, Words
from calsync.store.tables.schema import metadata

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("worker", String, primary_key=True),
    Column("watched_from", Utc, nullable=False),
    Column("next_poll_at", Utc, nullable=False),
    Column("last_read", Utc),
    Column("failing_since", Utc),
    Column("failures", Integer, nullable=False),
    Column("last_error", Words, nullable=False),
    Column("leased_until", Utc),
    Column("failing_as", String, nullable=False, server_default=""),
    Column("turn", Integer, nullable=False, server_default="4"),
    Column("pace", Span, nullable=False, server_default="300000000"),
    Column("fresh_until", Utc),
    Column("wide_at", Utc),
    Column("digest", String, nullable=False, server_default=""),
    Column("quiet_until", Utc),
    Column("ahead", Integer, nullable=False, server_default="0"),
    Column("ahead_until", Utc),
    Column("emptied_since", Utc),
    Column("unasked", Text, nullable=False, server_default="[]"),
    Index("ix_mailboxes_turn_next_poll_at", "turn", "next_poll_at"),
    Index("ix_mailboxes_fresh_until", "fresh_until"),
)
