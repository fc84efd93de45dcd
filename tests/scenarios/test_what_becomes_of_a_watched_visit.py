"""What becomes of a watched visit when something happens to its entry.

Before its start the diary decides. After it, the diary closes nothing (law 1) and moves the end within bounds alone
(law 2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from calsync.demo.faults import Fault
from tests.house import ELM_ROAD, OAK_STREET, clock
from tests.tenant_house import SAMS, GraphHouse
from tests.watched_visit import (
    FAR,
    HOME_VISIT,
    asked,
    awaited,
    check_that_the_ladder_runs_where_an_end_is_awaited,
    opened,
)

Act = Callable[[GraphHouse, str], object]


@dataclass(frozen=True)
class Case:
    """Something that happens to a visit of 13:00 to 14:00, and by when an end is awaited from then on."""

    name: str
    act: Act
    before: tuple[str, ...]
    """When it happens before the start; "far" is in forty days."""
    after: tuple[str, ...]
    """When it happens at half past one."""
    asked: bool
    """Whether the worker is asked what became of the visit that had begun."""
    place: str = ELM_ROAD

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def change(**changes: Any) -> Act:
    """The entry is changed."""
    return lambda house, entry: house.tenant.change_event(SAMS, entry, **changes)


def delete(house: GraphHouse, entry: str) -> None:
    """The entry is taken out."""
    house.tenant.delete_event(SAMS, entry)


def make_anew(house: GraphHouse, entry: str) -> None:
    """The entry is taken out, and made anew as it was: it has another id."""
    old = house.tenant.event(SAMS, entry)
    delete(house, entry)
    house.writes_entry("Home visit", "13:00", "14:00", old.locations[0] if old.locations else "", HOME_VISIT)


def switch(kind: str) -> Act:
    """The mailbox answers in a way of its own."""
    return lambda house, entry: house.tenant.faults.set(Fault(kind, SAMS))


CASES = [
    Case("a later end", change(end=clock("14:30")), ("14:30",), ("14:30",), asked=False),
    Case("an end beyond the bound", change(end=clock("17:00")), ("17:00",), ("15:00",), asked=False),
    Case("an earlier end", change(end=clock("13:45")), ("13:45",), ("13:45",), asked=False),
    Case("a later start", change(start=clock("13:40")), ("14:00",), ("14:00",), asked=False),
    Case("another place", change(location=OAK_STREET), ("14:00",), ("14:00",), asked=False),
    Case("no place", change(location=""), ("14:00",), ("14:00",), asked=False),
    Case("no category", change(categories=[]), ("14:00",), ("14:00",), asked=False),  # its address speaks for it
    Case("moved to four", change(start=clock("16:00"), end=clock("17:00")), ("17:00",), ("14:00", "17:00"), asked=True),
    Case("moved far away", change(start=FAR, end=FAR + timedelta(hours=1)), ("far",), ("14:00", "far"), asked=True),
    Case("lost its category", change(categories=[], subject="Paperwork"), (), ("14:00",), asked=True, place=""),
    Case("marked as no visit", change(categories=["Not a visit"]), (), ("14:00",), asked=True),
    Case("cancelled", change(cancelled=True), (), ("14:00",), asked=True),
    Case("declined", change(response="declined"), (), ("14:00",), asked=True),
    Case("private", change(sensitivity="private", categories=[]), (), ("14:00",), asked=True),
    Case("deleted", delete, (), ("14:00",), asked=True),
    Case("gone from the diary and by its id", switch("entry-gone"), (), ("14:00",), asked=True),
    Case("left out of the diary and there by its id", switch("entry-left-out"), ("14:00",), ("14:00",), asked=False),
    Case("another id", make_anew, ("14:00",), ("14:00",), asked=False),
    # Nothing but a category speaks for both, so nobody can say that they are one visit: two alarms are the safe side.
    Case("another id and no place", make_anew, ("14:00",), ("14:00", "14:00"), asked=True, place=""),
    Case("an empty diary with its entries by id", switch("empty"), ("14:00",), ("14:00",), asked=False),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_before_its_start_the_diary_decides(open_house: Callable[..., GraphHouse], case: Case) -> None:
    house, entry = opened(open_house, "12:00", case.place)
    case.act(house, entry)
    house.read()
    assert awaited(house) == case.before
    house.send()
    assert house.told("sam") == []
    check_that_the_ladder_runs_where_an_end_is_awaited(house)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_after_its_start_the_diary_closes_nothing_and_asks_the_worker_within_one_poll(
    open_house: Callable[..., GraphHouse], case: Case
) -> None:
    house, entry = opened(open_house, "13:29", case.place)
    case.act(house, entry)
    house.until("13:31")
    assert awaited(house) == case.after
    assert len(asked(house)) == case.asked
    check_that_the_ladder_runs_where_an_end_is_awaited(house)
    assert len(asked(house)) == case.asked  # once, and not at every poll


@pytest.mark.parametrize("case", [each for each in CASES if not each.before and each.name != "deleted"], ids=str)
def test_a_visit_that_the_diary_cancelled_comes_back_with_its_entry_under_its_key(
    open_house: Callable[..., GraphHouse], case: Case
) -> None:
    house, entry = opened(open_house, "12:00", case.place)
    key = house.visit.id
    case.act(house, entry)
    house.read()
    assert house.due() == []
    house.tenant.faults.clear()
    whole = {"cancelled": False, "response": "organizer", "sensitivity": "normal", "categories": HOME_VISIT}
    house.tenant.change_event(SAMS, entry, **whole)
    house.read()
    assert (house.visit.id, awaited(house)) == (key, ("14:00",))
