"""Concerns, and the checks before a visit: when they are due, what was approved, which places are flagged."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, text

from calsync.store.columns import Number, Utc, Words
from calsync.store.tables.schema import metadata

concerns = Table(
    "concerns",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("visit_id", String, nullable=False),
    Column("worker", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("words", Words, nullable=False),
    Column("raised", Utc, nullable=False),
    Column("cleared", Utc),
    UniqueConstraint("visit_id", "worker", "kind"),
    sqlite_autoincrement=True,
)

# When the checks before a visit are made next, and how its times and place were seen then, as a hash.
visit_checks = Table(
    "visit_checks",
    metadata,
    Column("visit_id", String, ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
    Column("worker", String, nullable=False),
    Column("due", Utc),
    Column("seen_as", String, nullable=False, server_default=""),
    Column("changed", Utc),
)

# Only what is still to be looked at stands in this index, so that a quiet minute costs nothing.
_to_check = text("due IS NOT NULL")
Index("ix_visit_checks_due", visit_checks.c.due, sqlite_where=_to_check, postgresql_where=_to_check)

# Who approved or confirmed what: `family` and `place` are keyed hashes of an address, and no words.
approvals = Table(
    "approvals",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("worker", String, nullable=False),
    Column("check", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("about", String, nullable=False),
    Column("family", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", Utc, nullable=False),
    Column("until", Utc),
    Column("reason", Words, nullable=False),
    UniqueConstraint("id"),
    Index("ix_approvals_visit_id", "visit_id"),
    Index("ix_approvals_family", "family"),
    sqlite_autoincrement=True,
)

flagged_places = Table(
    "flagged_places",
    metadata,
    Column("place", String, primary_key=True),
    Column("incident", String, primary_key=True),
    Column("since", Utc, nullable=False),
    Column("closed", Utc),
    Column("closed_by", String),
    Index("ix_flagged_places_incident", "incident"),
)

keys = Table(
    "keys",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
