"""calsync as it runs, in a process of its own, with somebody beside it who notes how it stands."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import made_up
from gauges import Ticker, peak_mb
from serving import Served

from calsync.app import App, build
from calsync.clocks import SystemClock
from calsync.config import Settings
from calsync.demo.joining import POLICY
from calsync.domain.pace import stretch
from calsync.errors import CalsyncError
from calsync.loop import Loop

SAMPLE_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Sample:
    """How the service stands at one moment; `at` is the machine's time in seconds."""

    at: float
    slots: int
    in_flight: int
    throttled: int
    stretch_begun: float
    stretch_others: float
    met: int
    """Diaries that were read at least once."""
    unread: int
    """Diaries past the time at which they count as unread (law 10)."""
    cpu: float
    peak_mb: float
    lag: float
    """The longest that the event loop stood still since the sample before, in seconds."""


class _Kept(logging.Handler):
    """What calsync's log said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[tuple[float, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.said.append((record.created, record.getMessage()))


class Service:
    """`calsync run` in a thread; ask it with a word."""

    def __init__(self, served: Served, folder: str) -> None:
        self._served, self._url = served, f"sqlite:///{Path(folder) / 'fleet.sqlite'}"
        self._kept, self._ticker = _Kept(), Ticker(every=0.01)
        logging.getLogger("calsync").addHandler(self._kept)
        self._loop: Loop | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._over = threading.Event()
        self._samples: list[Sample] = []
        self._failed = ""
        self._threads = [threading.Thread(target=self._run, name="service", daemon=True)]
        self._threads[0].start()

    def __call__(self, word: str) -> Any:
        """`samples`: those so far, and what the log said. `stop`: let the service end. Raises what it died of."""
        if self._failed:
            raise RuntimeError(self._failed)
        if word == "stop":
            self._over.set()
            if self._loop is not None:
                self._loop.stop()
            for each in self._threads:
                each.join()
        return self._samples, self._kept.said

    def _run(self) -> None:
        try:
            app = build(_settings(self._served, self._url))
            self._loop = Loop(app)
            beside = threading.Thread(target=self._watch, args=(app,), name="samples", daemon=True)
            self._threads.append(beside)
            beside.start()
            self._loop.run(until=self._tick, signals=False)
        except CalsyncError as error:
            self._failed = str(error)

    def _tick(self) -> bool:
        # Called on the service's event loop, which is what the ticker is to watch.
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().create_task(self._ticker.run())
        if self._over.is_set():
            self._ticking.cancel()
        return self._over.is_set()

    def _watch(self, app: App) -> None:
        core = app.engine.core
        while not self._over.wait(SAMPLE_EVERY):
            with core.store.transaction() as tx:
                at = core.clock.now()
                found = stretch(tx.poll_load(at), core.calendars.reads_a_second)
                unread, met = len(tx.unread(at)), sum(each.last_read is not None for each in tx.mailboxes())
            quota = app.graph.quota
            self._samples.append(
                Sample(
                    at=time.time(),
                    slots=quota.slots,
                    in_flight=quota.in_flight,
                    throttled=quota.throttled,
                    stretch_begun=found.begun,
                    stretch_others=found.others,
                    met=met,
                    unread=unread,
                    cpu=time.process_time(),
                    peak_mb=peak_mb(),
                    lag=self._ticker.own,
                )
            )
            self._ticker.clear()


def run_service(served: Served, folder: str) -> Callable[[str], Any]:
    """The service, started."""
    return Service(served, folder)


def _settings(served: Served, url: str) -> Settings:
    return Settings.model_validate(
        {
            "graph": {
                "tenant": made_up.TENANT,
                "client_id": made_up.CLIENT,
                "client_secret": "made-up~secret.of-the.bench",
                "authority": served.authority,
                "root": served.root,
                "ca_file": served.ca_file,
                "group": made_up.GROUP,
                "service_mailbox": made_up.SERVICE,
            },
            "policy": {"use": str(POLICY)},
            "roles": {
                role: [{"mail": f"{name}@{made_up.DOMAIN}"}]
                for role, name in (("deputy", "dee"), ("admin", "ash"), ("out_of_hours", "sloane"))
            },
            "store": {"url": url},
            # One pace for the rest by day and by night, so that the hour at which the bench runs makes no difference.
            "poll": {"watched_from": SystemClock().now() - timedelta(days=1), "outside": 300},
        }
    )
