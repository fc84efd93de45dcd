"""The limiter of several processes: its state stands in Redis, where a take is one step that nobody comes between.

Redis is never the truth (law 11): it may be empty, gone or full at any moment. Then each process goes on with a small
share of its own, and takes the common slots up again when Redis answers.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from calsync.domain.model import Turn
from calsync.graph.limits import (
    CEILING,
    GROW_AFTER,
    OUTLIER,
    REMEMBERED,
    SLOTS,
    WEIGHT,
    Answers,
    LocalLimiter,
    Quota,
    any_pause,
    is_urgent,
    pause_of_all,
)
from calsync.graph.shared_scripts import GIVE, TAKE

log = logging.getLogger(__name__)
SHARE = 2
"""Slots of one process while Redis can't be asked: one for diaries, one kept for what is urgent."""
PATIENCE = 1.0
"""Elapsed seconds until Redis has to have answered; a poll must not hang on it."""
ASK_AGAIN = 5.0
"""Elapsed seconds from a failure of Redis until it is tried again."""
_LOOK_AGAIN = 0.03
_SPARE = 5.0


class RedisLimiter:
    """The limiter of one app in one tenant, for any number of processes; one event loop in each of them.

    Slots of a process that was killed come back some seconds after its requests would have timed out.
    """

    def __init__(
        self,
        url: str,
        *,
        app: str,
        slots: int = SLOTS,
        ceiling: int = CEILING,
        share: int = SHARE,
        timeout: float = 10.0,
        elapsed: Callable[[], float] = time.monotonic,
        any_pause: Callable[[], float] = any_pause,
    ) -> None:
        self._url = url
        self._keys = [f"calsync:limit:{{{app}}}:{name}" for name in ("state", "urgent", "ordinary", "waiting")]
        self._hold = timeout + _SPARE
        self._elapsed, self._any_pause = elapsed, any_pause
        self._slots, self._ceiling = slots, max(slots, ceiling)
        self._alone = LocalLimiter(share, ceiling=share, elapsed=elapsed, any_pause=any_pause)
        self._me = secrets.token_hex(6)
        self._numbers = itertools.count()
        self._line: list[tuple[Turn, int]] = []
        self._moved = asyncio.Event()
        self._short = False
        self._held: dict[bool, deque[str]] = {True: deque(), False: deque()}
        self._away_until: float | None = None
        self._told: Quota | None = None
        self._told_at = 0.0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._redis: Any = None
        self._take: Any = None
        self._give: Any = None

    @property
    def ceiling(self) -> int:
        """Slots are never more than this, whichever process has them."""
        return self._ceiling

    @property
    def quota(self) -> Quota:
        """How it stood when Redis last answered this process; this process's own share while Redis is away."""
        if self._told is None or self._away_until is not None:
            return self._alone.quota
        paused = max(0.0, self._told.paused - (self._elapsed() - self._told_at))
        return replace(self._told, paused=paused, waiting=max(self._told.waiting, len(self._line)))

    async def take(self, wanted: int, turn: Turn) -> int:
        """How many slots were taken: at least one, for which it waits, and at most `wanted`."""
        mine = (turn, next(self._numbers))
        self._line.append(mine)
        self._line.sort()
        try:
            while True:
                wait: float | None = None
                if self._line[0] == mine:
                    if self._is_away():
                        break
                    taken, wait = await self._ask(wanted, mine)
                    if taken:
                        self._short = taken < wanted
                        return taken
                await self._something_moves(wait)
        finally:
            self._line.remove(mine)
            self._move()
        return await self._alone.take(wanted, turn)

    def give_back(self, count: int, turn: Turn, answers: Answers | None = None) -> None:
        """Gives back slots that were taken in this turn, and says what came of them; None: nothing was sent."""
        urgent = is_urgent(turn)
        own = self._held[urgent]
        shared = [own.popleft() for _ in range(min(count, len(own)))]
        # Slots are all alike: which of them came from Redis matters only when all of them are back.
        if alone := count - len(shared):
            self._alone.give_back(alone, turn, answers if not shared else None)
        if shared:
            # By a task, so that nobody who is cancelled has to wait before the slots are free.
            task = asyncio.get_running_loop().create_task(self._return(shared, urgent, count, answers))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._move()

    async def settle(self) -> None:
        """Waits until what was given back has reached Redis: a loop that rests would keep the slots from all others."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Waits until what was given back has reached Redis, and closes the connections to it."""
        await self.settle()
        await self._alone.aclose()
        client, self._redis = self._redis, None
        if client is not None:
            await client.aclose()

    def _is_away(self) -> bool:
        """Whether Redis failed a short while ago. One request at a time finds out whether it is back."""
        return self._away_until is not None and self._elapsed() < self._away_until

    async def _ask(self, wanted: int, mine: tuple[Turn, int]) -> tuple[int, float]:
        """What Redis gives, and after how many seconds to ask again when that is nothing.

        Nothing, and no time, when Redis does not answer.
        """
        turn, number = mine
        urgent = is_urgent(turn)
        tokens = [f"{self._me}:{number}:{n}" for n in range(wanted)]
        told = (self._me, number, int(turn), int(urgent), wanted, self._hold, self._slots, self._ceiling)
        asking = asyncio.ensure_future(self._run("take", [*told, *tokens]))
        try:
            answer = await asyncio.shield(asking)
        except asyncio.CancelledError:
            # What Redis gives to somebody who has left goes back at once.
            asking.add_done_callback(lambda done: self._unwanted(done, tokens, turn))
            raise
        if answer is None:
            return 0, 0.0
        taken = int(answer[0])
        self._held[urgent].extend(tokens[:taken])
        paused = self._told.paused if self._told is not None else 0.0
        # Spread out, so that the processes do not all ask in the same moment.
        return taken, min(max(paused, _LOOK_AGAIN), 1.0) * random.uniform(0.7, 1.3)  # noqa: S311 - no secret

    def _unwanted(self, done: asyncio.Future[list[Any] | None], tokens: list[str], turn: Turn) -> None:
        if done.cancelled() or not (answer := done.result()) or not (taken := int(answer[0])):
            return
        self._held[is_urgent(turn)].extend(tokens[:taken])
        self.give_back(taken, turn)

    async def _return(self, tokens: list[str], urgent: bool, count: int, answers: Answers | None) -> None:
        told: list[object] = [0, 0, 0, 0, 0]
        if answers is not None:
            pause = pause_of_all(self._any_pause() if answers.retry_after is None else answers.retry_after)
            hinted = int(answers.retry_after is not None)
            told = [answers.seconds, answers.good, answers.throttled, pause, hinted]
            if answers.throttled:
                # Kept here too, lest a process whose Redis fails now runs on into the pause.
                self._alone.pause(pause)
        hungry = int(self._short or bool(self._line))
        sizes = (GROW_AFTER, REMEMBERED, WEIGHT, OUTLIER)
        await self._run("give", [int(urgent), self._slots, self._ceiling, count, *told, hungry, *sizes, *tokens])
        self._move()

    async def _run(self, name: str, told: list[object]) -> list[Any] | None:
        """The script's answer; None when Redis could not be asked, which is said once."""
        from redis.exceptions import RedisError

        try:
            self._connect()
            script = self._take if name == "take" else self._give
            async with asyncio.timeout(PATIENCE):
                answer: list[Any] = await script(keys=self._keys, args=told)
        except (RedisError, OSError, TimeoutError) as error:
            if self._away_until is None:
                log.warning(
                    "Redis can't be asked (%s); until it answers again, this process sends at most %d requests to "
                    "Microsoft Graph at once. Check Redis and its address.",
                    type(error).__name__,
                    self._alone.quota.slots,
                )
            self._away_until = self._elapsed() + ASK_AGAIN
            self._move()
            return None
        if self._away_until is not None:
            log.warning("Redis answers again; the slots for Microsoft Graph are shared as before.")
            self._away_until = None
        self._hear(answer)
        return answer

    def _hear(self, answer: list[Any]) -> None:
        slots, flight, ordinary, requests, throttled, waiting = (int(each) for each in answer[1:7])
        paused, mean = float(answer[7]), float(answer[8])
        free = slots - flight
        room = free if slots == 1 else min(free, slots - 1 - ordinary)
        self._told_at = self._elapsed()
        self._told = Quota(
            requests=requests,
            throttled=throttled,
            slots=slots,
            ceiling=self._ceiling,
            in_flight=flight,
            room=0 if paused else max(0, room),
            waiting=waiting,
            paused=paused,
            seconds=mean or None,
        )
        if paused:
            self._alone.pause(paused)

    def _connect(self) -> None:
        if self._redis is not None:
            return
        # Here and not above: who runs in one process needs no Redis, and may not have its client installed.
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        self._redis = Redis.from_url(
            self._url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 1)
        )
        self._take, self._give = self._redis.register_script(TAKE), self._redis.register_script(GIVE)

    async def _something_moves(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._moved.wait()
        except TimeoutError:
            pass

    def _move(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
