"""Which policy a letter asked its reader to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of a letter that went out before nothing is known, and the policy of its reader counts."""
    op.add_column("letters", sa.Column("about", sa.String(), nullable=False, server_default=""))
