"""What the ladders of all five policies need: steps that follow one another, office hours, and the way back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: until now no step follows another, and nobody comes back."""
    op.add_column("deadlines", sa.Column("ladder", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("deadlines", sa.Column("office", sa.Text()))
    op.add_column("deadlines", sa.Column("then_at", Utc()))
    op.add_column("visits", sa.Column("back", Utc()))
