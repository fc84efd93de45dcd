"""The store's fake, whole: a unit of work of all its parts, and the chain of the audit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from calsync.errors import StoreUnavailable
from calsync.ports import SealedAct
from calsync.store.audit import Link, first_break, link
from calsync.store.memory.before import MemoryBefore
from calsync.store.memory.diaries import MemoryDiaries
from calsync.store.memory.incidents import MemoryIncidents
from calsync.store.memory.letters import MemoryLetters
from calsync.store.memory.life import MemoryLife
from calsync.store.memory.links import MemoryLinks
from calsync.store.memory.notices import MemoryNotices
from calsync.store.memory.outbox import MemoryOutbox
from calsync.store.memory.pauses import MemoryPauses
from calsync.store.memory.people import MemoryPeople
from calsync.store.memory.pins import MemoryPins
from calsync.store.memory.sessions import MemorySessions
from calsync.store.memory.texts import MemoryTexts
from calsync.store.memory.watch import MemoryWatch
from calsync.store.memory.work import State
from calsync.store.sql import wall_utc

BUSY_SECONDS = 5.0


class MemoryTransaction(
    MemoryPeople,
    MemoryDiaries,
    MemoryWatch,
    MemoryOutbox,
    MemoryTexts,
    MemoryLinks,
    MemoryPins,
    MemorySessions,
    MemoryNotices,
    MemoryLetters,
    MemoryIncidents,
    MemoryLife,
    MemoryPauses,
    MemoryBefore,
):
    """One unit of work: everything in it is written, or nothing is."""


class MemoryStore:
    """A store that forgets everything with its process. One transaction at a time, as in SQLite."""

    def __init__(self, *, real_now: Callable[[], datetime] = wall_utc) -> None:
        self._real_now = real_now
        self._state = State()
        self._seals: list[str] = []
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """A unit of work that is written when its block ends without an error. Raises StoreUnavailable."""
        with self._alone():
            state = self._state.copy()
            yield MemoryTransaction(state, self._real_now)
            self._state = state

    def seal(self) -> int:
        """Chain the acts that were added since the last sealing; how many. One sealer at a time, under a lease."""
        with self._alone():
            before = len(self._seals)
            for number, act in enumerate(self._state.acts[before:], start=before + 1):
                last = self._seals[-1] if self._seals else ""
                self._seals.append(link(last, place=number, number=number, act=act))
            return len(self._seals) - before

    def audit(self, *, after: int = 0) -> list[SealedAct]:
        """The audit after an act's number, oldest first."""
        with self._alone():
            seals = self._seals + [""] * (len(self._state.acts) - len(self._seals))
            every = zip(self._state.acts, seals, strict=True)
            return [SealedAct(number=n, act=act, seal=seal) for n, (act, seal) in enumerate(every, 1) if n > after]

    def verify(self) -> str:
        """Empty when the audit's chain is whole; else a sentence that names the first broken line."""
        links = [
            Link(place=each.number, number=each.number, act=each.act, seal=each.seal)
            for each in self.audit()
            if each.seal
        ]
        return first_break(links, length=len(self._seals), head=self._seals[-1] if self._seals else "")

    def close(self) -> None:
        """Let go of files and connections: there are none."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A transaction inside a transaction would wait for ever: it fails as SQLite's does, and as loudly.
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise StoreUnavailable("The store in memory is held by another transaction that never ends: end it.")
        try:
            yield
        finally:
            self._lock.release()
