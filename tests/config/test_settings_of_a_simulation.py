"""A simulated clock runs on this machine alone, from its epoch."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.config import load_settings
from tests.config.sound import SOUND, by_hand, changed, problems

SIMULATION = "\n[simulation]\nepoch = 2026-12-01T08:00:00Z\nspeed = 60\n"


def test_a_simulated_clock_never_runs_over_real_diaries(file):
    (found,) = problems(file, SOUND + SIMULATION)
    assert found.startswith("simulation: a simulated clock never runs over real diaries")
    assert found in problems(file, changed("tenant =", "tenat =") + SIMULATION)
    lookalike = changed("[policy]", 'root = "https://127.0.0.1.example.org"\n[policy]')
    assert found in problems(file, lookalike + SIMULATION)


@pytest.mark.parametrize("root", ["https://localhost:8443", "http://127.0.0.1:8000", "https://[::1]:8443"])
def test_a_simulation_on_this_machine_starts_at_its_epoch_unless_told(file, root):
    simulated = changed("[policy]", f'root = "{root}"\n[policy]') + SIMULATION
    file.write_text(simulated)
    simulation = load_settings(file).simulation
    assert simulation is not None
    assert simulation.epoch == simulation.started == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert simulation.speed == 60
    file.write_text(simulated + "started = 2026-11-24T21:00:00Z\n")
    simulation = load_settings(file).simulation
    assert simulation is not None
    assert simulation.started == datetime(2026, 11, 24, 21, tzinfo=UTC)


def test_a_simulation_without_an_epoch_is_told_once(file):
    text = changed("[policy]", 'root = "https://localhost:8443"\n[policy]') + "[simulation]\nspeed = 0\n"
    assert problems(file, text) == [
        "simulation.epoch: missing; it is what the simulated clock shows at the start",
        "simulation.speed: must be more than 0",
    ]


def test_settings_made_by_hand_are_checked_too():
    with pytest.raises(ValueError, match="never runs over real diaries"):
        by_hand(simulation={"epoch": "2026-12-01T08:00:00Z"})
