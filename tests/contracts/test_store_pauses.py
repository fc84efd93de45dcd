"""What every store promises of pauses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calsync.domain.model import Pause, PauseFor
from tests.contracts.cast import MINUTE, NOON
from tests.contracts.conftest import World


def pause(name: str = "K7M2QX", **changes: Any) -> Pause:
    """Morgan's pause for a team, from noon to one."""
    values: dict[str, Any] = {
        "id": name,
        "whom": PauseFor.TEAM,
        "about": "North — Ä",
        "until": NOON + 60 * MINUTE,
        "reason": "training",
        "asked_by": "morgan",
        "asked_at": NOON,
    }
    return Pause(**{**values, **changes})


class TestPauses:
    def test_a_pause_stands_as_it_was_written(self, world: World) -> None:
        whole = pause(
            agreed_by="dee", agreed_at=NOON + MINUTE, covered=("sam", "robin"), goes_on=("v1",),
            ended_by="ash", ended_at=NOON + 2 * MINUTE, told_over=True,
        )  # fmt: skip
        with world.store.transaction() as work:
            work.put_pause(pause())
            assert work.pause("K7M2QX") == pause()
            work.put_pause(whole)
        with world.store.transaction() as work:
            assert work.pause("K7M2QX") == whole
            assert work.pause("OTHER") is None

    def test_those_of_a_time_are_found_the_oldest_first(self, world: World) -> None:
        later, ended = pause("B", asked_at=NOON + MINUTE), pause("C", until=NOON + 5 * MINUTE)
        with world.store.transaction() as work:
            for each in (later, ended, pause()):
                work.put_pause(each)
        with world.store.transaction() as work:
            assert work.pauses(NOON) == [ended, pause(), later]
            assert work.pauses(NOON + 5 * MINUTE) == [pause(), later]
            assert work.pauses(NOON + 60 * MINUTE) == []

    def test_one_that_can_not_be_understood_pauses_nobody(self, sql_world: World) -> None:
        with sql_world.store.transaction() as work:
            work.put_pause(pause())
            work.put_pause(replace(pause("B"), asked_at=NOON + MINUTE))
        sql_world.sql("UPDATE pauses SET covered = 'not a list' WHERE id = 'B'")
        with sql_world.store.transaction() as work:
            assert work.pauses(NOON) == [pause()]
