"""Every kind of series: occurrences, exceptions, "this and following", and the nights on which the clocks change.

From the simulated tenant through the real client and the engine. It is Monday 2 March 2026, nine o'clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.recurrence import Recurrence
from calsync.domain.model import VisitState
from tests.house import ELM_ROAD, MONDAY, OAK_STREET, clock
from tests.tenant_house import SAMS, GraphHouse

HOME_VISIT = ["Home visit"]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def weekly_visits(house: GraphHouse) -> list[str]:
    """The ids of today's and tomorrow's occurrence of a daily visit from 13:00 to 14:00."""
    house.writes_entry("Home visit", "13:00", "14:00", ELM_ROAD, [], Recurrence.daily(MONDAY.date(), count=5))
    house.read()
    return [each.visit.event_id for each in house.watched()]


def test_each_occurrence_of_a_series_is_a_visit_with_a_deadline_of_its_own(house: GraphHouse) -> None:
    assert len(set(weekly_visits(house))) == 2
    assert house.due() == [clock("14:00"), clock("14:00", day=1)]
    house.until("14:26")
    assert house.told_at("morgan") == ["14:20", "14:25"]


def test_an_exception_is_watched_by_its_own_times_and_place(house: GraphHouse) -> None:
    today, _ = weekly_visits(house)
    house.tenant.change_event(SAMS, today, start=clock("15:00"), end=clock("16:00"), location=OAK_STREET)
    house.read()
    assert house.due() == [clock("16:00"), clock("14:00", day=1)]
    assert house.watched()[0].visit.place.text == OAK_STREET


def test_a_deleted_occurrence_is_cancelled_and_the_others_are_watched(house: GraphHouse) -> None:
    today, _ = weekly_visits(house)
    house.tenant.delete_event(SAMS, today)
    house.until("14:30")
    assert house.due()[0] == clock("14:00", day=1)
    assert house.told("sam") == house.told("morgan") == []


def test_an_occurrence_cancelled_by_the_organiser_is_watched_no_more(house: GraphHouse) -> None:
    today, _ = weekly_visits(house)
    house.tenant.change_event(SAMS, today, cancelled=True)
    house.read()
    assert house.due() == [clock("14:00", day=1)]


def test_an_occurrence_moved_to_tomorrow_is_a_second_visit_there(house: GraphHouse) -> None:
    today, _ = weekly_visits(house)
    house.tenant.change_event(SAMS, today, start=clock("16:00", day=1), end=clock("17:00", day=1))
    house.read()
    assert house.due() == [clock("14:00", day=1), clock("17:00", day=1)]


def test_this_and_following_changed_before_the_start_leaves_the_new_times_alone(house: GraphHouse) -> None:
    today, tomorrow = weekly_visits(house)
    start = {"start": clock("15:00", day=1), "end": clock("16:00", day=1)}
    house.tenant.split_series(SAMS, tomorrow, **start)
    house.read()
    assert house.due() == [clock("14:00"), clock("16:00", day=1)]
    now = {each.visit.event_id: each.visit.state for each in house.watched()}
    assert now[today] is VisitState.PLANNED
    assert now[tomorrow] is VisitState.CANCELLED  # the id went with the old series


def test_this_and_following_changed_during_the_visit_gives_one_alarm_and_not_two(house: GraphHouse) -> None:
    today, _ = weekly_visits(house)
    house.until("13:30")
    made = house.tenant.split_series(SAMS, today, start=clock("13:00"), end=clock("14:15"))
    assert made != today
    house.until("13:32")
    first, *_ = house.watched()
    assert first.visit.event_id != today  # the new entry carries the old deadline on
    assert house.due()[0] == clock("14:15")
    assert house.told("sam") == []
    house.until("14:36")
    assert house.told_at("morgan") == ["14:35"]


# --- the clocks change


@pytest.mark.parametrize(
    ("sunday", "ends"),
    [
        (datetime(2026, 3, 29, tzinfo=UTC), ("09:00", "08:00")),  # forward: nine in the morning comes an hour earlier
        (datetime(2026, 10, 25, tzinfo=UTC), ("08:00", "09:00")),  # back: an hour later
    ],
    ids=["spring", "autumn"],
)
def test_a_series_keeps_its_hour_by_the_wall_when_the_clocks_change(
    open_house: Callable[..., GraphHouse], sunday: datetime, ends: tuple[str, str]
) -> None:
    saturday = sunday - DAY
    hours = [timedelta(hours=int(each[:2])) for each in ends]
    house = open_house(at=saturday + 5 * HOUR)
    house.writes_entry(
        "Morning call", saturday + hours[0] - HOUR, saturday + hours[0], ELM_ROAD, HOME_VISIT,
        Recurrence.daily(saturday.date(), count=2),
    )  # fmt: skip
    house.read()
    assert house.due() == [saturday + hours[0], sunday + hours[1]]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # 00:30 to 02:30 by the wall in spring is one hour long.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # In autumn half past one comes twice, and Graph, asked in UTC, says which of them is meant.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
    ids=["spring", "the-first-half-past-one", "the-second-half-past-one"],
)
def test_a_night_visit_is_due_at_its_own_moment_when_the_clocks_change(
    open_house: Callable[..., GraphHouse], start: datetime, end: datetime
) -> None:
    house = open_house(at=start - HOUR)
    house.writes_entry("Night visit", start, end, ELM_ROAD, HOME_VISIT)
    house.until(end + timedelta(minutes=21))
    assert house.due() == [end]
    assert house.told_at("sam") == [f"{end + timedelta(minutes=n):%H:%M}" for n in (0, 10)]
    assert house.told_at("sloane")[0] == f"{end + timedelta(minutes=10):%H:%M}"
