"""Letters, and what was declared in answer to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Utc, Words

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables, and the index by which a day's visits are found."""
    op.create_index("ix_visits_end", "visits", ["end"])
    op.create_table(
        "letters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("due", Utc(), nullable=False),
        sa.Column("recorded", Utc(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc(), nullable=True),
        sa.Column("settled", Utc(), nullable=True),
        sa.Column("listed", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("last_error", Words(), nullable=False),
        sa.Column("fence", sa.String(), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("kind", "day", "recipient", "part", name="uq_letters_kind"),
    )
    op.create_index("ix_letters_settled", "letters", ["settled"])
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_letters_waiting", "letters", ["due"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "declarations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_declarations"),
    )
