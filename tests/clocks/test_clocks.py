"""The two clocks (law 12): a jump of the wall clock fires nothing early or late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.clocks import HeldClock, ScaledClock, SystemClock, compare, tick_seconds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Machine:
    """A wall clock and elapsed time, each as the test sets them."""

    def __init__(self) -> None:
        self.wall = NOON
        self.elapsed = 100.0
        self.clock = SystemClock(wall=lambda: self.wall, elapsed=lambda: self.elapsed)

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.elapsed += seconds


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_passes_as_on_the_wall(machine):
    machine.passes(90)
    assert machine.clock.now() == NOON + timedelta(seconds=90)
    assert machine.clock.jump() == timedelta(0)


def test_a_clock_that_is_pulled_gently_is_followed(machine):
    for _ in range(600):
        machine.passes(1)
        machine.wall += timedelta(milliseconds=5)
        assert machine.clock.now() == machine.wall


@pytest.mark.parametrize("jump", [2 * HOUR, -2 * HOUR])
def test_a_jump_of_the_wall_clock_moves_nothing(machine, jump):
    machine.wall += jump
    machine.passes(60)
    assert machine.clock.now() == NOON + timedelta(seconds=60)
    assert machine.clock.jump() == jump


def test_a_jump_back_to_where_it_was_is_forgotten(machine):
    machine.wall += HOUR
    machine.clock.now()
    machine.passes(5)
    machine.wall -= HOUR
    assert machine.clock.now() == machine.wall
    assert machine.clock.jump() == timedelta(0)


def test_a_jump_with_which_microsofts_clock_agrees_is_followed(machine):
    machine.wall += HOUR
    assert "Microsoft's agrees" in compare(machine.clock, NOON + HOUR + timedelta(seconds=3))
    assert machine.clock.now() == NOON + HOUR
    assert compare(machine.clock, NOON + HOUR) == ""


def test_a_jump_with_which_microsofts_clock_does_not_agree_is_told_and_not_followed(machine):
    machine.wall += HOUR
    assert "jumped by 3600 seconds" in compare(machine.clock, NOON)
    assert machine.clock.now() == NOON


def test_a_jump_is_told_also_when_microsoft_can_not_be_asked(machine):
    machine.wall -= HOUR
    assert "jumped by -3600 seconds" in compare(machine.clock, None)
    assert machine.clock.now() == NOON


@pytest.mark.parametrize(("off", "told"), [(0, False), (29, False), (31, True), (-31, True)])
def test_a_clock_more_than_thirty_seconds_from_microsofts_is_told(machine, off, told):
    assert bool(compare(machine.clock, NOON + timedelta(seconds=off))) is told


def test_a_held_clock_stands_until_it_is_let_go():
    clock = HeldClock(NOON, 60)
    assert (clock.now(), clock.now()) == (NOON, NOON)
    clock.go()
    started = clock.started
    clock.go()
    assert clock.started is started
    assert clock.now() >= NOON


def test_a_scaled_clock_runs_so_many_times_as_fast_as_life():
    started = datetime.now(UTC) - timedelta(seconds=10)
    clock = ScaledClock(epoch=NOON, started=started, speed=60)
    assert NOON + timedelta(minutes=10) <= clock.now() < NOON + timedelta(minutes=12)


@pytest.mark.parametrize(("speed", "real"), [(1, 2.0), (10, 0.2), (60, 2 / 60), (600, 0.02)])
def test_a_tick_is_two_seconds_of_the_clock_and_at_least_twenty_milliseconds(speed, real):
    assert tick_seconds(speed) == pytest.approx(real)
