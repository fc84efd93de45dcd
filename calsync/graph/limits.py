"""How many requests are in flight at once: as many as Microsoft bears, given out by turn.

Outlook allows one app four at once, says one version of Microsoft's page "Microsoft Graph service-specific throttling
limits", and four a mailbox, says another. So the number is found out: it grows while slots run short, is halved by a
429, and stays just below where it was throttled for ten minutes.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from calsync.domain.model import Turn
from calsync.domain.pace import LONGEST_PAUSE

SLOTS = 4
CEILING = 20
"""Slots are never more than this, whatever Microsoft bears: each costs a connection."""
GROW_AFTER = 20
"""Good answers, while slots run short, for one slot more."""
REMEMBERED = 600.0
"""Elapsed seconds for which the place where Microsoft throttled us is kept away from."""
LONGEST_PAUSE_OF_ALL = 30.0
"""Nor may one mailbox's answer stop everything, alarm mail and looks too: after this it is tried again, with half."""
OUTLIER = 3.0
"""An answer counts in the mean as at most so many times the mean: one slow mailbox slows nobody else's pace."""
WEIGHT = 0.9
"""How much the former mean counts against one more answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What became of the requests that were sent with some slots; a mere 403 or 404 is a good answer."""

    seconds: float
    """Elapsed, from sending to the last answer."""
    good: int = 0
    throttled: int = 0
    retry_after: float | None = None
    """The longest Retry-After of the throttled ones, in seconds; None when Microsoft named none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How the limiter stands at one moment."""

    requests: int
    """Sent since the start."""
    throttled: int
    """Answered with 429 since the start."""
    slots: int
    ceiling: int
    in_flight: int
    room: int
    """Slots free for an ordinary turn; 0 while Microsoft has asked us to wait."""
    waiting: int
    paused: float
    """Seconds until anything may be sent; 0: now."""
    seconds: float | None
    """What an answer takes, on the mean; None before the first."""

    @property
    def ordinary(self) -> int:
        """The slots that diaries may use, since one is kept for looks, answers and alarm mail."""
        return max(1, self.slots - 1)


class Limiter(Protocol):
    """Gives out the slots that requests to Graph are sent with. A slot is never held while waiting to try again."""

    @property
    def ceiling(self) -> int:
        """Slots are never more than this: so many connections are kept ready."""

    @property
    def quota(self) -> Quota:
        """How it stands, as far as it is known in this process."""

    async def take(self, wanted: int, turn: Turn) -> int:
        """How many slots were taken: at least one, for which it waits, and at most `wanted`.

        The lowest turn is served first, and within a turn who came first. One slot is kept for LOOK and MAIL.
        """

    def give_back(self, count: int, turn: Turn, answers: Answers | None = None) -> None:
        """Gives back slots that were taken in this turn, and says what came of them; None: nothing was sent."""

    async def settle(self) -> None:
        """Waits until what was given back has reached whoever else takes slots."""

    async def aclose(self) -> None:
        """Lets go of connections."""


def is_urgent(turn: Turn) -> bool:
    """Whether a turn may use the slot that is kept."""
    return turn <= Turn.MAIL


def any_pause() -> float:
    """The seconds to wait when Microsoft asks us to and does not say how long: 10 to 60, never the same for all."""
    return secrets.SystemRandom().uniform(10.0, 60.0)


def bounded_pause(retry_after: float) -> float:
    """What is made of a Retry-After: at least a second, so that nothing is sent into the same second again."""
    return min(max(1.0, retry_after), LONGEST_PAUSE)


def pause_of_all(retry_after: float) -> float:
    """What is made of a Retry-After for the whole app."""
    return min(bounded_pause(retry_after), LONGEST_PAUSE_OF_ALL)


@dataclass(order=True, slots=True)
class _Waiter:
    turn: Turn
    number: int
    wanted: int = field(compare=False)
    granted: asyncio.Future[int] = field(compare=False)


class LocalLimiter:
    """The limiter of one process and its one event loop."""

    def __init__(
        self,
        slots: int = SLOTS,
        *,
        ceiling: int = CEILING,
        elapsed: Callable[[], float] = time.monotonic,
        any_pause: Callable[[], float] = any_pause,
    ) -> None:
        self._slots, self._ceiling = slots, max(slots, ceiling)
        self._elapsed, self._any_pause = elapsed, any_pause
        self._urgent = self._ordinary = 0
        self._waiting: list[_Waiter] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._paused_until = self._cut_at = float("-inf")
        self._wall: int | None = None
        self._wall_at = 0.0
        self._short = False
        """Whether the last who took slots wanted more of them."""
        self._good = self._requests = self._throttled = 0
        self._mean: float | None = None

    @property
    def ceiling(self) -> int:
        """Slots are never more than this."""
        return self._ceiling

    @property
    def quota(self) -> Quota:
        """How it stands now."""
        paused = max(0.0, self._paused_until - self._elapsed())
        return Quota(
            requests=self._requests,
            throttled=self._throttled,
            slots=self._slots,
            ceiling=self._ceiling,
            in_flight=self._urgent + self._ordinary,
            room=0 if paused else max(0, self._room(Turn.ORDINARY)),
            waiting=len(self._waiting),
            paused=paused,
            seconds=self._mean,
        )

    async def take(self, wanted: int, turn: Turn) -> int:
        """How many slots were taken: at least one, for which it waits, and at most `wanted`."""
        waiter = _Waiter(turn, next(self._numbers), wanted, asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiting, waiter)
        self._serve()
        try:
            return await waiter.granted
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
                heapq.heapify(self._waiting)
            elif not waiter.granted.cancelled():
                # Served and cancelled in the same moment: nobody else knows of these slots.
                self.give_back(waiter.granted.result(), turn)
            raise

    def give_back(self, count: int, turn: Turn, answers: Answers | None = None) -> None:
        """Gives back slots that were taken in this turn, and says what came of them; None: nothing was sent."""
        if answers is not None:
            self._learn(count, answers)
        if is_urgent(turn):
            self._urgent -= count
        else:
            self._ordinary -= count
        self._serve()

    def pause(self, seconds: float) -> None:
        """Sends nothing for so long from now; a longer pause that is running stays."""
        self._paused_until = max(self._paused_until, self._elapsed() + seconds)

    async def settle(self) -> None:
        """Nothing is to be waited for."""

    async def aclose(self) -> None:
        """Ends the timer of a pause."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _room(self, turn: Turn) -> int:
        free = self._slots - self._urgent - self._ordinary
        if is_urgent(turn) or self._slots == 1:
            return free
        return min(free, self._slots - 1 - self._ordinary)

    def _serve(self) -> None:
        left = self._paused_until - self._elapsed()
        if left > 0:
            if self._waiting and self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(left, self._pause_is_over)
            return
        while self._waiting and (room := self._room(self._waiting[0].turn)) > 0:
            waiter = heapq.heappop(self._waiting)
            if waiter.granted.done():
                continue
            count = min(waiter.wanted, room)
            self._short = count < waiter.wanted
            if is_urgent(waiter.turn):
                self._urgent += count
            else:
                self._ordinary += count
            waiter.granted.set_result(count)

    def _pause_is_over(self) -> None:
        # Another 429 may have made the pause longer meanwhile; then this asks for the next timer.
        self._timer = None
        self._serve()

    def _learn(self, count: int, answers: Answers) -> None:
        self._requests += count
        self._throttled += answers.throttled
        # A refused connection is quick and says nothing of Microsoft's pace; an answer that never came says much.
        if answers.good or answers.seconds > (self._mean or 0.0):
            former = answers.seconds if self._mean is None else self._mean
            took = min(answers.seconds, OUTLIER * former)
            self._mean = former + (took - former) * (1 - WEIGHT ** (count - answers.throttled))
        if answers.throttled:
            self._cut(answers)
        elif self._waiting or self._short:
            self._good += answers.good
            if self._good >= GROW_AFTER:
                self._good = 0
                self._grow()

    def _cut(self, answers: Answers) -> None:
        now = self._elapsed()
        first = now - answers.seconds >= self._cut_at
        if answers.retry_after is not None:
            self.pause(pause_of_all(answers.retry_after))
        elif first:
            self.pause(pause_of_all(self._any_pause()))
        self._good = 0
        if not first:
            # Sent before the slots were halved: one volley, which is punished once.
            return
        halved = max(1, self._slots // 2)
        # What was really in flight counts, since the kept slot is mostly idle.
        self._wall, self._wall_at = max(self._urgent + self._ordinary, halved + 1), now
        self._slots, self._cut_at = halved, now

    def _grow(self) -> None:
        if self._wall is not None and self._elapsed() - self._wall_at >= REMEMBERED:
            self._wall = None
        top = self._ceiling if self._wall is None else min(self._ceiling, self._wall - 1)
        self._slots = max(self._slots, min(self._slots + 1, top))
