"""Texts and calls that went out, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from sqlalchemy import literal_column, select, update

from calsync.domain.model import Notification, NotificationState, PersonId, Receipt
from calsync.store.rows.outbox import notification_of
from calsync.store.rows.row import Row
from calsync.store.tables import notifications
from calsync.store.work import Work

_FINAL = [each.value for each in Receipt if each.is_final]


class TextWork(Work):
    """The part of a transaction about texts that were handed over."""

    def texts_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """Those handed over at or after that moment, oldest first; with `to`, to that person alone."""
        return self._sent("'text'", since, to)

    def calls_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """The same of those by telephone: calls that the carrier took."""
        return self._sent("'voice'", since, to)

    def _sent(self, channel: str, since: datetime, to: PersonId | None) -> list[Notification]:
        query = select(notifications).where(
            notifications.c.channel == literal_column(channel),  # a bound value would not find the partial index
            notifications.c.sent >= since,
            notifications.c.state == NotificationState.SENT.value,
        )
        if to is not None:
            query = query.where(notifications.c.recipient == to)
        return [notification_of(row) for row in self._rows(query.order_by(notifications.c.sent, notifications.c.id))]

    def calls_waiting(self) -> list[Notification]:
        """Those by telephone that wait, or are just being tried, oldest first."""
        found = select(notifications).where(
            notifications.c.state == literal_column("'waiting'"), notifications.c.channel == literal_column("'voice'")
        )
        rows = self._rows(found.order_by(notifications.c.due, notifications.c.id))
        return list(_readable(rows))

    def put_line_held(self, notification_id: str, until: datetime) -> bool:
        """Write until when the line of a call that went out is taken; False when there is no such call."""
        written = self._connection.execute(
            update(notifications)
            .where(notifications.c.id == notification_id, notifications.c.state == NotificationState.SENT.value)
            .values(not_before=until)
        )
        return written.rowcount == 1

    def put_receipt(self, notification_id: str, receipt: Receipt, *, gave_way: bool) -> bool:
        """Write what became of one; False when its receipt was final already, since a late word overwrites nothing."""
        written = self._connection.execute(
            update(notifications)
            .where(notifications.c.id == notification_id, notifications.c.receipt.not_in(_FINAL))
            .values(receipt=receipt.value, gave_way=gave_way)
        )
        return written.rowcount == 1


def _readable(rows: Iterable[Row]) -> Iterator[Notification]:
    """The messages in rows, without one that can't be understood: it holds up no call (law 14)."""
    for row in rows:
        with suppress(ValueError):
            yield notification_of(row)
