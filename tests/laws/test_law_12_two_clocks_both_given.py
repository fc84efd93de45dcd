"""Law 12: two clocks, both given as arguments. The rules know no clock, and elapsed time is never scaled."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

import calsync
from calsync.domain.model import utc
from tests.fakes import At
from tests.house import CAST, SAM, House, an_entry, clock, late

HOUSE = Path(calsync.__file__).parent
PURE = sorted(each for folder in ("domain", "engine", "parsers") for each in (HOUSE / folder).rglob("*.py"))
ASKS_THE_TIME = {"utcnow", "today", "time", "monotonic", "perf_counter", "localtime", "gmtime", "sleep"}


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_no_rule_and_no_verb_asks_the_machine_what_time_it_is(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            called = f"{node.func.value.id}.{node.func.attr}"
            assert called != "datetime.now", called
            assert not (node.func.value.id in ("time", "datetime", "date") and node.func.attr in ASKS_THE_TIME), called
        if isinstance(node, ast.Import):
            assert "time" not in [each.name for each in node.names]


def test_times_without_a_zone_and_times_of_another_zone_stop_at_the_border():
    naive = clock("13:00").replace(tzinfo=None)
    elsewhere = clock("13:00").astimezone(timezone(timedelta(hours=1)))
    for moment in (naive, elsewhere):
        with pytest.raises(ValueError, match="not an aware time in UTC"):
            utc(moment)
        with pytest.raises(ValueError, match="not an aware time in UTC"):
            replace(an_entry(), start=moment)


def test_while_the_clock_stands_still_nothing_happens_twice():
    house = late(20)
    before = len(house.rows())
    for _ in range(10):
        house.tick()
    assert len(house.rows()) == before


def test_a_clock_that_is_set_back_repeats_nothing_and_loses_nothing():
    house = late(21)
    before = len(house.mail.sent)
    house.clock.go(-15)
    for _ in range(15):
        house.clock.go(1)
        house.tick()
    assert len(house.mail.sent) == before
    house.go_to("14:26")
    assert len(house.told("morgan")) == 2


def test_at_sixty_times_the_speed_of_life_the_ladder_has_the_same_times():
    plain, scaled = late(31), late(31, clock_=At(clock("12:00"), speed=60.0))
    assert [(row.step, row.recipient, row.due) for row in plain.rows()] == [
        (row.step, row.recipient, row.due) for row in scaled.rows()
    ]


@pytest.mark.parametrize("speed", [1.0, 60.0])
def test_retries_wait_in_elapsed_time_whatever_the_speed(speed):
    house = late(0, clock_=At(clock("12:00"), speed=speed))
    house.mail.fail()
    house.clock.go(10)
    house.engine.escalate()
    house.send()
    waiting = [row for row in house.rows() if row.not_before is not None]
    assert {row.not_before - house.clock.now() for row in waiting} == {timedelta(seconds=5 * speed)}


def test_local_time_appears_only_where_people_read_it():
    house = House(at="12:00")
    summer = timedelta(days=91)
    house.clock.moment += summer
    event = an_entry()
    house.calendars.put(replace(event, start=event.start + summer, end=event.end + summer))
    house.tick()
    house.clock.moment = clock("14:00") + summer
    house.scan()
    assert "was to end at 15:00" in house.last("sam").text
    assert house.deadline.due == clock("14:00") + summer
    assert house.deadline.due.utcoffset() == timedelta(0)


def test_working_hours_are_read_in_the_persons_own_zone():
    summer = timedelta(days=91)
    house = House(at="12:00", people=CAST)
    house.clock.moment = clock("06:30") + summer
    event = an_entry()
    start = clock("06:00") + summer
    house.calendars.put(replace(event, start=start, end=start + timedelta(hours=1), categories=("Home visit",)))
    house.tick()
    house.clock.moment = clock("07:21") + summer
    house.tick()
    assert house.told("morgan")
    assert house.told("sloane") == []
    assert SAM.zone == "Europe/London"


def test_the_hour_that_comes_twice_in_autumn_delays_nothing():
    autumn = clock("00:00", day=237)
    house = House(at="12:00")
    house.clock.moment = autumn
    assert autumn.date().isoformat() == "2026-10-25"
    house.calendars.put(
        replace(an_entry(), start=autumn, end=autumn + timedelta(minutes=30), categories=("Home visit",))
    )
    house.tick()
    for _ in range(56):
        house.clock.go(1)
        house.tick()
    assert house.last("sloane").notification.step == "4"
    assert house.last("sloane").notification.due == autumn + timedelta(minutes=55)
