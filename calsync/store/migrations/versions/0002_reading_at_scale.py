"""Reading diaries at scale: order of service, freshness, what was read last; who is not watched; notices to IT."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Span, Utc, Words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; every diary is read and judged anew."""
    op.add_column("people", sa.Column("department", Words(), nullable=False, server_default=""))
    op.create_table(
        "not_watched",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_not_watched"),
    )
    for column in (
        sa.Column("failing_as", sa.String(), nullable=False, server_default=""),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="4"),
        sa.Column("pace", Span(), nullable=False, server_default="300000000"),
        sa.Column("fresh_until", Utc(), nullable=True),
        sa.Column("wide_at", Utc(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False, server_default=""),
        sa.Column("quiet_until", Utc(), nullable=True),
        sa.Column("ahead", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ahead_until", Utc(), nullable=True),
        sa.Column("emptied_since", Utc(), nullable=True),
    ):
        op.add_column("mailboxes", column)
    op.drop_index("ix_mailboxes_next_poll_at", "mailboxes")
    op.create_index("ix_mailboxes_turn_next_poll_at", "mailboxes", ["turn", "next_poll_at"])
    op.create_index("ix_mailboxes_fresh_until", "mailboxes", ["fresh_until"])
    op.create_table(
        "notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("raised", Utc(), nullable=False),
        sa.Column("cleared", Utc(), nullable=True),
        sa.Column("told", Utc(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc(), nullable=True),
        sa.Column("last_error", Words(), nullable=False),
        sa.Column("fence", sa.String(), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index(
        "uq_notices_standing",
        "notices",
        ["cause", "about"],
        unique=True,
        sqlite_where=sa.text("cleared IS NULL"),
        postgresql_where=sa.text("cleared IS NULL"),
    )
