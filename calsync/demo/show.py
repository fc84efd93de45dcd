"""The demo: a simulated tenant and the whole service in one process, faster than life."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from calsync.app import App, build
from calsync.clocks import HeldClock, tick_seconds
from calsync.demo.calls import RINGS_FOR
from calsync.demo.carrier_hooks import CarrierHooks
from calsync.demo.cast import cast
from calsync.demo.introducing import introduce, what_is_shown
from calsync.demo.joining import settings
from calsync.demo.kept import kept
from calsync.demo.local_sign_in import everybody, local_sign_in
from calsync.demo.narrator import Narrator, Steady
from calsync.demo.server import TenantServer
from calsync.demo.story import EPOCH, LONGEST, NAMES, Story
from calsync.demo.tenant import Tenant
from calsync.domain.model import Notification, NotificationState, Watched
from calsync.engine.darkness import SCAN
from calsync.errors import CalsyncError
from calsync.loop import Loop
from calsync.web import make_web
from calsync.web.serving import WebServer, listening

SENT_WITHIN = timedelta(seconds=60)
"""Real time that the last messages of a story that is over may take."""
TOLD_WITHIN = 3.0
"""Steady seconds within which a message that was sent is told."""
RINGS_AT_LEAST = timedelta(seconds=0.6)
"""Real time for which a telephone rings in a fast story, so that somebody can take the call on a busy machine too."""


def show(
    *,
    speed: float,
    until_quiet: bool,
    port: int,
    as_json: bool,
    policy: str | None,
    texts: bool = False,
    calls: bool = False,
    out: Callable[[str], None],
    aside: Callable[[str], None],
) -> None:
    """Play the demo until it is stopped or, with `until_quiet`, until every visit of its story is closed.

    With `texts` the policy's steps by text go to the simulated telephones, else all is told by mail, signed for that;
    with `calls` they ring first.
    `out` takes the story, `aside` what is said about it. Raises CalsyncError when the story does not end in its time.
    """
    clock = HeldClock(EPOCH, speed)
    tenant = Tenant(clock.now, speed=speed)
    people = cast(tenant)
    tenant.exchange.rings_for = max(RINGS_FOR, RINGS_AT_LEAST * speed)
    with tempfile.TemporaryDirectory(prefix="calsync-demo-") as folder, TenantServer(tenant, port=port) as server:
        told_by = kept(policy, Path(folder), texts=texts, calls=calls)
        story = Story(people, told_by, texts=texts, calls=calls)
        steady = Steady(tick_seconds(speed))
        narrator = Narrator(story.visits, lambda who: tenant.person(who).name, as_json=as_json, out=out, steady=steady)
        listener = listening("127.0.0.1", 0)
        pages = f"http://127.0.0.1:{listener.getsockname()[1]}"
        store = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        told = settings(people, server, store=store, texts=texts or calls, pages=pages)
        tenant.exchange.page = f"{pages}/voice/in"
        app = build(told, clock=clock, policy=told_by, observe=narrator)
        introduce(people, app, outlook=f"{server.base_url}/outlook", pages=pages, speed=speed, aside=aside)
        loop = Loop(app)
        stage = _Stage(app, story, narrator, clock, aside, steady, until_quiet=until_quiet)
        web = make_web(app, way_in=local_sign_in(everybody(people)))
        with WebServer(web, listener), CarrierHooks(tenant.phones, pages):
            loop.run(until=stage.over, signals=threading.current_thread() is threading.main_thread())
        narrator.tell(all_of_it=True)
        what_is_shown(people, aside)
        if stage.too_long:
            what = "a visit is still open" if stage.still_open else "a message is still unsent"
            raise CalsyncError(f"The story did not end within 150 minutes of its clock: {what}.")


class _Stage:
    """Called at each tick: lets people act, tells what happened, and knows when all is over."""

    def __init__(
        self,
        app: App,
        story: Story,
        narrator: Narrator,
        clock: HeldClock,
        aside: Callable[[str], None],
        steady: Steady,
        *,
        until_quiet: bool,
    ) -> None:
        self._steady = steady
        self._app, self._story, self._narrator, self._clock = app, story, narrator, clock
        self._until_quiet, self._aside = until_quiet, aside
        self._said = False
        self._unsent_at: dict[str, tuple[float, datetime]] = {}
        self.too_long = False
        self.still_open = True

    def over(self) -> bool:
        """Whether the demo should end."""
        self._steady.look()
        if self._clock.started is None:
            if not self._met_everybody():
                return False
            self._clock.go()
        self._story.play()
        if self._narrator.waiting:
            self._narrator.tell(before=self._settled_until())
        if not self._until_quiet:
            self._say_when_over()
            return False
        self.still_open = not self._all_closed()
        if self._story.over and not self.still_open and not self._unsent():
            return True
        # A mailbox that lets calsync wait does so in real seconds, however fast the story's clock goes.
        patience = timedelta(0) if self.still_open else SENT_WITHIN * self._clock.speed
        self.too_long = self._clock.now() > EPOCH + LONGEST + patience
        return self.too_long

    def _say_when_over(self) -> None:
        if not self._said and self._story.over and self._all_closed() and not self._unsent():
            self._said = True
            self._narrator.tell(all_of_it=True)
            self._aside("\nThe story is over: every visit is closed. You may go on acting; stop with Ctrl-C.")

    def _met_everybody(self) -> bool:
        """Whether every diary was read once: before that, the story's clock stands."""
        with self._app.store.transaction() as tx:
            mailboxes = tx.mailboxes()
        return bool(mailboxes) and all(state.last_read is not None for state in mailboxes)

    def _all_closed(self) -> bool:
        """Whether every deadline of the story is closed."""
        watched = self._watched()
        closed = not any(deadline.is_open for each in watched for deadline in each.deadlines)
        return len(watched) == len(NAMES) and closed

    def _watched(self) -> list[Watched]:
        with self._app.store.transaction() as tx:
            return [
                each
                for person in tx.people().persons
                if person.works
                for each in tx.watched(person.id, EPOCH - LONGEST)
                if each.visit.event_id in self._story.visits
            ]

    def _settled_until(self) -> datetime:
        """Before which moment nothing more will be told.

        What a scan records stands under the moment at which it began, so it is the last one that has ended; or when the
        oldest message was recorded that is not sent, or was not a moment ago, since it is told a moment after its row
        says so.
        """
        with self._app.store.transaction() as tx:
            scanned = tx.heartbeat(SCAN)
        now = self._steady.seconds
        self._unsent_at |= {row.id: (now, row.recorded) for row in self._unsent()}
        self._unsent_at = {key: each for key, each in self._unsent_at.items() if now - each[0] < TOLD_WITHIN}
        return min([scanned or EPOCH, *(recorded for _, recorded in self._unsent_at.values())])

    def _unsent(self) -> list[Notification]:
        deadlines = [deadline.id for each in self._watched() for deadline in each.deadlines]
        with self._app.store.transaction() as tx:
            rows = [row for each in deadlines for row in tx.notifications_of(each)]
        return [row for row in rows if row.state is NotificationState.WAITING]
