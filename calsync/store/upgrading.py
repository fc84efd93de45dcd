"""Bringing a database's tables up to date, by the migrations that calsync ships."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from calsync.errors import StoreUnavailable
from calsync.store.refusals import shown
from calsync.store.tables import HEAD

# Any number would do; it is the same in every process, so that only one of them makes the tables.
_LOCK = 4_217_005
LONGEST_MIGRATION = "60s"
"""How long a process that starts waits for another one's migration, in elapsed time."""
_BOUNDS = text("SELECT set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true)")


def upgrade_engine(engine: Engine) -> None:
    """Make or migrate the tables; nothing when they are of this version. StoreUnavailable when they are newer."""
    with engine.execution_options(calsync_reading=True).connect() as connection:
        if version(connection) == HEAD:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            _wait_for_others(connection)
        _migrate(connection)


def _wait_for_others(connection: Connection) -> None:
    """Take the lock under which one process at a time migrates.

    This wait alone is long. The migration's own locks keep to the usual bound, so that it keeps no running process from
    an alarm.
    """
    usual = connection.execute(
        text("SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement")
    ).one()
    connection.execute(_BOUNDS, {"lock": LONGEST_MIGRATION, "statement": LONGEST_MIGRATION})
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    connection.execute(_BOUNDS, {"lock": usual.lock, "statement": usual.statement})


def version(connection: Connection) -> str:
    """Which migration the tables stand at; empty when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _migrate(connection: Connection) -> None:
    # Alembic is slow to load and seldom needed: a command that finds its tables in order never loads it.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "calsync.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnavailable(
            f"The database {shown(connection.engine.url)} was made by another version of calsync ({error}): "
            "run that version, or a newer one."
        ) from error
