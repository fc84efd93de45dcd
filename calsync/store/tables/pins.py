"""PINs by their hashes, one row a person."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from calsync.store.columns import Utc
from calsync.store.tables.schema import metadata

pins = Table(
    "pins",
    metadata,
    Column("who", String, primary_key=True),
    Column("salt", String, nullable=False),
    Column("own", String, nullable=False),
    Column("duress", String, nullable=False),
    Column("made", Utc, nullable=True),
    Column("invite", String, nullable=False),
    Column("invited_until", Utc, nullable=True),
    Index("ix_pins_invite", "invite"),
)
