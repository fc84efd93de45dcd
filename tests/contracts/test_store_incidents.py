"""What every store promises of incidents, and of what is due after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import DueAct, Incident, IncidentKind, Role
from tests.contracts.cast import MINUTE, NOON
from tests.contracts.conftest import World


def incident(name: str = "i1", **changes: Any) -> Incident:
    """Something happened on Sam's visit."""
    values: dict[str, Any] = {
        "id": name,
        "visit_id": "v1",
        "deadline_id": "d1",
        "worker": "sam",
        "kind": IncidentKind.VIOLENCE,
        "opened": NOON,
        "opened_by": "sam",
    }
    return Incident(**{**values, **changes})


def due(number: int = 1, **changes: Any) -> DueAct:
    """What is due of it."""
    values: dict[str, Any] = {
        "incident_id": "i1",
        "number": number,
        "what": "hold a risk assessment meeting — Ä",
        "role": Role.LINE_MANAGER,
        "due": NOON + number * MINUTE,
        "clause": "AH16",
    }
    return DueAct(**{**values, **changes})


class TestIncidents:
    def test_an_incident_stands_as_it_was_written_and_is_closed(self, world: World) -> None:
        closed = incident(closed=NOON + MINUTE, closed_by="morgan", lessons="Go in twos. — Ä")
        with world.store.transaction() as work:
            assert work.incident("i1") is None
            work.put_incident(incident())
        with world.store.transaction() as work:
            assert work.incident("i1") == incident()
            work.put_incident(closed)
        with world.store.transaction() as work:
            assert work.incident("i1") == closed
            assert work.incidents() == [closed]
            assert work.incidents(open_only=True) == []

    def test_incidents_come_oldest_first_and_by_their_visit(self, world: World) -> None:
        later = incident("a", opened=NOON + MINUTE)
        other = incident("b", visit_id="v2")
        with world.store.transaction() as work:
            for each in (later, other, incident()):
                work.put_incident(each)
        with world.store.transaction() as work:
            assert work.incidents() == [other, incident(), later]
            assert work.incidents_of("v1") == [incident(), later]
            assert work.incidents_of("v3") == []


class TestDueActs:
    def test_what_is_due_stands_in_the_order_of_its_numbers(self, world: World) -> None:
        done = replace(due(), done=NOON, done_by="morgan", told=NOON)
        with world.store.transaction() as work:
            work.put_incident(incident())
            work.put_due_acts([due(2), due()])
            work.put_due_acts([])
        with world.store.transaction() as work:
            assert work.due_acts("i1") == [due(), due(2)]
            work.put_due_acts([done])
        with world.store.transaction() as work:
            assert work.due_acts("i1") == [done, due(2)]
            assert work.due_acts("i2") == []

    def test_overdue_is_what_is_neither_done_nor_told_nor_of_a_closed_incident(self, world: World) -> None:
        shut = incident("i2", closed=NOON)
        acts = [due(1, done=NOON), due(2, told=NOON), due(4), due(3), due(9), due(1, incident_id="i2")]
        with world.store.transaction() as work:
            work.put_incident(incident())
            work.put_incident(shut)
            work.put_due_acts(acts)
        with world.store.transaction() as work:
            at = NOON + 5 * MINUTE
            assert work.overdue_acts(at, 10) == [due(3), due(4)]
            assert work.overdue_acts(at, 1) == [due(3)]
            assert work.overdue_acts(NOON + 3 * MINUTE, 10) == [], "at its very moment it is in time"
            assert work.overdue_acts(at + timedelta(days=1), 10) == [due(3), due(4), due(9)]

    def test_what_is_not_written_whole_is_not_written_at_all(self, world: World) -> None:
        try:
            with world.store.transaction() as work:
                work.put_incident(incident())
                work.put_due_acts([due()])
                raise RuntimeError("broken off")
        except RuntimeError:
            pass
        with world.store.transaction() as work:
            assert work.incidents() == []
