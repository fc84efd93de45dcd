"""Incidents, and what is due after them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc, Words

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables: of what happened before nothing is due."""
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("deadline_id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opened", Utc(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("closed", Utc()),
        sa.Column("closed_by", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_visit_id", "incidents", ["visit_id"])
    op.create_table(
        "incident_text",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("lessons", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name="fk_incident_text_incident_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", name="pk_incident_text"),
    )
    op.create_table(
        "due_acts",
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", Words(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("due", Utc(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("done", Utc()),
        sa.Column("done_by", sa.String()),
        sa.Column("told", Utc()),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_due_acts_incident_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id", "number", name="pk_due_acts"),
    )
    undone = sa.text("done IS NULL AND told IS NULL")
    op.create_index("ix_due_acts_untold", "due_acts", ["due"], sqlite_where=undone, postgresql_where=undone)
