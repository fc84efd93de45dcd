"""How far diaries were read, as the fake keeps it: read beside `sql_diaries.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import Load, MailboxState, PersonId, Turn
from calsync.domain.pace import LONGEST_WAIT
from calsync.store.memory.work import MemoryWork
from calsync.store.sql_diaries import BEGUN_FIRST, OTHERS_FIRST
from calsync.store.work import LEASE


class MemoryDiaries(MemoryWork):
    """The part of a transaction that the reading of diaries uses."""

    def mailbox(self, worker: PersonId) -> MailboxState | None:
        """How far a diary was read; None for one that was never known."""
        return self._state.mailboxes.get(worker)

    def mailboxes(self) -> list[MailboxState]:
        """All of them."""
        return sorted(self._state.mailboxes.values(), key=lambda each: each.worker)

    def put_mailbox(self, state: MailboxState) -> None:
        """Write one; the lease on it ends."""
        self.put_mailboxes([state])

    def put_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Write several at once; the leases on them end."""
        for state in states:
            self._state.mailboxes[state.worker] = state
            self._state.mailbox_leases.pop(state.worker, None)

    def claim_mailboxes(self, at: datetime, limit: int, *, begun_first: bool = True) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, leased to the caller for a minute of elapsed time.

        Diaries with a begun visit come first, then those with one soon, and of each what has been due longest. Without
        `begun_first` all others come before them, by when they are due.
        """
        due = [each for each in self._state.mailboxes.values() if each.next_poll_at <= at]
        groups = BEGUN_FIRST if begun_first else OTHERS_FIRST
        rank = {turn: number for number, turns in enumerate(groups) for turn in turns}
        return self._leased(sorted(due, key=lambda each: (rank[each.turn], each.next_poll_at, each.worker)), limit)

    def claim_these(self, workers: Sequence[PersonId]) -> list[MailboxState]:
        """Those of these workers' mailboxes that nobody holds, leased to the caller as by `claim_mailboxes`."""
        theirs = [each for each in self._state.mailboxes.values() if each.worker in workers]
        return self._leased(sorted(theirs, key=lambda each: (each.next_poll_at, each.worker)), len(workers))

    def poll_load(self, at: datetime) -> list[Load]:
        """How many diaries are read at which pace, without those that are not read any more."""
        read = [each for each in self._state.mailboxes.values() if each.next_poll_at < at + LONGEST_WAIT]
        counts = Counter((each.turn, each.pace) for each in read)
        return [Load(turn=turn, pace=pace, count=count) for (turn, pace), count in sorted(counts.items())]

    def hasten_mailboxes(self, turn: Turn, pace: timedelta, next_poll_at: datetime, fresh_until: datetime) -> None:
        """Of the diaries read in this turn at this pace: none is read, or counts as fresh, later than these moments.

        Those that fail, and those that are not read any more, stay as they are.
        """
        for each in list(self._state.mailboxes.values()):
            if (each.turn, each.pace, each.failing_since) == (turn, pace, None) and each.fresh_until is not None:
                self._state.mailboxes[each.worker] = replace(
                    each,
                    next_poll_at=min(each.next_poll_at, next_poll_at),
                    fresh_until=min(each.fresh_until, fresh_until),
                )

    def unread(self, at: datetime) -> list[MailboxState]:
        """The mailboxes that have not been read since their `fresh_until` (law 10), the oldest first."""
        late = [(each.fresh_until, each) for each in self._state.mailboxes.values() if each.fresh_until is not None]
        return [each for fresh, each in sorted(late, key=lambda pair: pair[0]) if fresh < at]

    def failing(self) -> list[MailboxState]:
        """The mailboxes whose last reading failed, the one that has failed longest first."""
        late = [(each.failing_since, each) for each in self._state.mailboxes.values() if each.failing_since is not None]
        return [each for _, each in sorted(late, key=lambda pair: (pair[0], pair[1].worker))]

    def _leased(self, whose: list[MailboxState], limit: int) -> list[MailboxState]:
        leases, now = self._state.mailbox_leases, self._real_now()
        claimed = [each for each in whose if not (each.worker in leases and now < leases[each.worker])][:limit]
        leases.update({each.worker: now + LEASE for each in claimed})
        return claimed
