"""Sessions of those who signed in, and forms kept over a new sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc, Words

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("began", Utc(), nullable=False),
        sa.Column("seen", Utc(), nullable=False),
        sa.Column("ended", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_seen", "sessions", ["seen"])
    op.create_table(
        "held_forms",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("held", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_held_forms"),
    )
    op.create_index("ix_held_forms_held", "held_forms", ["held"])
