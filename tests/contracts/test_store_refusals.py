"""A database that can't be used says so in one sentence that names it and the fix, and shows no password."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from calsync.errors import StoreUnavailable
from calsync.store import open_store
from tests.contracts.cast import act, visit
from tests.contracts.conftest import World
from tests.services import free_port


@contextmanager
def refusal(*words: str) -> Iterator[None]:
    """A block that is refused in one sentence with all these words."""
    with pytest.raises(StoreUnavailable) as caught:
        yield
    said = str(caught.value)
    assert all(word in said for word in words), said
    assert "\n" not in said
    assert said.endswith(".")
    assert "sqlalche.me" not in said


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with refusal(str(tmp_path), "is a folder", "name a file"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with refusal(str(tmp_path / "gone"), "is not a folder", "make it"):
        open_store(f"sqlite:///{tmp_path / 'gone' / 'calsync.sqlite'}")


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refusal("is not a folder"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'calsync.sqlite'}")


def test_a_file_that_is_no_database_is_named_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Morgan, " * 200)
    with refusal(str(file), "is not a database", "restore a backup"):
        open_store(f"sqlite:///{file}")
    assert file.read_text() == "Dear Morgan, " * 200


def test_a_database_of_something_else_is_named(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE visits (name TEXT)")
    with refusal(str(file), "not a database of this calsync"):
        open_store(f"sqlite:///{file}")


def test_a_database_that_may_only_be_read_is_refused_when_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "calsync.sqlite"
    open_store(f"sqlite:///{file}").close()
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")
    with refusal(str(file), "can't be written", "writable"), store.transaction() as work:
        work.put_visit(visit())
    store.close()


def test_a_database_that_may_only_be_read_can_not_be_made(tmp_path: Path) -> None:
    with refusal(str(tmp_path / "calsync.sqlite"), "can't be opened"):
        open_store(f"sqlite:///file:{tmp_path / 'calsync.sqlite'}?mode=ro&uri=true")


def test_a_full_disk_is_said_and_nothing_of_the_transaction_stands(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'calsync.sqlite'}")
    store.engine.dispose()
    event.listen(store.engine, "connect", lambda one, _: one.execute("PRAGMA max_page_count = 60").close())
    with refusal("disk", "is full", "free some space"), store.transaction() as work:
        work.put_visit(visit())
        work.add_acts([act("x" * 4000)] * 200)
    with store.transaction() as work:
        assert work.visit("v1") is None
    store.close()


def test_a_database_that_another_program_holds_is_said(tmp_path: Path) -> None:
    file = tmp_path / "calsync.sqlite"
    store = open_store(f"sqlite:///{file}")
    event.listen(store.engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout = 10").close())
    store.engine.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refusal(str(file), "held by another program"), store.transaction():
            pass
        assert store.audit() == []  # who only reads waits for nobody
        other.execute("ROLLBACK")
    with store.transaction() as work:
        work.put_visit(visit())
    store.close()


def test_a_table_that_vanishes_while_it_is_used_is_said(sql_world: World) -> None:
    sql_world.sql("DROP TABLE concerns")
    with refusal("not a database of this calsync"), sql_world.store.transaction() as work:
        work.concerns()


def test_a_postgres_that_does_not_answer_is_named_without_its_password() -> None:
    port = free_port()
    with pytest.raises(StoreUnavailable) as caught:
        open_store(f"postgresql://calsync:secret-word@127.0.0.1:{port}/calsync?application_name=secret-word")
    said = str(caught.value)
    assert f"127.0.0.1:{port}" in said
    assert "start it, or correct its address" in said
    assert "secret-word" not in said
    assert "\n" not in said


def test_a_postgres_that_ends_our_connection_is_said_and_the_next_transaction_works(sql_world: World) -> None:
    if sql_world.kind == "sqlite":
        return
    with refusal("can't be used"), sql_world.store.transaction() as work:
        work.people()
        sql_world.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE state = 'idle in transaction' AND query LIKE '%contact_book%'"
        )
        work.people()
    with sql_world.store.transaction() as work:
        work.put_visit(visit())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("calsync.sqlite", "can't be understood"),
        ("mysql://somewhere/calsync", "use SQLite or PostgreSQL"),
        ("sqlite://", "would forget every alarm"),
        ("sqlite:///:memory:", "would forget every alarm"),
    ],
)
def test_an_address_that_names_no_usable_database_is_refused(url: str, words: str) -> None:
    with refusal(words):
        open_store(url)
