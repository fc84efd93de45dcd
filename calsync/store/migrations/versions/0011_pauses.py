"""Pauses: who asked for them, who agreed, whom they cover."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table: until now nothing was ever paused."""
    op.create_table(
        "pauses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("until", Utc(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("agreed_at", Utc(), nullable=True),
        sa.Column("covered", sa.Text(), nullable=False),
        sa.Column("goes_on", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", Utc(), nullable=True),
        sa.Column("told_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pauses"),
    )
    op.create_index("ix_pauses_until", "pauses", ["until"])
