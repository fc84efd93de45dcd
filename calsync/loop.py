"""Everything in one process: the scan in a thread of its own, the rest on one event loop.

The scan asks nobody but the store, and its thread waits for nobody: a slow Graph delays no alarm.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from calsync.app import App, check_clock
from calsync.clocks import CLOCK_EVERY, tick_seconds
from calsync.engine.darkness import SCAN
from calsync.engine.faults import fault
from calsync.engine.hooks import RECEIPT, TEXT
from calsync.errors import CalsyncError, SourceError

log = logging.getLogger("calsync")

PEOPLE_EVERY = timedelta(minutes=15)
MAIL_WHILE_OPEN = timedelta(seconds=10)
MAIL_OTHERWISE = timedelta(seconds=60)
POLLERS = 32
"""How many batches of diaries are under way at most: one that hangs for its ten seconds holds up no other."""
SOON = timedelta(hours=12)
"""Mail is read at the quicker pace while a deadline is open that moves within this time."""
AGAIN = timedelta(seconds=30)
"""After something failed."""
THROTTLED = timedelta(seconds=2)
"""After Microsoft asked us to wait: answers must not lie unread for longer than it asked."""
RECEIPTS_EVERY = timedelta(seconds=15)
RECEIPTS_OTHERWISE = timedelta(seconds=45)
"""While the carrier tells them by itself."""
NOTICE_EVERY = timedelta(seconds=10)
CHECK_EVERY = timedelta(minutes=1)
LETTERS_EVERY = timedelta(seconds=10)
SENDS = 40
"""Rounds of sending under way at once: each takes what its channels have room for, and lasts where one hangs."""
LOOKS = 20
"""Looks under way at once; each is at most ten seconds long."""
SETTINGS_EVERY = timedelta(minutes=1)
SETTINGS_AT_ONCE = 20
"""Mailbox settings are read in slices of so many, in the last turn of all."""


class Loop:
    """Polls, scans, sends and reads answers until it is told to stop."""

    def __init__(self, app: App, *, patience: float = 12.0) -> None:
        """`patience`: real seconds for which the end waits for what is under way, a request or a message."""
        self._app = app
        self._patience = patience
        self._tick = tick_seconds(app.clock.speed, clock_seconds=app.settings.service.tick)
        self._stopped = threading.Event()
        self._said: dict[str, str] = {}
        self._claims = asyncio.Lock()
        """One claim after the other: an idle service asks its database once a tick, and not once a poller."""
        self._nothing_until = 0.0
        self._looks: set[asyncio.Task[None]] = set()
        self._sends: set[asyncio.Task[None]] = set()

    def run(self, *, until: Callable[[], bool] = lambda: False, signals: bool = True) -> None:
        """Run until stopped, or until `until` (looked at each tick) says so. Raises CalsyncError on a hopeless start.

        Hopeless is: the tenant can't be asked, and the service has never run on this database, so that nobody is
        watched yet. A service that has run before starts all the same, since the alarms in its database need no tenant.
        """
        with asyncio.Runner() as runner:
            runner.run(self._main(until, signals))

    def stop(self) -> None:
        """Finish what is being done, then end. May be called from any thread."""
        self._stopped.set()

    async def _main(self, until: Callable[[], bool], signals: bool) -> None:
        if signals:
            running = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                running.add_signal_handler(number, self.stop)
        scan = threading.Thread(target=self._scan, name="scan")
        with self._app.store.transaction() as tx:
            ran_before = tx.heartbeat(SCAN) is not None
        try:
            if not ran_before:
                await self._meet_people()
            log.info("calsync runs under the policy %s", self._app.policies.names)
            scan.start()  # after a restart before anything is asked of Graph: what is known needs no directory
            await self._until_stopped(until)
        finally:
            self.stop()
            if scan.ident is not None:
                await asyncio.to_thread(scan.join)
            await self._app.aclose()

    async def _until_stopped(self, until: Callable[[], bool]) -> None:
        engine = self._app.engine
        pollers = [self._again_and_again("poll", self._poll_some) for _ in range(POLLERS)]
        tasks = [
            asyncio.create_task(each)
            for each in (
                *pollers,
                self._again_and_again("look", self._look),
                self._again_and_again("dispatch", self._dispatch),
                self._again_and_again("mail", self._read_mail),
                self._again_and_again("texts", self._read_texts),
                self._again_and_again("receipts", self._read_receipts),
                self._again_and_again("people", self._refresh_people),
                self._again_and_again("settings", self._refresh_settings),
                self._again_and_again("notices", self._notice),
                self._again_and_again("checks", self._check),
                self._again_and_again("who reads", self._look_who_reads),
                self._again_and_again("letters", self._letters),
                self._again_and_again("clock", self._check_clock),
            )
        ]
        while not self._stopped.is_set() and not until():
            await asyncio.sleep(self._tick)
        self._stopped.set()
        _, unfinished = await asyncio.wait([*tasks, *self._sends], timeout=self._patience)
        unfinished |= {each for each in self._looks if not each.done()}
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        with suppress(CalsyncError):
            engine.seal()

    async def _meet_people(self) -> None:
        """Ask who works here, and whether the service mailbox is there: without these a first start is hopeless."""
        await self._app.engine.refresh_people()
        await self._app.engine.read_mail()

    async def _again_and_again(self, name: str, work: Callable[[], Awaitable[timedelta]]) -> None:
        """Do a piece of work until the end, waiting in between as long as it says, in time of the clock."""
        while not self._stopped.is_set():
            try:
                wait = await work()
                self._said.pop(name, None)
            except CalsyncError as error:
                if isinstance(error, SourceError) and error.status == 429:
                    # Finding out how much Microsoft bears brings one now and then: it is waited for by the limiter.
                    log.info("%s: %s", name, error)
                    wait = THROTTLED
                else:
                    self._say_once(name, str(error))
                    wait = AGAIN
            except Exception as error:
                # Nothing that goes wrong in one piece of work may end the service (law 14).
                log.error("%s failed: %s", name, fault(error))
                wait = AGAIN
            await self._pause(wait)

    async def _pause(self, wait: timedelta) -> None:
        end = time.monotonic() + max(wait.total_seconds() / self._app.clock.speed, self._tick)
        while not self._stopped.is_set() and (left := end - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 0.2))

    def _say_once(self, name: str, sentence: str) -> None:
        if self._said.get(name) != sentence:
            self._said[name] = sentence
            log.error("%s: %s", name, sentence)

    def _scan(self) -> None:
        engine = self._app.engine
        while not self._stopped.is_set():
            try:
                engine.escalate()
                engine.seal()
                self._said.pop("scan", None)
            except CalsyncError as error:
                self._say_once("scan", str(error))
            except Exception as error:
                log.error("the scan failed and is tried again at the next tick: %s", fault(error))
            self._stopped.wait(self._tick)

    async def _poll_some(self) -> timedelta:
        """Read what there is room for; when nothing was due, nobody asks again before the next tick."""
        async with self._claims:
            if time.monotonic() < self._nothing_until:
                return timedelta(seconds=2)
            claimed = await self._app.engine.claim()
            if not claimed:
                self._nothing_until = time.monotonic() + self._tick
                return timedelta(seconds=2)
        await self._app.engine.read_claimed(claimed)
        return timedelta(0)

    async def _look(self) -> timedelta:
        """Start a look at every tick, and wait for none: one that a diary holds up must not hold up the next."""
        self._looks = {each for each in self._looks if not each.done()}
        if len(self._looks) < LOOKS:
            self._looks.add(asyncio.create_task(self._look_once()))
        return timedelta(seconds=2)

    async def _look_once(self) -> None:
        try:
            await self._app.engine.look()
            self._said.pop("a look", None)
        except Exception as error:
            # Not under the name of what starts the looks: that goes well, and would have it said again each time.
            self._say_once("a look", str(error) if isinstance(error, CalsyncError) else fault(error))

    async def _dispatch(self) -> timedelta:
        """Send at every tick, and wait for nothing: a channel that hangs must not hold up the others."""
        self._sends = {each for each in self._sends if not each.done()}
        if len(self._sends) < SENDS:
            self._sends.add(asyncio.create_task(self._dispatch_once()))
        return timedelta(0)

    async def _dispatch_once(self) -> None:
        try:
            await self._app.engine.dispatch()
            self._said.pop("a message", None)
        except Exception as error:
            self._say_once("a message", str(error) if isinstance(error, CalsyncError) else fault(error))

    async def _read_mail(self) -> timedelta:
        await self._app.engine.read_mail()
        return self._pace_of_answers()

    def _pace_of_answers(self) -> timedelta:
        with self._app.store.transaction() as tx:
            moves = tx.next_step_at()
        return MAIL_WHILE_OPEN if moves is not None and moves <= self._app.clock.now() + SOON else MAIL_OTHERWISE

    async def _read_texts(self) -> timedelta:
        await self._app.engine.read_texts()
        # A carrier that calls in is asked as the safety net alone, and once more before responders are told.
        called = self._app.engine.hooks.work(TEXT)
        return MAIL_OTHERWISE if called else self._pace_of_answers()

    async def _read_receipts(self) -> timedelta:
        await self._app.engine.read_receipts()
        return RECEIPTS_OTHERWISE if self._app.engine.hooks.work(RECEIPT) else RECEIPTS_EVERY

    async def _check_clock(self) -> timedelta:
        await check_clock(self._app)
        return CLOCK_EVERY

    async def _refresh_people(self) -> timedelta:
        await self._app.engine.refresh_people()
        return PEOPLE_EVERY

    async def _refresh_settings(self) -> timedelta:
        asked = await self._app.engine.refresh_settings(limit=SETTINGS_AT_ONCE)
        return timedelta(seconds=2) if asked else SETTINGS_EVERY

    async def _check(self) -> timedelta:
        await asyncio.to_thread(self._app.engine.check)
        return CHECK_EVERY

    async def _look_who_reads(self) -> timedelta:
        asked = await self._app.engine.look_who_reads()
        return timedelta(seconds=20) if asked else PEOPLE_EVERY

    async def _notice(self) -> timedelta:
        await self._app.engine.notice()
        return NOTICE_EVERY

    async def _letters(self) -> timedelta:
        await self._app.engine.letters()
        return LETTERS_EVERY
