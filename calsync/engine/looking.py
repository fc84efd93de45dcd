"""The verb `look`: once more at a diary and at the answers, just before responders are told (law 9)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from calsync.domain.escalation import advance
from calsync.domain.model import Ask, Deadline, MailboxState, PersonId, Turn
from calsync.engine.core import Core
from calsync.engine.poll import Polling

AHEAD = timedelta(seconds=10, microseconds=1)
"""How long before a responder step is due it is looked once more, in time of the clock."""
MOST = 500
FORGET = timedelta(hours=1)


class Looking:
    """Finds who is about to be told of, and reads their diary before all others. The alarm waits for none of it."""

    def __init__(self, core: Core, polling: Polling) -> None:
        self._core = core
        self._polling = polling
        self._looked: dict[tuple[str, datetime], datetime] = {}
        """When it was looked for each deadline and moment of a step: once each, also where the diary can't be read."""

    async def look(self) -> int:
        """For how many workers a responder step is so near that their diary was read now."""
        states = await asyncio.to_thread(self._near)
        if states:
            await self._polling.read_these(states, turn=Turn.LOOK)
        return len(states)

    def _near(self) -> list[MailboxState]:
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            soon = [each for each in tx.stepping(at + AHEAD, MOST) if _tells_responders(each, at + AHEAD)]
            near = {(each.id, each.next_step_at): each.worker for each in soon if each.next_step_at is not None}
            workers: list[PersonId] = sorted({each for key, each in near.items() if key not in self._looked})
            claimed = tx.claim_these(workers) if workers else []
        # Who is being read by somebody else just now is looked at again at the next tick.
        held = {each.worker for each in claimed}
        self._looked = {key: looked for key, looked in self._looked.items() if at - looked <= FORGET}
        self._looked |= {key: at for key, worker in near.items() if worker in held}
        return claimed


def _tells_responders(deadline: Deadline, until: datetime) -> bool:
    """Whether any step that falls due until then asks somebody other than the worker to do something."""
    steps = (each.step for each in advance(deadline, until).due)
    return any(not step.to_worker and step.ask is not Ask.KNOW for step in steps)
