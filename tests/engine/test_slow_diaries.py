"""A diary that answers slowly and never fails holds up nobody twice (law 14)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tests.house import CAST, SAM, House


class Hastened(asyncio.SelectorEventLoop):
    """An event loop on which time passes as it is told."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def test_after_a_slow_reading_each_is_asked_alone_and_those_who_are_quick_go_together_again() -> None:
    ash = replace(SAM, id="another", mail="another@clarendon.test")
    house = House(people=replace(CAST, persons=(*CAST.persons, ash)))
    with asyncio.Runner(loop_factory=Hastened) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, Hastened)

        def requests(seconds: float) -> int:
            """In how many requests everything that is due is read, when an answer takes so long."""
            house.calendars.before_snapshot = lambda: setattr(loop, "ahead", loop.ahead + seconds)
            before = len(house.calendars.turns)
            house.clock.go(5)
            assert len(runner.run(house.engine.poll(limit=10))) >= 2
            return len(house.calendars.turns) - before

        assert requests(0.0) == 1
        assert requests(9.0) == 1
        assert requests(0.0) > 1
        assert requests(0.0) == 1
