"""Incidents and what is due of them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from calsync.store.columns import Utc, Words
from calsync.store.tables.schema import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("visit_id", String, nullable=False),
    Column("deadline_id", String, nullable=False),
    Column("worker", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("opened", Utc, nullable=False),
    Column("opened_by", String, nullable=False),
    Column("closed", Utc),
    Column("closed_by", String),
    Index("ix_incidents_visit_id", "visit_id"),
)

incident_text = Table(
    "incident_text",
    metadata,
    Column("incident_id", String, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("lessons", Words, nullable=False),
)

due_acts = Table(
    "due_acts",
    metadata,
    Column("incident_id", String, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", Words, nullable=False),
    Column("role", String, nullable=False),
    Column("due", Utc, nullable=False),
    Column("clause", String, nullable=False),
    Column("done", Utc),
    Column("done_by", String),
    Column("told", Utc),
)

_untold = text("done IS NULL AND told IS NULL")
Index("ix_due_acts_untold", due_acts.c.due, sqlite_where=_untold, postgresql_where=_untold)
