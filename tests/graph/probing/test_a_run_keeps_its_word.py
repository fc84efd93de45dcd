"""A run asks no more than it says, names nobody, writes nothing unasked, and waits when it is told to."""

from __future__ import annotations

import asyncio
import json

import pytest

from calsync.demo.faults import Fault
from calsync.graph.asking import LONGEST_WAIT, Asking, ProbeRun
from calsync.graph.client import Graph
from calsync.graph.probes import ALL, chosen
from tests.graph.probing.conftest import DEE, MONDAY, SAM, House, private, whole_day

PERSONAL = ["Anwar", "Elm Road", "Sam", "Dee", "Morgan", "Worker", "clarendon.example", "checkin", "Lone workers"]


def test_every_question_is_answered_within_its_budget_and_names_nobody(house: House) -> None:
    whole_day(house)
    private(house)
    records = house.ask(out_of_scope="morgan@clarendon.example")
    assert list(records) == [probe.name for probe in ALL]
    assert [name for name, record in records.items() if not record.finding.settled] == []
    assert house.spent <= sum(probe.most for probe in ALL)
    told = json.dumps([(record.finding.words, [str(each) for each in record.exchanges]) for record in records.values()])
    known = [person.id for person in house.tenant.people.values()]
    assert [
        word
        for word in [*PERSONAL, *known, house.settings.group, house.tenant.apps[house.settings.client_id].secret]
        if word in told
    ] == []


def test_nothing_is_written_unless_it_was_asked_for(house: House) -> None:
    records = house.ask(without="draft out-of-scope")
    methods = {
        each.request.split()[0] + " " + each.request.split("/")[2] for r in records.values() for each in r.exchanges
    }
    assert {method for method in methods if not method.startswith("GET ")} == {"POST $batch"}


def test_a_question_that_asks_more_than_it_said_is_a_fault_and_is_stopped(house: House) -> None:
    async def greedy() -> None:
        asking = Asking(ProbeRun(graph=Graph(house.settings), now=lambda: MONDAY), 3)
        await asking.at_once("users/{}", [SAM] * 4)

    with pytest.raises(AssertionError, match="asks more than it said"):
        asyncio.run(greedy())


def test_diaries_are_looked_at_only_for_questions_that_rest_on_them() -> None:
    assert [probe.name for probe in chosen(frozenset({"token"}), frozenset())] == ["token"]
    assert [probe.name for probe in chosen(frozenset({"prefer"}), frozenset())] == ["diaries", "prefer"]


def test_a_tenant_that_asks_for_a_pause_is_given_it_before_the_next_question(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", mailbox=DEE, seconds=5))
    house.ask("diaries", "paging")
    assert house.slept == [5]


def test_a_pause_longer_than_a_run_ends_it(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", mailbox=DEE, seconds=LONGEST_WAIT + 1))
    records = house.ask("diaries", "paging", "year-1")
    assert "run this again later" in records["paging"].finding.words
    assert (records["paging"].finding.settled, records["year-1"].exchanges) == (False, ())
    assert house.slept == []
