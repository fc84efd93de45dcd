"""The verbs that move everything: poll, look, escalate, answer, dispatch, notice and letters. Ports in, ports out.

The one-process loop, the Celery tasks, the web pages and the command line call these and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from calsync.domain.answering import Outcome
from calsync.domain.model import Answer, Channel, MailboxState, People
from calsync.domain.notices import Cause
from calsync.engine.afterwards import follow_up
from calsync.engine.answer import Answering
from calsync.engine.away import AwayWatch
from calsync.engine.before import Checking
from calsync.engine.boards import Boards
from calsync.engine.call_ends import CallEnds
from calsync.engine.core import Core, Pace, log
from calsync.engine.coverage import raise_uncovered
from calsync.engine.dispatch import Dispatching
from calsync.engine.drilling import Drilling
from calsync.engine.escalate import Escalation
from calsync.engine.faults import fault
from calsync.engine.hooks import RECEIPT, TEXT, Hooks
from calsync.engine.lanes import AT_ONCE
from calsync.engine.letters import Lettering
from calsync.engine.link_answers import LinkAnswers
from calsync.engine.looking import Looking
from calsync.engine.mail import MailReading
from calsync.engine.notices import TEXTS, Noticing, clear_notice, raise_notice
from calsync.engine.openness import Opening
from calsync.engine.pausing import Pausing
from calsync.engine.people import Staff
from calsync.engine.pinning import Pinning
from calsync.engine.poll import Claimed, Polling, Read
from calsync.engine.receipts import Receipts
from calsync.engine.refused_links import RefusedLinks
from calsync.engine.responding import Responding
from calsync.engine.rota import Rotas
from calsync.engine.sign_ins import SignIns
from calsync.engine.story import Happened
from calsync.engine.text_reading import TextReading
from calsync.engine.voice import Voice
from calsync.engine.voice_in import VoiceIn
from calsync.engine.word_questions import WordQuestions
from calsync.errors import SourceError, StoreUnavailable
from calsync.ports import Transaction

__all__ = ["Core", "Engine", "Happened", "Outcome", "Pace", "Read"]


class Engine:
    """The verbs, over one set of ports."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self._polling = Polling(core)
        self._looking = Looking(core, self._polling, self._read_answers)
        self._escalation = Escalation(core)
        self._answering = Answering(core)
        self._dispatching = Dispatching(core)
        self._mail = MailReading(core, self._answering)
        self._texts = TextReading(core, self._mail)
        self.links, self.pins = LinkAnswers(core, self._answering), Pinning(core)
        self._receipts = Receipts(core)
        self._call_ends = CallEnds(core)
        self.voice, self.voice_in = Voice(core, self._answering, self._call_ends), VoiceIn(core, self._answering)
        self.hooks = Hooks(core, self._texts, self._receipts, sends=lambda: self._dispatching.sends_by(Channel.TEXT))
        self.responding = Responding(core, self._answering)
        self.refused_links = RefusedLinks(core)
        self.sign_ins = SignIns(core)
        self._noticing = Noticing(core)
        self._lettering = Lettering(core)
        self._staff = Staff(core)
        self.pausing, self.drills = Pausing(core), Drilling(core)
        self._away, self._word_questions = AwayWatch(core), WordQuestions(core)
        self._rotas = Rotas(core)
        self._checking = Checking(core)
        self._opening = Opening(core)
        self.boards = Boards(core)
        self._reads_mail, self._reads_texts, self._reads_receipts = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()

    async def poll(self, *, limit: int | None = None) -> list[Read]:
        """Diary to deadlines: read the diaries whose turn has come, as many as there is room for when no limit."""
        return await self._polling.poll(limit=limit)

    async def claim(self) -> list[Claimed]:
        """The first half of `poll`: take the diaries whose turn has come, as many as there is room for."""
        return await self._polling.claim()

    async def read_claimed(self, claimed: Sequence[Claimed]) -> list[Read]:
        """The second half of `poll`: read what was taken."""
        return await self._polling.read_claimed(claimed)

    async def read(self, state: MailboxState) -> Read:
        """Diary to deadlines: read one diary now, whoever's turn it is."""
        return await self._polling.read(state)

    async def read_these(self, states: Sequence[MailboxState], *, believe_empty: bool = False) -> list[Read]:
        """Diaries to deadlines: read these now, whoever's turn it is, as many in one request as there is room for.

        With `believe_empty` somebody has said that what is missing in them really was taken out.
        """
        return await self._polling.read_these(states, believe_empty=believe_empty)

    async def look(self) -> int:
        """Diary and mail once more, just before responders are told: how many diaries were read (law 9)."""
        return await self._looking.look()

    def escalate(self) -> int:
        """Deadlines to notification rows: how many deadlines moved on.

        What is looked at beside it comes after the alarms, and harms none of them.
        """
        moved = self._escalation.escalate()
        for beside in (self.pausing.sweep, self._away.sweep, self._word_questions.sweep, self._follow_up):
            try:
                beside()
            except StoreUnavailable:
                raise
            except Exception as error:
                log.error("%s failed and is tried again at the next tick: %s", beside.__qualname__, fault(error))
        return moved

    def _follow_up(self) -> None:
        """Tell of what is overdue after incidents."""
        follow_up(self.core, self.core.clock.now())

    def check(self) -> int:
        """What stands about visits that are to come: how many were looked at, because time or a change has it so."""
        return self._checking.check()

    def next_check(self, tx: Transaction) -> datetime | None:
        """When `check` has something to do next; None when nothing is known of."""
        return self._checking.next_at(tx)

    async def look_who_reads(self, *, limit: int = 20) -> int:
        """Whose diary everybody can read, of those whose week has come: how many were looked at."""
        return await self._opening.look(limit)

    async def dispatch(self, *, limit: int = AT_ONCE) -> int:
        """Notification rows to messages: how many were handed over, with `limit` of each channel on their way at once.

        To be called at each tick, also while an earlier call waits for a channel that hangs.
        """
        return await self._dispatching.dispatch(limit=limit)

    def answer(self, answer: Answer) -> Outcome:
        """Answers to closed, moved or taken deadlines: what this one did."""
        return self._answering.answer(answer)

    async def read_mail(self) -> int:
        """Mail in the service mailbox to answers: how many were taken. One reader at a time reads it."""
        try:
            async with self._reads_mail:
                taken = await self._mail.read_mail()
        except StoreUnavailable:
            raise  # nobody's answers are unread for it: the store is told by itself
        except Exception as error:
            # Whatever it is: nobody's "safe" and nobody's call for help is heard (law 10).
            why = error if isinstance(error, SourceError) else SourceError(f"Answers can't be read: {fault(error)}.")
            await asyncio.to_thread(self._noticing.went_wrong, "mail", why)
            raise
        await asyncio.to_thread(self._noticing.went_well, "mail")
        return taken

    async def read_texts(self) -> int:
        """Texts that came in to answers: how many were taken. One reader at a time reads them."""
        return await self._asking_carrier(self._texts.read_texts, self._reads_texts, TEXT)

    async def read_receipts(self) -> int:
        """What became of texts and calls: of how many something new is known. No answer waits for it."""
        return await self._asking_carrier(self._read_receipts, self._reads_receipts, RECEIPT)

    async def _read_receipts(self) -> int:
        both = await asyncio.gather(self._receipts.read(), self._call_ends.read(), return_exceptions=True)
        if errors := [each for each in both if isinstance(each, BaseException)]:
            raise errors[0]
        return sum(each for each in both if isinstance(each, int))

    async def _asking_carrier(self, work: Callable[[], Awaitable[int]], one_at_a_time: asyncio.Lock, hook: str) -> int:
        if self.core.carrier is None and self.core.caller is None:
            return 0
        try:
            async with one_at_a_time:
                done = await work()
        except StoreUnavailable:
            raise
        except Exception as error:
            why = error if isinstance(error, SourceError) else SourceError(f"Texts can't be read: {fault(error)}.")
            await asyncio.to_thread(self._noticing.went_wrong, TEXTS, why)
            raise
        await asyncio.to_thread(self._noticing.went_well, TEXTS)
        if done:
            await asyncio.to_thread(self.hooks.asked_in_vain, hook)
        return done

    async def _read_answers(self) -> None:
        """Mail and texts, at the same time; one that can't be read keeps nobody from reading the other."""
        both = await asyncio.gather(self.read_mail(), self.read_texts(), return_exceptions=True)
        if errors := [each for each in both if isinstance(each, BaseException)]:
            raise errors[0]

    async def refresh_people(self) -> People:
        """The directory and the rotas to the store: everybody as they are known now, and who is on duty when."""
        try:
            people = await self._staff.refresh_people()
        except SourceError as error:
            await asyncio.to_thread(self._noticing.went_wrong, "people", error)
            raise
        await asyncio.to_thread(self._noticing.went_well, "people")
        await asyncio.to_thread(self._noticing.people, self._staff.problems)
        await self._rotas.refresh()
        await asyncio.to_thread(self.find_uncovered)
        return people

    def find_uncovered(self) -> int:
        """Visits that nobody stands behind to concerns, and to messages about them: how many concerns are new."""
        return raise_uncovered(self.core)

    async def refresh_settings(self, *, limit: int = 50) -> int:
        """Mailbox settings to the store, of those whose turn has come: how many were asked; 0: nobody's turn has."""
        return await self._staff.refresh_settings(limit)

    async def notice(self) -> int:
        """What keeps the service from its work to messages to IT: how many were handed over (law 10)."""
        return await self._noticing.notice()

    async def letters(self) -> int:
        """The day to letters, which are no alarm: how many were handed over, at the pace of the bulk lane."""
        return await self._lettering.letters()

    async def tell_directly(self, cause: Cause, words: str) -> bool:
        """Whether IT was told, without the store: for a store that fails."""
        return await self._noticing.tell_directly(cause, words)

    def raise_notice(self, cause: Cause, words: str, about: str = "") -> bool:
        """Record something that IT must hear of; False when it is known. `words` name nobody visited and no place."""
        with self.core.store.transaction() as tx:
            return raise_notice(tx, cause, about, words, self.core.clock.now())

    def clear_notice(self, cause: Cause, about: str = "") -> bool:
        """Record that it is well again; False when nothing was wrong."""
        with self.core.store.transaction() as tx:
            return clear_notice(tx, cause, about, self.core.clock.now())

    def seal(self) -> int:
        """Chain what was added to the audit: how many lines."""
        return self.core.store.seal()
