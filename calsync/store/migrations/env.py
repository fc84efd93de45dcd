"""The environment of every migration: the connection is given by who upgrades, and so is the transaction."""

from __future__ import annotations

from alembic import context

from calsync.store.tables import metadata

# Batch mode, since SQLite changes a table only by copying it.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
