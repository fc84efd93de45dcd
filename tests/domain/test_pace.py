"""Paces: begun visits keep theirs, all others wait longer by one factor, and a diary unread for three polls is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from calsync.domain.model import Load, Turn
from calsync.domain.pace import LEAST_UNREAD, MOST, SPARE, Stretch, freshness, stretch

HALF_A_MINUTE, FIVE_MINUTES, QUARTER = timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=15)


def load(count: int, pace: timedelta, turn: Turn = Turn.ORDINARY) -> Load:
    return Load(turn=turn, pace=pace, count=count)


def wanted(loads: list[Load], by: Stretch) -> float:
    """How many readings a second these loads come to."""
    return sum(each.count / (each.pace.total_seconds() * by.of(each.turn)) for each in loads)


def test_nothing_is_stretched_while_all_can_be_read():
    assert stretch([load(300, FIVE_MINUTES)], 12.0) == Stretch()


@pytest.mark.parametrize("can", [None, 0.0, -1.0])
def test_nothing_is_stretched_while_nobody_knows_how_much_can_be_read(can):
    assert stretch([load(5000, HALF_A_MINUTE)], can) == Stretch()


def test_begun_visits_keep_their_pace_and_all_others_wait_by_the_same_factor():
    loads = [load(200, HALF_A_MINUTE, Turn.BEGUN), load(200, HALF_A_MINUTE), load(1600, FIVE_MINUTES)]
    found = stretch(loads, 12.0)
    assert found.begun == 1.0
    assert 2.5 < found.others < 3.1
    assert wanted(loads, found) == pytest.approx(12.0 * SPARE)


def test_begun_visits_alone_beyond_all_measure_are_stretched_too_and_starve_nobody():
    loads = [load(2000, HALF_A_MINUTE, Turn.BEGUN), load(100, FIVE_MINUTES)]
    found = stretch(loads, 12.0)
    assert found.begun > 1.0
    assert found.others < MOST


loads_of_any_kind = some.lists(
    some.builds(
        load,
        some.integers(1, 5000),
        some.sampled_from([HALF_A_MINUTE, FIVE_MINUTES, QUARTER]),
        some.sampled_from([Turn.BEGUN, Turn.ORDINARY]),
    ),
    max_size=6,
)


@given(loads=loads_of_any_kind, can=some.floats(0.1, 1000))
def test_a_stretch_never_quickens_never_exceeds_its_bound_and_fits_where_it_is_not_bounded(loads, can):
    found = stretch(loads, can)
    assert 1.0 <= found.begun <= MOST
    assert 1.0 <= found.others <= MOST
    if found.begun < MOST and found.others < MOST:
        assert wanted(loads, found) <= can * SPARE * 1.001


@given(loads=loads_of_any_kind, can=some.floats(0.1, 1000), more=some.floats(1, 10))
def test_more_room_never_means_more_stretch(loads, can, more):
    assert stretch(loads, can * more).others <= stretch(loads, can).others * 1.001


def test_a_diary_counts_as_read_for_three_polls_and_at_least_five_minutes():
    assert freshness(HALF_A_MINUTE, 1.0) == LEAST_UNREAD
    assert freshness(FIVE_MINUTES, 1.0) == timedelta(minutes=15)
    assert freshness(FIVE_MINUTES, 2.0) == timedelta(minutes=30)
