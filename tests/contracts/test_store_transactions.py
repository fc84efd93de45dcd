"""What every store promises of a transaction: all of it stands, or nothing of it."""

# ruff: noqa: PT012 - a refusal inside a transaction is what is tested, and its block has more than one line

from __future__ import annotations

import pytest

from calsync.domain.model import People
from calsync.ports import Store
from tests.contracts.cast import EVERYBODY, act, visit
from tests.contracts.conftest import World


def test_every_store_keeps_to_the_port(world: World) -> None:
    store: Store = world.store  # checked by the types
    assert store.verify() == ""


class TestTransactions:
    def test_what_is_written_stands_in_the_next_transaction(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
        with world.store.transaction() as work:
            assert work.visit("v1") == visit()

    def test_a_failure_leaves_nothing_of_its_transaction_behind(self, world: World) -> None:
        with pytest.raises(RuntimeError), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_people(EVERYBODY)
            work.add_acts([act()])
            raise RuntimeError
        with world.store.transaction() as work:
            assert work.visit("v1") is None
            assert work.people() == People()
        assert world.store.audit() == []
