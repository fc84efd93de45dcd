"""The quota view (law 10): how far the service stretches its paces, as its database tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from calsync.doctor.quota import quota, quota_of_this_run
from calsync.domain.model import Turn
from calsync.graph.limits import Answers
from tests.doctor.conftest import Examined, told

Make = Callable[..., Examined]
PACE = timedelta(minutes=5)


def paced(house: Examined, worker: str, factor: float, **changes: Any) -> None:
    last = house.house.clock.now() - timedelta(minutes=1)
    house.state(worker, last_read=last, pace=PACE, next_poll_at=last + PACE * factor, **changes)


def test_before_a_diary_was_read_nothing_is_said_of_paces(examined: Make) -> None:
    assert quota(examined(3).app) == []


@pytest.mark.parametrize(
    ("factor", "light", "words"),
    [(1.0, "green", "as often as configured"), (1.4, "green", "1.4 times"), (3.0, "amber", "3.0 times")],
)
def test_the_median_of_ordinary_diaries_that_do_not_fail_is_the_stretch(
    examined: Make, factor: float, light: str, words: str
) -> None:
    house = examined(8)
    for worker in ("sam", "w1", "w2"):
        paced(house, worker, factor)
    paced(house, "w3", 0.1)
    paced(house, "w4", 15, failing_since=house.house.clock.now())
    for worker in ("w5", "w6", "w7", "w8"):
        paced(house, worker, 0.1, turn=Turn.BEGUN)
    [(part, found, said)] = told(quota(house.app))
    assert (part, found) == ("paces", light)
    assert words in said
    assert ("lengthen the paces under [poll], or ask for fewer people" in said) == (light == "amber")


def test_one_diary_is_one_and_most_that_can_not_be_read_are_no_green_line(examined: Make) -> None:
    house = examined(3)
    paced(house, "sam", 1.0)
    for worker in ("w1", "w2", "w3"):
        paced(house, worker, 1.0, failing_since=house.house.clock.now())
    [(_, light, words)] = told(quota(house.app))
    assert light == "amber"
    assert words.startswith("1 diary is read as often as configured, and 3 can't be read")


def test_a_stretch_of_begun_visits_alone_is_told_too(examined: Make) -> None:
    house = examined(1)
    paced(house, "sam", 2.0, turn=Turn.BEGUN)
    paced(house, "w1", 1.0)
    [(_, light, words)] = told(quota(house.app))
    assert (light, "those with a visit under way 2.0 times" in words) == ("amber", True)


def test_diaries_that_are_overdue_are_red_and_those_that_fail_are_told_elsewhere(examined: Make) -> None:
    house = examined(2)
    before = house.house.clock.now() - timedelta(seconds=1)
    paced(house, "sam", 3.0, fresh_until=before)
    paced(house, "w1", 3.0)
    paced(house, "w2", 3.0, fresh_until=before, failing_since=before)
    [(_, light, words)] = told(quota(house.app))
    assert (light, "and 1 are overdue" in words) == ("red", True)


def test_a_diary_that_was_never_tried_is_overdue_too(examined: Make) -> None:
    house = examined(1)
    paced(house, "sam", 1.0)
    before = house.house.clock.now() - timedelta(minutes=6)
    house.state("w1", last_read=None, fresh_until=None, next_poll_at=before)
    [(_, light, words)] = told(quota(house.app))
    assert (light, "and 1 are overdue" in words) == ("red", True)


@pytest.mark.parametrize(("good", "light"), [(199, "green"), (9, "amber")])
def test_a_few_429_come_of_finding_out_the_slots_and_many_of_somebody_else(
    examined: Make, good: int, light: str
) -> None:
    app = examined().app
    limiter = app.graph.limiter

    async def answered(answers: Answers) -> None:
        limiter.give_back(await limiter.take(1, Turn.LOOK), Turn.LOOK, answers)

    async def run() -> None:
        for _ in range(good):
            await answered(Answers(seconds=0.1, good=1))
        await answered(Answers(seconds=0.1, throttled=1, retry_after=0))

    asyncio.run(run())
    [(_, found, words)] = told(quota_of_this_run(app))
    assert found == light
    assert f"made {good + 1} requests, 1 of which met 429" in words
    assert ("look what else asks as this app" in words) == (light == "amber")
