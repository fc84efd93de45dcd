"""PINs by their hashes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "pins",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("own", sa.String(), nullable=False),
        sa.Column("duress", sa.String(), nullable=False),
        sa.Column("made", Utc(), nullable=True),
        sa.Column("invite", sa.String(), nullable=False),
        sa.Column("invited_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("who", name="pk_pins"),
    )
    op.create_index("ix_pins_invite", "pins", ["invite"])
