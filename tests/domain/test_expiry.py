"""Law 10: an expiring credential is told at 60, 30, 14, 7 and 1 days before its end, and when it has ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.expiry import TOLD_DAYS, expiry_due

END = datetime(2027, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOTHING: frozenset[int] = frozenset()


def test_nothing_is_told_while_the_end_is_far_off() -> None:
    assert expiry_due(END, END - 60 * DAY - SECOND, NOTHING) is None


@pytest.mark.parametrize("days", TOLD_DAYS)
def test_each_day_is_told_from_its_very_moment_and_once(days: int) -> None:
    moment = END - days * DAY
    earlier = frozenset(each for each in TOLD_DAYS if each > days)
    assert expiry_due(END, moment - SECOND, earlier) is None
    assert expiry_due(END, moment, earlier) == days
    assert expiry_due(END, moment, earlier | {days}) is None


def test_a_credential_that_has_ended_is_told_so_however_long_ago() -> None:
    assert expiry_due(END, END + 400 * DAY, frozenset({60, 30, 14, 7, 1})) == 0


def test_after_a_late_start_the_nearest_is_told_alone() -> None:
    at = END - 5 * DAY
    assert expiry_due(END, at, NOTHING) == 7
    assert expiry_due(END, at, frozenset({7})) is None


def test_a_clock_that_was_set_back_tells_nothing_again() -> None:
    assert expiry_due(END, END - 20 * DAY, frozenset({14})) is None


@given(st.lists(st.integers(-200 * 24, 10 * 24), max_size=40).map(sorted))
def test_whenever_it_is_asked_no_day_is_told_twice_and_they_come_nearer(hours: list[int]) -> None:
    told: list[int] = []
    for hour in hours:
        if (due := expiry_due(END, END + timedelta(hours=hour), frozenset(told))) is not None:
            told.append(due)
    assert told == sorted(set(told), reverse=True)
    left = -hours[-1] / 24 if hours else 1000
    reached = [days for days in TOLD_DAYS if left <= days]
    assert not reached or told[-1] == min(reached)
