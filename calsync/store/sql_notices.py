"""Notices to IT, and the facts that they come from, in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from calsync.domain.model import MailboxState, Notice, Notification
from calsync.ports import NoticeClaim
from calsync.store.rows.diaries import mailbox_of
from calsync.store.rows.notices import notice_of, notice_row
from calsync.store.rows.outbox import notification_of
from calsync.store.rows.row import Row
from calsync.store.tables import mailboxes, notices, notifications
from calsync.store.work import Work

# A partial index is used only when the query says the same words: a bound value would not do.
_WAITING = notifications.c.state == literal_column("'waiting'")
_SLICE = 500
"""How many ids stand in one statement: databases bound the number of values."""


class NoticeWork(Work):
    """The notices' part of a transaction."""

    def failing(self) -> list[MailboxState]:
        """The mailboxes whose last reading failed, the one that has failed longest first."""
        query = select(mailboxes).where(mailboxes.c.failing_since.is_not(None))
        return [mailbox_of(row) for row in self._rows(query.order_by(mailboxes.c.failing_since, mailboxes.c.worker))]

    def failed_before(self, moment: datetime, limit: int) -> list[Notification]:
        """Waiting messages whose first attempt failed at or before that moment, the oldest first."""
        query = select(notifications).where(_WAITING, notifications.c.first_failed <= moment)
        rows = self._rows(query.order_by(notifications.c.first_failed, notifications.c.id).limit(limit))
        return list(_readable(rows))

    def standing_notices(self) -> list[Notice]:
        """What keeps the service from its work now, the oldest first."""
        return self._notices(notices.c.cleared.is_(None))

    def cleared_notices(self, since: datetime) -> list[Notice]:
        """What was found to be well again at or after that moment, and is; the oldest first."""
        return self._notices(notices.c.cleared >= since)

    def add_notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Those that were new; one is left out while another of its cause and about stands."""
        offered: dict[tuple[str, str], Notice] = {}
        for each in notices:
            offered.setdefault((each.cause, each.about), each)
        if not offered:
            return []
        rows = [notice_row(each) for each in sorted(offered.values(), key=lambda each: each.id)]
        written = set(self._connection.execute(self._new_notices(), rows).scalars())
        return [each for each in offered.values() if each.id in written]

    def clear_notices(self, ids: Sequence[str], at: datetime) -> None:
        """It is well again since `at`."""
        if ids:
            statement = update(notices).where(notices.c.id == bindparam("which"), notices.c.cleared.is_(None))
            self._connection.execute(statement.values(cleared=at), [{"which": each} for each in ids])

    def reopen_notices(self, come_back: Sequence[Notice]) -> None:
        """They stand again, with what was told, and wait as they say. None of their cause and about may stand."""
        if come_back:
            statement = update(notices).where(notices.c.id == bindparam("which"))
            statement = statement.values(cleared=None, not_before=bindparam("again"))
            self._connection.execute(statement, [{"which": each.id, "again": each.not_before} for each in come_back])

    def claim_notices(self, at: datetime, unheard_since: datetime, limit: int) -> list[NoticeClaim]:
        """What may be told now and nobody else holds, the oldest first, under a lease.

        Among it is what was cleared at or after `unheard_since` before any channel took it, though one was tried.
        """
        unheard = and_(notices.c.cleared >= unheard_since, notices.c.told.is_(None), notices.c.attempts > 0)
        rows = self._rows(
            select(notices)
            .where(
                or_(notices.c.cleared.is_(None), unheard),
                or_(notices.c.not_before.is_(None), notices.c.not_before <= at),
                or_(notices.c.leased_until.is_(None), *self._ended(notices.c.leased_until)),
            )
            .order_by(notices.c.raised, notices.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        fence = secrets.token_hex(16)
        ids = iter([row["id"] for row in rows])
        while some := list(islice(ids, _SLICE)):
            held = update(notices).where(notices.c.id.in_(some))
            self._connection.execute(held.values(fence=fence, leased_until=self._lease_end()))
        return [NoticeClaim(notice=notice_of(row), fence=fence) for row in rows]

    def put_notice_outcome(self, claim: NoticeClaim, outcome: Notice) -> bool:
        """Write when it was told, or when it is tried again, and end the lease; False when the lease was lost."""
        # Nothing else: meanwhile it may have been found to be well again.
        written = self._connection.execute(
            update(notices)
            .where(notices.c.id == claim.notice.id, notices.c.fence == claim.fence)
            .values(
                told=outcome.told,
                attempts=outcome.attempts,
                not_before=outcome.not_before,
                last_error=outcome.last_error,
                fence=None,
                leased_until=None,
            )
        )
        return written.rowcount == 1

    def _notices(self, which: ColumnElement[bool]) -> list[Notice]:
        return [
            notice_of(row) for row in self._rows(select(notices).where(which).order_by(notices.c.raised, notices.c.id))
        ]

    def _new_notices(self) -> ReturningInsert[str]:
        return self._insert(notices).on_conflict_do_nothing().returning(notices.c.id)


def _readable(rows: Iterable[Row]) -> Iterator[Notification]:
    """The messages in rows, without one that can't be understood, of which its sender tells (law 14)."""
    for row in rows:
        with suppress(ValueError):
            yield notification_of(row)
