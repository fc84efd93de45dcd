"""Which entries of a diary could not be asked for by their ids."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: until now none is known."""
    op.add_column("mailboxes", sa.Column("unasked", sa.Text(), nullable=False, server_default="[]"))
