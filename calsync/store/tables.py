"""The tables. Personal text stands in tables of its own (`people`, `visit_text`, `answer_text`, `incident_text`)."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from calsync.store.columns import Number, Span, Utc, Words

HEAD = "0012"
"""The newest migration: a database that says another one is migrated first."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("mail", Words, nullable=False),
    Column("mobile", Words, nullable=False),
    Column("phones", Text, nullable=False),
    Column("manager", String),
    Column("zone", String, nullable=False),
    Column("hours", Text),
    Column("absences", Text, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("department", Words, nullable=False, server_default=""),
    Column("calendars", Text, nullable=False, server_default="[]"),
    Column("contacts", Text, nullable=False, server_default="[]"),
    Column("lives_alone", Boolean, nullable=False, server_default=false()),
    Column("home_phone", Words, nullable=False, server_default=""),
)

contact_book = Table(
    "contact_book",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

not_watched = Table(
    "not_watched",
    metadata,
    Column("person", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("why", Words, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("role", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("holders", Text, nullable=False),
)

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
