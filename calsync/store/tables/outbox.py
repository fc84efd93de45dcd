"""What goes out: notifications, notices to IT, and letters with what is declared in answer to them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from calsync.store.columns import Utc, Words
from calsync.store.tables.schema import metadata

notifications = Table(
    "notifications",
    metadata,
    Column("id", String, primary_key=True),
    Column("deadline_id", String, nullable=False),  # no foreign key: the service's own alarms belong to none
    Column("step", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("recipient", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("role", String, nullable=False),
    Column("ask", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("lane_rank", Integer, nullable=False),
    Column("due", Utc, nullable=False),
    Column("recorded", Utc, nullable=False),
    Column("token", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("asked_as", String, nullable=False),
    Column("note", Words, nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("message_id", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("sent", Utc),
    Column("first_failed", Utc),
    Column("gave_way", Boolean, nullable=False),
    Column("last_error", Words, nullable=False),
    Column("receipt", String, nullable=False, server_default=""),
    Column("fence", String),
    Column("leased_until", Utc),
    Index("ix_notifications_deadline_id", "deadline_id"),
    Index("ix_notifications_message_id", "message_id"),
    Index("ix_notifications_conversation_id", "conversation_id"),
    Index("ix_notifications_token", "token"),
)

_waiting = text("state = 'waiting'")
Index(
    "ix_notifications_waiting",
    notifications.c.lane_rank,
    notifications.c.due,
    notifications.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

_texts = text("channel = 'text'")
Index("ix_notifications_texts", notifications.c.sent, sqlite_where=_texts, postgresql_where=_texts)

_calls = text("channel = 'voice'")
Index("ix_notifications_calls", notifications.c.sent, sqlite_where=_calls, postgresql_where=_calls)
_mails = text("channel = 'mail'")
Index("ix_notifications_mails", notifications.c.sent, sqlite_where=_mails, postgresql_where=_mails)

notices = Table(
    "notices",
    metadata,
    Column("id", String, primary_key=True),
    Column("cause", String, nullable=False),
    Column("about", String, nullable=False),
    Column("words", Words, nullable=False),
    Column("raised", Utc, nullable=False),
    Column("cleared", Utc),
    Column("told", Utc),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("last_error", Words, nullable=False),
    Column("fence", String),
    Column("leased_until", Utc),
)

# One standing notice a cause: two processes that find it at the same time tell it once.
_standing = text("cleared IS NULL")
Index(
    "uq_notices_standing",
    notices.c.cause,
    notices.c.about,
    unique=True,
    sqlite_where=_standing,
    postgresql_where=_standing,
)

letters = Table(
    "letters",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("day", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("due", Utc, nullable=False),
    Column("recorded", Utc, nullable=False),
    Column("token", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Utc),
    Column("settled", Utc),
    Column("listed", Text, nullable=False),
    Column("message_id", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("last_error", Words, nullable=False),
    Column("about", String, nullable=False, server_default=""),
    Column("fence", String),
    Column("leased_until", Utc),
    UniqueConstraint("kind", "day", "recipient", "part"),
    Index("ix_letters_settled", "settled"),
)

_unsent = text("state = 'waiting'")
Index("ix_letters_waiting", letters.c.due, sqlite_where=_unsent, postgresql_where=_unsent)

# What somebody declared in answer to a letter: that they read a policy (its digest), or that their numbers are right.
declarations = Table(
    "declarations",
    metadata,
    Column("id", String, primary_key=True),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("at", Utc, nullable=False),
)
