"""What only the databases promise: indexes, locks between writers, one bad row, and the care of a file."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from calsync.errors import Conflict
from calsync.store import SqlStore, open_store
from calsync.store.sql_watch import due_query
from tests.contracts.cast import MINUTE, NOON, ONE, act, answer, deadline, message, visit
from tests.contracts.conftest import World


@pytest.fixture
def sqlite_store(tmp_path: Path) -> SqlStore:
    """A store whose test closes it."""
    return open_store(f"sqlite:///{tmp_path / 'calsync.sqlite'}")


def test_the_due_are_found_by_one_range_of_one_index(sqlite_store: SqlStore) -> None:
    query = due_query(ONE, 200).compile(sqlite_store.engine, compile_kwargs={"literal_binds": False})
    plan = _plan(sqlite_store, str(query), (ONE.isoformat(), ONE.isoformat(), 200, 0))
    assert plan[0] == "SEARCH deadlines USING INDEX ix_deadlines_due (next_step_at<?)"
    assert not any("SCAN" in line for line in plan)
    sqlite_store.close()


def test_postgres_finds_the_due_by_the_same_index(sql_world: World) -> None:
    if sql_world.kind == "sqlite":
        return
    with sql_world.engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        query = str(due_query(ONE, 200).compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {query}").scalars())
    assert "Index Scan using ix_deadlines_due on deadlines" in plan
    assert "Index Cond: (next_step_at <=" in plan


def test_waiting_messages_are_found_in_their_order_without_sorting(sqlite_store: SqlStore) -> None:
    query = "SELECT * FROM notifications WHERE state = 'waiting' ORDER BY lane_rank, due, id LIMIT 9"
    assert _plan(sqlite_store, query, ()) == ["SCAN notifications USING INDEX ix_notifications_waiting"]
    sqlite_store.close()


def test_a_file_is_kept_so_that_a_crash_loses_nothing(sqlite_store: SqlStore, tmp_path: Path) -> None:
    with sqlite_store.engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert (tmp_path / "calsync.sqlite").stat().st_mode & 0o777 == 0o600
    sqlite_store.close()


def test_a_row_that_can_not_be_understood_harms_only_itself(sql_world: World) -> None:
    with sql_world.store.transaction() as work:
        work.put_visit(visit())
        work.put_deadlines([deadline("bad", next_step_at=NOON), deadline("good")])
    sql_world.sql("""UPDATE deadlines SET steps = '[{"after":' WHERE id = 'bad'""")
    with sql_world.store.transaction() as work:
        assert [each.id for each in work.due(ONE, 9)] == ["good"]
    with sql_world.store.transaction() as work:
        assert [each.id for each in work.due(ONE, 1)] == ["good"]
        ((name, why),) = work.quarantined()
        assert name == "bad"
        assert "can't be understood" in why
        assert [[one.id for one in each.deadlines] for each in work.open_deadlines()] == [["good"]]
        assert [[one.id for one in each.deadlines] for each in work.deadlines_of("sam")] == [["good"]]
        with pytest.raises(ValueError, match="Expecting value"):
            work.watched("sam", NOON - timedelta(days=9))
    assert [each.act.what for each in sql_world.store.audit()] == ["deadline-unreadable"]


def test_a_message_that_can_not_be_understood_fails_alone(sql_world: World) -> None:
    with sql_world.store.transaction() as work:
        work.add_notifications([message("bad", due=NOON), message("good")])
    sql_world.sql("UPDATE notifications SET channel = 'pigeon' WHERE id = 'bad'")
    with sql_world.store.transaction() as work:
        assert [each.notification.id for each in work.claim_notifications(ONE, 9)] == ["good"]
    sql_world.let_pass(61)
    with sql_world.store.transaction() as work:
        assert [each.notification.id for each in work.claim_notifications(ONE, 1)] == ["good"]
    assert [each.act.what for each in sql_world.store.audit()] == ["message-unreadable"]


def test_a_time_that_is_none_harms_only_its_row(sqlite_store: SqlStore) -> None:
    with sqlite_store.transaction() as work:
        work.put_visit(visit())
        work.put_deadlines([deadline("bad", next_step_at=NOON), deadline("good")])
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("UPDATE deadlines SET base = 'yesterday' WHERE id = 'bad'"))
    with sqlite_store.transaction() as work:
        assert [each.id for each in work.due(ONE, 9)] == ["good"]
    sqlite_store.close()


@pytest.mark.parametrize("moment", [NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=1)))])
def test_a_time_that_is_not_in_utc_is_never_written(sql_world: World, moment: datetime) -> None:
    with pytest.raises(StatementError, match="not an aware time in UTC"), sql_world.store.transaction() as work:
        work.beat("scan", moment)


def test_text_that_no_database_takes_is_written_with_question_marks(sql_world: World) -> None:
    strange = "half \ud83d and nothing \0"
    with sql_world.store.transaction() as work:
        work.put_visit(visit(subject=strange, attendees=(strange,)))
        work.add_answer(answer(words=strange))
        work.add_acts([act(details=(("why", strange),))])
        found = work.visit("v1")
        assert found is not None
        assert found.subject == "half ? and nothing ?"
        assert work.answers_of("d1")[0].words == "half ? and nothing ?"
    assert sql_world.store.seal() == 1
    assert sql_world.store.verify() == ""


def test_erased_text_leaves_the_visit_and_the_answer_standing(sql_world: World) -> None:
    with sql_world.store.transaction() as work:
        work.put_visit(visit())
        work.add_answer(answer())
    sql_world.sql("DELETE FROM visit_text")
    sql_world.sql("DELETE FROM answer_text")
    with sql_world.store.transaction() as work:
        found = work.visit("v1")
        assert found is not None
        assert (found.subject, found.place.text, found.attendees, found.reasons) == ("", "", (), ())
        assert found.start == NOON
        assert work.answers_of("d1") == [answer(words="", reason="")]


def test_of_many_writers_at_once_each_change_counts_once(sql_world: World) -> None:
    with sql_world.store.transaction() as work:
        work.put_visit(visit())
        work.put_deadlines([deadline()])
    failures: list[BaseException] = []

    def write() -> None:
        done = 0
        while done < 10:
            try:
                with sql_world.store.transaction() as work:
                    found = work.deadline("d1")
                    assert found is not None
                    work.put_deadlines([replace(found, taken=found.taken + 1)])
                done += 1
            except Conflict:
                continue
            except BaseException as error:
                failures.append(error)
                return

    _together(write, 4)
    assert failures == []
    with sql_world.store.transaction() as work:
        found = work.deadline("d1")
    assert found is not None
    assert (found.taken, found.version) == (40, 41)


def test_of_many_senders_at_once_each_message_goes_to_one(sql_world: World) -> None:
    with sql_world.store.transaction() as work:
        work.add_notifications([message(f"n{n:03}") for n in range(100)])
    claimed: list[str] = []

    def claim() -> None:
        while True:
            with sql_world.store.transaction() as work:
                claims = work.claim_notifications(ONE, 7)
            if not claims:
                return
            claimed.extend(each.notification.id for each in claims)

    _together(claim, 4)
    assert len(claimed) >= 93
    assert len(claimed) == len(set(claimed))


def test_what_another_scan_holds_is_passed_over_and_one_sealer_seals(sql_world: World) -> None:
    if sql_world.kind == "sqlite":
        return  # there the second would wait for the first: one writer at a time
    with sql_world.store.transaction() as work:
        work.put_visit(visit())
        work.put_deadlines([deadline("d1", next_step_at=NOON), deadline("d2")])
        work.add_acts([act()])
    sql_world.store.seal()
    with sql_world.store.transaction() as first, sql_world.store.transaction() as second:
        assert [each.id for each in first.due(ONE, 1)] == ["d1"]
        assert [each.id for each in second.due(ONE, 9)] == ["d2"]
        second.add_acts([act()])
    with sql_world.engine.begin() as sealer:
        sealer.execute(text("SELECT * FROM audit_head FOR UPDATE"))
        assert sql_world.store.seal() == 0
    assert sql_world.store.seal() == 1


def test_an_act_that_is_committed_after_a_later_one_was_sealed_is_chained_behind_it(sql_world: World) -> None:
    if sql_world.kind == "sqlite":
        return  # there acts are numbered in the order in which they are committed
    with sql_world.store.transaction() as slow:
        slow.add_acts([act("first number")])
        with sql_world.store.transaction() as quick:
            quick.add_acts([act("second number")])
        assert sql_world.store.seal() == 1
    assert sql_world.store.seal() == 1
    assert [each.act.what for each in sql_world.store.audit()] == ["first number", "second number"]
    assert sql_world.store.verify() == ""


def test_the_real_time_of_leases_is_the_databases_own(sql_world: World) -> None:
    assert isinstance(sql_world.store, SqlStore)
    real = sql_world.store.real_time()
    if sql_world.kind == "sqlite":
        assert real == sql_world.real.moment
    else:
        assert abs(datetime.now(UTC) - real) < MINUTE


def _plan(store: SqlStore, query: str, values: tuple[object, ...]) -> list[str]:
    with store.engine.connect() as connection:
        return [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]


def _together(work: object, how_many: int) -> None:
    assert callable(work)
    threads = [threading.Thread(target=work) for _ in range(how_many)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
