"""The verb `look`: once more at a diary and at the answers, just before responders are told (law 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from calsync.domain.escalation import advance
from calsync.domain.model import Ask, Deadline, MailboxState, PersonId, Turn
from calsync.engine.core import Core
from calsync.engine.poll import Polling, Read, all_of
from calsync.errors import SourceError

AHEAD = timedelta(seconds=10, microseconds=1)
"""How long before a responder step is due it is looked once more, in time of the clock."""
MOST = 500
FORGET = timedelta(hours=1)


class Looking:
    """Finds who is about to be told of, and reads their diary before all others. The alarm waits for none of it."""

    def __init__(self, core: Core, polling: Polling, read_answers: Callable[[], Awaitable[object]]) -> None:
        self._core = core
        self._polling = polling
        self._read_answers = read_answers
        self._looked: dict[tuple[str, datetime], datetime] = {}
        """When it was looked for each deadline and moment of a step: once each, also where the diary can't be read."""

    async def look(self) -> int:
        """How many diaries were read since responders are about to be told; the answers are read at the same time.

        Neither waits for the other, and none of both fails the look: who can't be read is told of elsewhere.
        """
        near, states = await asyncio.to_thread(self._near)
        if near:
            await all_of([self._polling.read_these(states, turn=Turn.LOOK), self._answers()])
        return len(states)

    async def _answers(self) -> list[Read]:
        with suppress(SourceError):
            await self._read_answers()
        return []

    def _near(self) -> tuple[bool, list[MailboxState]]:
        """Whether a step is near for which nobody has looked yet, and the diaries to look at now."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            soon = [each for each in tx.stepping(at + AHEAD, MOST) if _tells_responders(each, at + AHEAD)]
            near = {(each.id, each.next_step_at): each.worker for each in soon if each.next_step_at is not None}
            workers: list[PersonId] = sorted({each for key, each in near.items() if key not in self._looked})
            claimed = tx.claim_these(workers) if workers else []
        # Who is being read by somebody else just now is looked at again at the next tick.
        held = {each.worker for each in claimed}
        new = bool(workers)
        self._looked = {key: looked for key, looked in self._looked.items() if at - looked <= FORGET}
        self._looked |= {key: at for key, worker in near.items() if worker in held}
        return new, claimed


def _tells_responders(deadline: Deadline, until: datetime) -> bool:
    """Whether any step that falls due until then asks somebody other than the worker to do something."""
    steps = (each.step for each in advance(deadline, until).due)
    return any(not step.to_worker and step.ask is not Ask.KNOW for step in steps)
