"""Answers, pauses, the audit, and how far the service's own parts have come."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from calsync.store.columns import Number, Utc, Words
from calsync.store.tables.schema import metadata

answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("deadline_id", String),
    Column("who", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sent", Utc, nullable=False),
    Column("received", Utc, nullable=False),
    Column("via", String, nullable=False),
    Column("leaving", Boolean, nullable=False),
    Column("minutes", Integer),
    Column("until", Utc),
    Column("log_number", Words, nullable=False),
    Index("ix_answers_deadline_id", "deadline_id"),
)

answer_text = Table(
    "answer_text",
    metadata,
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("words", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

acts = Table(
    "acts",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    Column("what", String, nullable=False),
    Column("who", String, nullable=False),
    Column("visit_id", String, nullable=False),
    Column("deadline_id", String, nullable=False),
    Column("details", Text, nullable=False),
    # Its place in the chain: on PostgreSQL a lower number may be committed after a higher one was sealed.
    Column("place", Number),
    Column("seal", String, nullable=False),
    UniqueConstraint("place"),
    sqlite_autoincrement=True,  # a number is never given twice, so that a line cut off the end leaves a trace
)

_unsealed = text("place IS NULL")
Index("ix_acts_unsealed", acts.c.number, sqlite_where=_unsealed, postgresql_where=_unsealed)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("place", Number, nullable=False),
    Column("seal", String, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("at", Utc, nullable=False),
)

# Between two people: whose visits that begin in a time are not watched. `covered` and `goes_on` are lists of ids.
pauses = Table(
    "pauses",
    metadata,
    Column("id", String, primary_key=True),
    Column("whom", String, nullable=False),
    Column("about", Words, nullable=False),
    Column("until", Utc, nullable=False),
    Column("reason", Words, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("agreed_by", String),
    Column("agreed_at", Utc),
    Column("covered", Text, nullable=False),
    Column("goes_on", Text, nullable=False),
    Column("ended_by", String),
    Column("ended_at", Utc),
    Column("told_over", Boolean, nullable=False),
    Index("ix_pauses_until", "until"),
)
