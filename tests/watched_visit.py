"""A visit of 13:00 to 14:00 that is watched over Graph, for the tables of what may happen to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.house import ELM_ROAD, MONDAY, clock
from tests.tenant_house import GraphHouse

HOME_VISIT = ["Home visit"]
NOT_GOING = "Are you not going, or have you finished?"
FAR = MONDAY + timedelta(days=40, hours=13)


def opened(
    open_house: Callable[..., GraphHouse], at: str, place: str = ELM_ROAD, **changes: Any
) -> tuple[GraphHouse, str]:
    """A house at that time in which the visit is watched, and the visit's entry."""
    house = open_house(at=at, **changes)
    entry = house.writes_entry("Home visit", "13:00", "14:00", place, HOME_VISIT)
    house.read()
    assert house.due() == [clock("14:00")]
    return house, entry


def awaited(house: GraphHouse) -> tuple[str, ...]:
    """By when an end is awaited; "far" is after more than a month."""
    return tuple("far" if each > FAR else f"{each:%H:%M}" for each in house.due())


def asked(house: GraphHouse) -> list[str]:
    """The questions to the worker what became of the visit."""
    return [each.subject for each in house.told("sam") if each.subject.startswith(NOT_GOING)]


def check_that_the_ladder_runs_where_an_end_is_awaited(house: GraphHouse) -> None:
    """Twenty minutes after an end that is awaited the manager is told, and of nothing else."""
    due = any(each <= clock("14:00") for each in house.due())
    house.clock.moment = max(house.clock.now(), clock("13:58"))
    house.until("14:21")
    assert ("14:20" in house.told_at("morgan")) is due
