"""Who holds a role: for one worker, for a team, at certain hours, and by a rota."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table: until now only the whole organisation has contacts."""
    op.add_column("people", sa.Column("contacts", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("people", sa.Column("lives_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("home_phone", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "contact_book",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_contact_book"),
    )
