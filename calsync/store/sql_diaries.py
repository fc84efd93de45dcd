"""How far each diary was read, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update

from calsync.domain.model import MailboxState, PersonId
from calsync.store.codec import mailbox_of, mailbox_row
from calsync.store.tables import mailboxes
from calsync.store.work import Work


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
        self._upsert(mailboxes, [{**mailbox_row(state), "leased_until": None}])

    def claim_mailboxes(self, at: datetime, limit: int) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, soonest first, leased to the caller for a minute of elapsed time."""
        rows = self._rows(
            select(mailboxes)
            .where(
                mailboxes.c.next_poll_at <= at,
                or_(mailboxes.c.leased_until.is_(None), *self._ended(mailboxes.c.leased_until)),
            )
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
