"""The audit's chain: nothing sealed can be changed, removed or reordered without leaving a trace."""

from __future__ import annotations

import pytest

from tests.contracts.cast import NOON, act
from tests.contracts.conftest import World

LINES = [
    act("visit-begun"),
    act("deadline-opened", who="sam", details=(("kind", "visit-end"), ("b", "ä"))),
    act("step"),
]


def test_acts_stand_in_the_audit_in_their_order_unsealed_at_first(world: World) -> None:
    with world.store.transaction() as work:
        work.add_acts(LINES[:2])
        work.add_acts(LINES[2:])
    audit = world.store.audit()
    assert [each.act for each in audit] == LINES
    assert [each.number for each in audit] == [1, 2, 3]
    assert {each.seal for each in audit} == {""}
    assert world.store.verify() == ""


def test_sealing_chains_what_was_added_since_and_says_how_much(world: World) -> None:
    assert world.store.seal() == 0
    _add(world, 2)
    assert world.store.seal() == 2
    first = world.store.audit()
    _add(world, 1)
    assert world.store.seal() == 1
    assert world.store.seal() == 0
    audit = world.store.audit()
    assert audit[:2] == first
    assert len({each.seal for each in audit}) == 3
    assert {len(each.seal) for each in audit} == {64}
    assert world.store.verify() == ""


def test_every_store_gives_the_same_acts_the_same_seals(world: World) -> None:
    _add(world, 3)
    world.store.seal()
    assert world.store.audit()[-1].seal == "a7365d7100210c0351e25996cb05cc0297a2e599388e1aa0220698b398bbc124"


def test_the_audit_is_read_on_after_a_number(world: World) -> None:
    _add(world, 3)
    assert [each.number for each in world.store.audit(after=1)] == [2, 3]
    assert world.store.audit(after=3) == []


@pytest.mark.parametrize(
    ("tampering", "trace"),
    [
        ("UPDATE acts SET who = 'morgan' WHERE number = 2", "act 2"),
        ("UPDATE acts SET details = '[]' WHERE number = 1", "act 1"),
        ("UPDATE acts SET seal = 'forged' WHERE number = 3", "act 3"),
        ("DELETE FROM acts WHERE number = 2", "line 2"),
        ("DELETE FROM acts WHERE number = 4", "ends after line 3"),
        ("UPDATE acts SET place = NULL, seal = '' WHERE number = 4", "ends after line 3"),
        ("UPDATE acts SET place = 9 WHERE number = 1", "line 1"),
        ("DELETE FROM acts", "ends after line 0"),
        ("DELETE FROM audit_head", "ends after line 4, and 0"),
        ("INSERT INTO acts (number, at, what, who, visit_id, deadline_id, details, place, seal)"
         " SELECT 77, at, what, who, visit_id, deadline_id, details, 5, seal FROM acts WHERE number = 4", "act 77"),
    ],
)  # fmt: skip
def test_whoever_tampers_with_a_sealed_line_leaves_a_trace(sql_world: World, tampering: str, trace: str) -> None:
    _add(sql_world, 3)
    sql_world.store.seal()
    _add(sql_world, 1)
    sql_world.store.seal()
    assert sql_world.store.verify() == ""
    sql_world.sql(tampering)
    said = sql_world.store.verify()
    assert said.startswith("The audit is broken")
    assert trace in said


def test_erasing_what_people_wrote_breaks_no_seal(sql_world: World) -> None:
    _add(sql_world, 3)
    sql_world.store.seal()
    for table in ("visit_text", "answer_text", "people"):
        sql_world.sql(f"DELETE FROM {table}")
    assert sql_world.store.verify() == ""


def _add(world: World, how_many: int) -> None:
    with world.store.transaction() as work:
        work.add_acts([act(f"act-{n}", at=NOON) for n in range(how_many)])
