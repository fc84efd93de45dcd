"""Which words a question about a possible visit was about, its number in the list, and whether it was denied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_DENIED = {
    "entry": "the worker says that it is no visit",
    "kind": "the worker says that this kind of entry is no visit",
}
"""The reasons with which such deadlines were closed until now."""


def upgrade() -> None:
    """Add the columns; of what was denied until now, the reason says how."""
    op.add_column("deadlines", sa.Column("denied", sa.String(), nullable=True))
    deadlines = sa.table("deadlines", sa.column("denied"), sa.column("reason"), sa.column("state"))
    for denied, reason in _DENIED.items():
        said = (deadlines.c.reason == reason) & (deadlines.c.state == "closed")
        op.execute(deadlines.update().where(said).values(denied=denied))
    op.add_column("notifications", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("notifications", sa.Column("asked_as", sa.String(), nullable=False, server_default=""))
