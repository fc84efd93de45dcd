"""Telephone calls by when they were made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    calls = sa.text("channel = 'voice'")
    op.create_index("ix_notifications_calls", "notifications", ["sent"], sqlite_where=calls, postgresql_where=calls)
