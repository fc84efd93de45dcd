"""Which calendars of a person are read beside the primary one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has further calendars until the people file is read."""
    op.add_column("people", sa.Column("calendars", sa.Text(), nullable=False, server_default="[]"))
