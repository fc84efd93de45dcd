"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Number, Span, Utc, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "acts",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("deadline_id", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("place", Number, nullable=True),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_acts"),
        sa.UniqueConstraint("place", name="uq_acts_place"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_acts_unsealed",
        "acts",
        ["number"],
        unique=False,
        sqlite_where=sa.text("place IS NULL"),
        postgresql_where=sa.text("place IS NULL"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deadline_id", sa.String(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sent", Utc(), nullable=False),
        sa.Column("received", Utc(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("leaving", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("until", Utc(), nullable=True),
        sa.Column("log_number", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
    )
    op.create_index("ix_answers_deadline_id", "answers", ["deadline_id"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", Number, nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "concerns",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("raised", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_concerns"),
        sa.UniqueConstraint("visit_id", "worker", "kind", name="uq_concerns_visit_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mailboxes",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("watched_from", Utc(), nullable=False),
        sa.Column("next_poll_at", Utc(), nullable=False),
        sa.Column("last_read", Utc(), nullable=True),
        sa.Column("failing_since", Utc(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", Words(), nullable=False),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("worker", name="pk_mailboxes"),
    )
    op.create_index("ix_mailboxes_next_poll_at", "mailboxes", ["next_poll_at"], unique=False)
    op.create_table(
        "marks",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_marks"),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deadline_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("lane_rank", sa.Integer(), nullable=False),
        sa.Column("due", Utc(), nullable=False),
        sa.Column("recorded", Utc(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("note", Words(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("sent", Utc(), nullable=True),
        sa.Column("first_failed", Utc(), nullable=True),
        sa.Column("gave_way", sa.Boolean(), nullable=False),
        sa.Column("last_error", Words(), nullable=False),
        sa.Column("fence", sa.String(), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    op.create_index("ix_notifications_conversation_id", "notifications", ["conversation_id"], unique=False)
    op.create_index("ix_notifications_deadline_id", "notifications", ["deadline_id"], unique=False)
    op.create_index("ix_notifications_message_id", "notifications", ["message_id"], unique=False)
    op.create_index("ix_notifications_token", "notifications", ["token"], unique=False)
    op.create_index(
        "ix_notifications_waiting",
        "notifications",
        ["lane_rank", "due", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("mail", Words(), nullable=False),
        sa.Column("mobile", Words(), nullable=False),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("absences", sa.Text(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "roles",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("role", name="pk_roles"),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("start", Utc(), nullable=False),
        sa.Column("end", Utc(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("matched_by", sa.String(), nullable=False),
        sa.Column("risk", sa.Boolean(), nullable=False),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("change_key", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("created", Utc(), nullable=True),
        sa.Column("left_diary", Utc(), nullable=True),
        sa.Column("first_seen", Utc(), nullable=False),
        sa.Column("last_seen", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_worker_end", "visits", ["worker", "end"], unique=False)
    op.create_index("ix_visits_worker_event_id", "visits", ["worker", "event_id"], unique=False)
    op.create_table(
        "answer_text",
        sa.Column(
            "answer_id",
            sa.String(),
            sa.ForeignKey("answers.id", name="fk_answer_text_answer_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("words", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answer_text"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), sa.ForeignKey("visits.id", name="fk_deadlines_visit_id"), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", Utc(), nullable=False),
        sa.Column("planned", Utc(), nullable=False),
        sa.Column("extension", Span(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("alarm", sa.String(), nullable=False),
        sa.Column("base", Utc(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("repeat_at", Utc(), nullable=True),
        sa.Column("next_step_at", Utc(), nullable=True),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("risk", sa.Boolean(), nullable=False),
        sa.Column("responders_asked", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("owned_until", Utc(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("outside_body", Words(), nullable=False),
        sa.Column("closed_at", Utc(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("quarantined_until", Utc(), nullable=True),
        sa.Column("quarantined_why", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deadlines"),
    )
    op.create_index(
        "ix_deadlines_due",
        "deadlines",
        ["next_step_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open' AND next_step_at IS NOT NULL"),
        postgresql_where=sa.text("state = 'open' AND next_step_at IS NOT NULL"),
    )
    op.create_index(
        "ix_deadlines_open",
        "deadlines",
        ["visit_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_deadlines_visit_id", "deadlines", ["visit_id"], unique=False)
    op.create_table(
        "visit_text",
        sa.Column(
            "visit_id",
            sa.String(),
            sa.ForeignKey("visits.id", name="fk_visit_text_visit_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_text"),
    )


def downgrade() -> None:
    """Drop every table, and with them everything that is known."""
    for table in (
        "visit_text",
        "deadlines",
        "answer_text",
        "visits",
        "roles",
        "people",
        "notifications",
        "marks",
        "mailboxes",
        "concerns",
        "audit_head",
        "answers",
        "acts",
    ):
        op.drop_table(table)
