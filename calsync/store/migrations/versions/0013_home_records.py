"""What those who look for a worker need at the last: home address and vehicle."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: until now nobody's is known."""
    op.add_column("people", sa.Column("home_address", sa.Text(), nullable=False, server_default=""))
    op.add_column("people", sa.Column("vehicle", sa.Text(), nullable=False, server_default=""))
