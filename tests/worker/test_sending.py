"""One dispatch task: a channel that hangs holds up no other, and the task ends within its time."""

from __future__ import annotations

import asyncio

import pytest

from worker.celery_app import app as celery
from worker.sending import SEND_SECONDS, Sends


class OneHangs:
    """An engine whose first round hangs until the third has been made."""

    def __init__(self, *, fails: bool = False) -> None:
        self.rounds, self.fails = 0, fails
        self.free = asyncio.Event()

    async def dispatch(self) -> int:
        """One message a round."""
        self.rounds += 1
        if self.rounds == 1:
            await self.free.wait()
        if self.rounds >= 3:
            self.free.set()
        if self.fails and self.rounds == 2:
            self.free.set()
            raise ValueError("a fault of ours")
        return 1


def test_while_one_round_hangs_what_falls_due_is_sent_by_further_ones() -> None:
    engine = OneHangs()
    assert asyncio.run(Sends(tick=0.001).run(engine)) == 3  # type: ignore[arg-type]  # all that it uses of an engine


def test_a_fault_is_raised_and_what_is_on_its_way_ends_first() -> None:
    engine = OneHangs(fails=True)
    with pytest.raises(ValueError, match="a fault of ours"):
        asyncio.run(Sends(tick=0.001).run(engine))  # type: ignore[arg-type]  # all that it uses of an engine
    assert engine.rounds == 2


def test_a_task_begins_no_round_long_before_its_limit() -> None:
    assert celery.conf.task_time_limit > SEND_SECONDS + 20
