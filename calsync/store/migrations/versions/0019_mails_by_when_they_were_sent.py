"""The mails by when they were sent, so that a minute's can be counted at every tick."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    mails = sa.text("channel = 'mail'")
    op.create_index("ix_notifications_mails", "notifications", ["sent"], sqlite_where=mails, postgresql_where=mails)
