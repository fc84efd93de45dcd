"""What became of a message on its way, and the texts by when they were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of what was sent before, nothing is told."""
    op.add_column("notifications", sa.Column("receipt", sa.String(), nullable=False, server_default=""))
    texts = sa.text("channel = 'text'")
    op.create_index("ix_notifications_texts", "notifications", ["sent"], sqlite_where=texts, postgresql_where=texts)
