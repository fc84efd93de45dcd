"""Law 10 (and 4): an alarm of which nobody hears, not even out of hours, is told to IT at once, once."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AnswerKind, People
from tests.house import CAST
from tests.it_house import ItHouse


def alone() -> ItHouse:
    """Sam's visit ends at 14:00, and nobody else is known: no manager, no deputy, nobody out of hours."""
    house = ItHouse(at="13:30")
    sam = replace(CAST.persons[0], manager=None)
    with house.store.transaction() as tx:
        tx.put_people(People(persons=(sam,)))
    house.entry()
    house.live(41)
    return house


def test_it_is_told_whom_to_ring():
    house = alone()
    assert house.subjects == ["an alarm reaches nobody: ring the worker now"]
    assert "Ring Sam Visits: +44 7700 900101." in house.server.sent[0].text
    assert "Elm Road" not in house.server.sent[0].text


def test_it_is_told_once_and_the_alarm_goes_on():
    house = alone()
    house.live(30)
    assert house.subjects == ["an alarm reaches nobody: ring the worker now"]
    assert house.deadline.next_step_at is not None


def test_it_is_well_again_once_the_alarm_is_over():
    house = alone()
    house.answers(AnswerKind.SAFE)
    house.live(2)
    assert house.standing == []
