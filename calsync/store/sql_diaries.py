"""How far each diary was read, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from calsync.domain.model import Load, MailboxState, PersonId, Turn
from calsync.domain.pace import LONGEST_WAIT
from calsync.store.rows.diaries import mailbox_of, mailbox_row
from calsync.store.tables import mailboxes
from calsync.store.work import Work

BEGUN_FIRST = ((Turn.BEGUN,), (Turn.SOON,), (Turn.ORDINARY,))
OTHERS_FIRST = ((Turn.SOON, Turn.ORDINARY), (Turn.BEGUN,))
"""In what order diaries are claimed; within one group by when they are due."""


class DiaryWork(Work):
    """The mailboxes' part of a transaction."""

    def mailbox(self, worker: PersonId) -> MailboxState | None:
        """How far a diary was read; None for one that was never known."""
        rows = self._rows(select(mailboxes).where(mailboxes.c.worker == worker))
        return mailbox_of(rows[0]) if rows else None

    def mailboxes(self) -> list[MailboxState]:
        """All of them."""
        return [mailbox_of(row) for row in self._rows(select(mailboxes).order_by(mailboxes.c.worker))]

    def put_mailbox(self, state: MailboxState) -> None:
        """Write one; the lease on it ends."""
        self.put_mailboxes([state])

    def put_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Write several at once; the leases on them end."""
        # Everybody writes in one order, so that two writers never wait for each other.
        ordered = sorted(states, key=lambda each: each.worker)
        self._upsert(mailboxes, [{**mailbox_row(each), "leased_until": None} for each in ordered])

    def claim_mailboxes(self, at: datetime, limit: int, *, begun_first: bool = True) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, leased to the caller for a minute of elapsed time.

        Diaries with a begun visit come first, then those with one soon, and of each what has been due longest. Without
        `begun_first` all others come before them, by when they are due.
        """
        # One range of the index after the other: sorted by turn in one query, every diary that is due would be read.
        found: list[MailboxState] = []
        for turns in BEGUN_FIRST if begun_first else OTHERS_FIRST:
            if len(found) < limit:
                whose = mailboxes.c.turn.in_([int(turn) for turn in turns]) & (mailboxes.c.next_poll_at <= at)
                found += self._leased(whose, limit - len(found))
        return found

    def claim_these(self, workers: Sequence[PersonId]) -> list[MailboxState]:
        """Those of these workers' mailboxes that nobody holds, leased to the caller as by `claim_mailboxes`."""
        return self._leased(mailboxes.c.worker.in_(workers), len(workers))

    def poll_load(self, at: datetime) -> list[Load]:
        """How many diaries are read at which pace, without those that are not read any more."""
        query = (
            select(mailboxes.c.turn, mailboxes.c.pace, func.count().label("count"))
            .where(mailboxes.c.next_poll_at < at + LONGEST_WAIT)
            .group_by(mailboxes.c.turn, mailboxes.c.pace)
            .order_by(mailboxes.c.turn, mailboxes.c.pace)
        )
        return [Load(turn=Turn(row["turn"]), pace=row["pace"], count=row["count"]) for row in self._rows(query)]

    def hasten_mailboxes(self, turn: Turn, pace: timedelta, next_poll_at: datetime, fresh_until: datetime) -> None:
        """Of the diaries read in this turn at this pace: none is read, or counts as fresh, later than these moments.

        Those that fail, and those that are not read any more, stay as they are.
        """
        theirs = (mailboxes.c.turn == int(turn)) & (mailboxes.c.pace == pace) & mailboxes.c.failing_since.is_(None)
        for column, latest in ((mailboxes.c.next_poll_at, next_poll_at), (mailboxes.c.fresh_until, fresh_until)):
            late = (column > latest) & mailboxes.c.fresh_until.is_not(None)
            self._connection.execute(update(mailboxes).where(theirs, late).values({column: latest}))

    def unread(self, at: datetime) -> list[MailboxState]:
        """The mailboxes that have not been read since their `fresh_until` (law 10), the oldest first."""
        query = select(mailboxes).where(mailboxes.c.fresh_until < at).order_by(mailboxes.c.fresh_until)
        return [mailbox_of(row) for row in self._rows(query)]

    def _leased(self, whose: ColumnElement[bool], limit: int) -> list[MailboxState]:
        rows = self._rows(
            select(mailboxes)
            .where(whose, or_(mailboxes.c.leased_until.is_(None), *self._ended(mailboxes.c.leased_until)))
            .order_by(mailboxes.c.next_poll_at, mailboxes.c.worker)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if rows:
            workers = [row["worker"] for row in rows]
            self._connection.execute(
                update(mailboxes).where(mailboxes.c.worker.in_(workers)).values(leased_until=self._lease_end())
            )
        return [mailbox_of(row) for row in rows]
