"""What may be a visit: its tag, kind and flags, what spoke against it, and what workers said of such entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; what was watched until now is a home visit that nobody doubts."""
    for column in (
        sa.Column("tag", sa.String(), nullable=False, server_default="visit"),
        sa.Column("kind", sa.String(), nullable=False, server_default="home"),
        sa.Column("flags", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("series_id", sa.String(), nullable=True),
    ):
        op.add_column("visits", column)
    op.add_column("visit_text", sa.Column("against", sa.Text(), nullable=False, server_default="[]"))
    op.create_table(
        "remembered",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("is_visit", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("worker", "about", name="pk_remembered"),
    )
