"""When a diary is read next, and how far all paces are stretched because there are more than can be read in time."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.lookups import is_awaited
from calsync.domain.model import Load, MailboxState, Person, PersonId, Turn, VisitState, Watched
from calsync.domain.notices import Cause, kind_of
from calsync.domain.pace import (
    LEAST_UNREAD,
    LONGEST_PAUSE,
    LONGEST_PAUSE_BEGUN,
    MOST,
    NOT_READ,
    Stretch,
    freshness,
    stretch,
)
from calsync.domain.responders import at_work
from calsync.engine.core import Core, log
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import SourceError, SourceUnavailable
from calsync.ports import Transaction

LOOK_AGAIN = 10.0
"""Seconds of elapsed time after which it is asked anew how many diaries are read at which pace."""
WORTH_SAYING = 0.25
"""A change of the stretch that is told in the log."""
TOLD_FROM, WELL_AGAIN = 2.0, 1.25
"""The stretch that is told to IT once it has lasted, and the one below which it is well again."""
TOLD_AFTER = timedelta(minutes=10)
NEWEST = 0.02
"""How much the newest reading counts in the mean of requests a reading: about the last fifty make it."""
MEASURES = 6
"""So many looks back the best one counts: what a 429 takes away for some seconds puts nothing off for minutes."""
WORTH_HASTENING = 0.8
"""How far the stretch must fall for what was put off by the former one to be hastened."""
MOST_DOUBLINGS = 4
HANGS = 2
"""A diary that has brought no answer at all so many times, one after the other, hangs."""
LONGEST_HANGING = timedelta(minutes=2)
"""How rarely a diary near a visit is asked while it hangs: each time it holds a slot for ten seconds."""
JUDGED_AT_LEAST = timedelta(minutes=30)
"""An unchanged diary is judged anew after this time of the clock, whatever it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How one diary is served until it is judged again."""

    turn: Turn
    pace: timedelta
    quiet_until: datetime
    """Until when nothing that was judged can come out otherwise for an unchanged diary."""
    soonest: datetime | None = None
    """When a visit comes near enough to be read for; None when none does."""


class Pacing:
    """Paces of the configuration -> the next reading of each diary."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._looked: datetime | None = None
        self._stretch = Stretch()
        self._said = Stretch()
        self._stretched_since: datetime | None = None
        self._requests = 1.0
        self._hangs: Counter[PersonId] = Counter()
        self._could: deque[float] = deque(maxlen=MEASURES)
        # What a process before this one may have put off by.
        self._applied = Stretch(begun=MOST, others=MOST)

    def took(self, requests: int) -> None:
        """A diary took so many requests: one, and one for each entry asked for by its id; the mean is planned with."""
        self._requests += (requests - self._requests) * NEWEST

    def measure(self, tx: Transaction, at: datetime) -> None:
        """Look now and then how many diaries there are to read, and how many can be read, and stretch accordingly."""
        core = self._core
        if self._looked is not None and abs(at - self._looked) < core.real(LOOK_AGAIN):
            return
        self._looked = at
        can = core.calendars.reads_a_second
        if can is not None:
            self._could.append(can)
        loads = tx.poll_load(at)
        most = max(self._could) / core.clock.speed / self._requests if self._could else None
        self._stretch = stretch(loads, most)
        self._hasten(tx, loads, at)
        self._tell(tx, at)
        new, said = self._stretch, self._said
        if abs(new.others - said.others) + abs(new.begun - said.begun) >= WORTH_SAYING * (said.others + said.begun) / 2:
            self._said = new
            log.warning(
                "diaries are read %.1f times as rarely as configured, those with a begun visit %.1f times",
                new.others,
                new.begun,
            )

    def _hasten(self, tx: Transaction, loads: Sequence[Load], at: datetime) -> None:
        """Bring forward what a larger stretch has put off, and how long it counts as fresh, once the stretch falls."""
        for turn in Turn:
            now, then = self._stretch.of(turn), self._applied.of(turn)
            if now < then * WORTH_HASTENING:
                for load in loads:
                    if load.turn is turn:
                        tx.hasten_mailboxes(load.turn, load.pace, at + load.pace * now, at + freshness(load.pace, now))
        new, old = self._stretch, self._applied
        self._applied = Stretch(
            begun=new.begun if new.begun < old.begun * WORTH_HASTENING else max(new.begun, old.begun),
            others=new.others if new.others < old.others * WORTH_HASTENING else max(new.others, old.others),
        )

    def _tell(self, tx: Transaction, at: datetime) -> None:
        """Tell IT of paces that stay stretched, and take it back when they are well below what was told."""
        worst = max(self._stretch.begun, self._stretch.others)
        if worst < TOLD_FROM:
            self._stretched_since = None
            if worst < WELL_AGAIN:
                clear_notice(tx, Cause.PACES_STRETCHED, "", at)
            return
        self._stretched_since = self._stretched_since or at
        if at - self._stretched_since >= TOLD_AFTER:
            words = (
                f"Diaries are read {self._stretch.others:.1f} times as rarely as configured, those with a visit under "
                f"way {self._stretch.begun:.1f} times."
            )
            raise_notice(tx, Cause.PACES_STRETCHED, "", words, at)

    def service(self, watched: Sequence[Watched], worker: Person, at: datetime) -> Service | None:
        """How a diary is served from now on; None for that of somebody who left, with nothing open any more.

        Often from half an hour before a visit until it is closed, else by the person's own working hours.
        """
        pace = self._core.pace
        open_ = [each for each in watched if any(map(is_awaited, each.deadlines))]
        if not worker.works and not open_:
            return None
        nears = [each.visit.start - pace.before_visit for each in open_]
        begun = any(each.visit.state is VisitState.BEGUN or each.visit.start <= at for each in open_)
        usual = pace.working if at_work(worker, at) else pace.outside
        moments = [
            moment
            for each in watched
            for moment in (each.visit.start, each.visit.end, *(deadline.due for deadline in each.deadlines))
        ]
        soon = any(near <= at for near in nears)
        return Service(
            turn=Turn.BEGUN if begun else Turn.SOON if soon else Turn.ORDINARY,
            pace=min(pace.around_visit, usual) if soon else usual,
            quiet_until=min([at + JUDGED_AT_LEAST, *(each for each in (*moments, *nears) if each > at)]),
            soonest=min((near for near in nears if near > at), default=None),
        )

    def read(self, state: MailboxState, service: Service | None, at: datetime) -> MailboxState:
        """The state of a diary that was read at `at`, with its next reading and how long it counts as fresh."""
        self._note_hanging(state.worker, hangs=False)
        read = replace(state, last_read=at, failing_since=None, failures=0, last_error="", failing_as="")
        if service is None:
            return replace(read, next_poll_at=at + NOT_READ, fresh_until=None, quiet_until=None, turn=Turn.ORDINARY)
        factor = self._stretch.of(service.turn)
        usual = at + service.pace * factor
        if service.soonest is not None:
            usual = min(usual, max(service.soonest, at + self._core.pace.around_visit * factor))
        return replace(
            read,
            turn=service.turn,
            pace=service.pace,
            quiet_until=service.quiet_until,
            next_poll_at=usual,
            fresh_until=at + freshness(service.pace, factor),
        )

    def order_of(self, state: MailboxState) -> Turn:
        """In what order a diary is asked for: one that hangs in that of ordinary ones, however near a visit is.

        A dozen that hang would else hold every slot before any other diary had its turn. The look before an alarm has
        an order of its own, and is never put off.
        """
        return Turn.ORDINARY if self._hangs[state.worker] >= HANGS else state.turn

    def _note_hanging(self, worker: PersonId, *, hangs: bool) -> None:
        if hangs:
            self._hangs[worker] += 1
        else:
            self._hangs.pop(worker, None)

    def still(self, state: MailboxState, worker: Person, at: datetime) -> MailboxState:
        """The state of a diary that says what it said, within its quiet time: served as before."""
        pace = self._core.pace
        around = state.turn is not Turn.ORDINARY
        usual = pace.working if at_work(worker, at) else pace.outside
        quiet = state.quiet_until or at
        service = Service(
            turn=state.turn, pace=state.pace if around else usual, quiet_until=quiet, soonest=max(quiet, at)
        )
        return self.read(state, service, at)

    def _unread_from(self, state: MailboxState, service: Service, first: datetime) -> datetime:
        """When a diary that fails is told as unread: by the pace of now, which a visit may have made quicker since."""
        now = first + LEAST_UNREAD
        if state.last_read is not None:
            now = state.last_read + freshness(service.pace, self._stretch.of(service.turn))
        return now if state.fresh_until is None else min(state.fresh_until, now)

    def failed(
        self, state: MailboxState, service: Service | None, error: SourceError, at: datetime, wait: timedelta
    ) -> MailboxState:
        """The state of a diary that could not be read, asked for again soon, and then ever more rarely up to its pace.

        One with a begun visit is asked for at its pace, one near a visit every two minutes while it hangs, and any as
        soon as a visit comes near. `wait` is what Microsoft asked for; it is believed within bounds, since an odd
        Retry-After must not leave a visit unread for a day.
        """
        first = state.failing_since or at
        failed = replace(
            state,
            failing_since=first,
            failures=state.failures + 1,
            last_error=str(error),
            failing_as=kind_of(error),
            digest="",
        )
        if service is None:
            return replace(failed, next_poll_at=at + NOT_READ, fresh_until=None, turn=Turn.ORDINARY)
        self._note_hanging(state.worker, hangs=isinstance(error, SourceUnavailable) and error.status is None)
        around = self._core.pace.around_visit
        again = around
        if service.turn is not Turn.BEGUN:
            again = max(around, min(around * 2 ** min(state.failures, MOST_DOUBLINGS), service.pace))
        longest = LONGEST_PAUSE if service.turn is Turn.ORDINARY else LONGEST_PAUSE_BEGUN
        if service.turn is not Turn.ORDINARY and self._hangs[state.worker] >= HANGS:
            again = max(again, LONGEST_HANGING)
        next_poll = at + max(again, min(wait, self._core.real(longest)))
        if service.soonest is not None:
            # From then on a visit is near: what was waited for before puts its first reading off by minutes at most.
            near = at + max(around, min(wait, self._core.real(LONGEST_PAUSE_BEGUN)))
            next_poll = min(next_poll, max(service.soonest, near))
        return replace(
            failed,
            turn=service.turn,
            pace=service.pace,
            next_poll_at=next_poll,
            fresh_until=self._unread_from(state, service, first),
        )
