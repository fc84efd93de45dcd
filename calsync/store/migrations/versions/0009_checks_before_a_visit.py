"""What the checks before a visit need: when they are made next, who approved what, and the places to be careful at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from calsync.store.columns import Number, Utc, Words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; every visit that is still planned is checked at once, and no concern was ever cleared."""
    op.add_column("concerns", sa.Column("cleared", Utc()))
    op.create_table(
        "visit_checks",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("due", Utc()),
        sa.Column("seen_as", sa.String(), nullable=False, server_default=""),
        sa.Column("changed", Utc()),
        sa.PrimaryKeyConstraint("visit_id", name="pk_visit_checks"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], ondelete="CASCADE", name="fk_visit_checks_visit_id"),
    )
    to_check = sa.text("due IS NOT NULL")
    op.create_index("ix_visit_checks_due", "visit_checks", ["due"], sqlite_where=to_check, postgresql_where=to_check)
    op.execute(
        "INSERT INTO visit_checks (visit_id, worker, due) "
        "SELECT id, worker, last_seen FROM visits WHERE state = 'planned'"
    )
    op.create_table(
        "approvals",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("check", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("until", Utc()),
        sa.Column("reason", Words(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_approvals"),
        sa.UniqueConstraint("id", name="uq_approvals_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_approvals_visit_id", "approvals", ["visit_id"])
    op.create_index("ix_approvals_family", "approvals", ["family"])
    op.create_table(
        "flagged_places",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("closed", Utc()),
        sa.Column("closed_by", sa.String()),
        sa.PrimaryKeyConstraint("place", "incident", name="pk_flagged_places"),
    )
    op.create_index("ix_flagged_places_incident", "flagged_places", ["incident"])
    op.create_table(
        "keys",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keys"),
    )
