"""The verbs that move everything: poll, escalate, answer and dispatch. Ports in, ports out.

The one-process loop, the Celery tasks, the web pages and the command line call these and nothing else.
"""

from __future__ import annotations

from calsync.domain.answering import Outcome
from calsync.domain.model import Answer, MailboxState, People
from calsync.engine.answer import Answering
from calsync.engine.core import Core, Pace
from calsync.engine.dispatch import Dispatching
from calsync.engine.escalate import Escalation
from calsync.engine.mail import MailReading
from calsync.engine.people import refresh_people
from calsync.engine.poll import Polling, Read
from calsync.engine.story import Happened

__all__ = ["Core", "Engine", "Happened", "Outcome", "Pace", "Read"]


class Engine:
    """The verbs, over one set of ports."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._polling = Polling(core)
        self._escalation = Escalation(core)
        self._answering = Answering(core)
        self._dispatching = Dispatching(core)
        self._mail = MailReading(core, self._answering)

    async def poll(self, *, limit: int = 4) -> list[Read]:
        """Diary to deadlines: read the diaries whose turn has come."""
        return await self._polling.poll(limit=limit)

    async def read(self, state: MailboxState) -> Read:
        """Diary to deadlines: read one diary now, whoever's turn it is."""
        return await self._polling.read(state)

    def escalate(self) -> int:
        """Deadlines to notification rows: how many deadlines moved on."""
        return self._escalation.escalate()

    async def dispatch(self, *, limit: int = 20) -> int:
        """Notification rows to messages: how many were handed over."""
        return await self._dispatching.dispatch(limit=limit)

    def answer(self, answer: Answer) -> Outcome:
        """Answers to closed, moved or taken deadlines: what this one did."""
        return self._answering.answer(answer)

    async def read_mail(self) -> int:
        """Mail in the service mailbox to answers: how many were taken."""
        return await self._mail.read_mail()

    async def refresh_people(self) -> People:
        """The directory to the store: everybody as they are known now."""
        return await refresh_people(self.core)

    def seal(self) -> int:
        """Chain what was added to the audit: how many lines."""
        return self.core.store.seal()
