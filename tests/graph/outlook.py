"""Outlook as a limiter meets it: so many requests in flight, and 429 for one more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from calsync.domain.model import Turn
from calsync.graph.limits import Answers, Limiter


@dataclass
class Outlook:
    """Answers after `latency`; who comes when `limit` are in flight is told at once to wait for `retry_after`."""

    limit: int
    latency: float = 0.25
    retry_after: float | None = 5.0
    in_flight: int = 0
    answered: int = 0
    throttled: list[float] = field(default_factory=list)
    asked: list[tuple[float, Turn]] = field(default_factory=list)

    async def ask(self, limiter: Limiter, turn: Turn = Turn.ORDINARY, wanted: int = 1) -> int:
        """How many were answered well of those for which slots were to be had: a batch, in which each counts."""
        clock = asyncio.get_running_loop()
        taken = await limiter.take(wanted, turn)
        began = clock.time()
        self.asked += [(began, turn)] * taken
        let_in = min(taken, max(0, self.limit - self.in_flight))
        refused = taken - let_in
        self.throttled += [began] * refused
        self.in_flight += let_in
        if let_in:
            await asyncio.sleep(self.latency)
        self.in_flight -= let_in
        self.answered += let_in
        seconds = clock.time() - began
        told = Answers(seconds=seconds, good=let_in, throttled=refused, retry_after=self.retry_after)
        limiter.give_back(taken, turn, told)
        return let_in
