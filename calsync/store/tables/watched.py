"""Visits with their deadlines, and what was said of kinds of entries."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from calsync.store.columns import Span, Utc, Words
from calsync.store.tables.schema import metadata

visits = Table(
    "visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("worker", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("start", Utc, nullable=False),
    Column("end", Utc, nullable=False),
    Column("state", String, nullable=False),
    Column("matched_by", String, nullable=False),
    Column("risk", Boolean, nullable=False),
    Column("categories", Text, nullable=False),
    Column("change_key", String, nullable=False),
    Column("series", String, nullable=False),
    Column("created", Utc),
    Column("back", Utc),
    Column("left_diary", Utc),
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Column("tag", String, nullable=False, server_default="visit"),
    Column("kind", String, nullable=False, server_default="home"),
    Column("flags", Text, nullable=False, server_default="[]"),
    Column("series_id", String),
    Index("ix_visits_worker_end", "worker", "end"),
    Index("ix_visits_worker_event_id", "worker", "event_id"),
    Index("ix_visits_end", "end"),
)

visit_text = Table(
    "visit_text",
    metadata,
    Column("visit_id", String, ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", Words, nullable=False),
    Column("place", Text, nullable=False),
    Column("attendees", Text, nullable=False),
    Column("reasons", Text, nullable=False),  # a rule's reason may quote the subject
    Column("against", Text, nullable=False, server_default="[]"),
)

# What a worker said of a kind of entry: `about` is a hash of what such entries have in common, and no words.
remembered = Table(
    "remembered",
    metadata,
    Column("worker", String, primary_key=True),
    Column("about", String, primary_key=True),
    Column("is_visit", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
)

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", String, primary_key=True),
    Column("visit_id", String, ForeignKey("visits.id"), nullable=False),
    Column("worker", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("due", Utc, nullable=False),
    Column("planned", Utc, nullable=False),
    Column("extension", Span, nullable=False),
    Column("steps", Text, nullable=False),
    Column("emergency", Text, nullable=False),
    Column("ladder", Text, nullable=False, server_default="[]"),
    Column("office", Text),
    Column("policy", String, nullable=False),
    Column("state", String, nullable=False),
    Column("alarm", String, nullable=False),
    Column("base", Utc, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("then_at", Utc),
    Column("repeat_at", Utc),
    Column("next_step_at", Utc),
    Column("late_entry", Boolean, nullable=False),
    Column("risk", Boolean, nullable=False),
    Column("responders_asked", Boolean, nullable=False),
    Column("owner", String),
    Column("owned_until", Utc),
    Column("renewals", Integer, nullable=False),
    Column("outside_body", Words, nullable=False),
    Column("closed_at", Utc),
    Column("closed_by", String),
    Column("reason", Words, nullable=False),
    Column("denied", String),
    Column("version", Integer, nullable=False),
    Column("quarantined_until", Utc),
    Column("quarantined_why", Words, nullable=False),
    Index("ix_deadlines_visit_id", "visit_id"),
)

# The index of law 11: only what is still to be answered stands in it, so it stays small for ever.
_still_due = text("state = 'open' AND next_step_at IS NOT NULL")
Index("ix_deadlines_due", deadlines.c.next_step_at, sqlite_where=_still_due, postgresql_where=_still_due)

_open = text("state = 'open'")
Index("ix_deadlines_open", deadlines.c.visit_id, sqlite_where=_open, postgresql_where=_open)
