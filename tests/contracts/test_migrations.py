"""The migrations make exactly the tables that the store is written for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from calsync.errors import StoreUnavailable
from calsync.store import open_store, upgrade
from calsync.store.tables import HEAD, metadata
from calsync.store.upgrading import version
from tests.contracts.cast import visit
from tests.contracts.conftest import World


def test_a_migrated_database_has_the_tables_of_the_metadata(sql_world: World) -> None:
    with sql_world.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_partial_indexes_are_partial_in_the_database_too(sql_world: World) -> None:
    with sql_world.engine.connect() as connection:
        for table, name, words in (
            ("deadlines", "ix_deadlines_due", ("state", "next_step_at")),
            ("notifications", "ix_notifications_waiting", ("state",)),
            ("acts", "ix_acts_unsealed", ("place",)),
        ):
            (index,) = [each for each in inspect(connection).get_indexes(table) if each["name"] == name]
            where = str(index["dialect_options"][f"{connection.dialect.name}_where"])
            assert all(word in where for word in words)


def test_the_newest_migration_is_the_one_that_the_store_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", "calsync.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_opening_again_migrates_nothing_and_loses_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'calsync.sqlite'}"
    upgrade(url)
    first = open_store(url)
    with first.transaction() as work:
        work.put_visit(visit())
    first.close()
    second = open_store(url)
    with second.transaction() as work:
        assert work.visit("v1") == visit()
    with second.engine.connect() as connection:
        assert version(connection) == HEAD
    second.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_many_processes_that_start_at_once_make_the_tables_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'calsync.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    program = f"from calsync.store import upgrade; upgrade({url!r})"
    started = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(each.communicate()[1], each.returncode) for each in started] == [("", 0)] * 3


def test_a_database_of_a_newer_calsync_is_left_alone(sql_world: World) -> None:
    sql_world.sql("UPDATE alembic_version SET version_num = '9999'")
    url = sql_world.engine.url.render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match="made by another version of calsync"):
        open_store(url)
    with sql_world.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
