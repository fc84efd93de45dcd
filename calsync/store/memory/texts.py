"""Texts that went out, as the fake keeps them: read beside `sql_texts.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Channel, Notification, NotificationState, PersonId, Receipt
from calsync.store.memory.work import MemoryWork


class MemoryTexts(MemoryWork):
    """The part of a transaction about texts that were handed over."""

    def texts_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """Those handed over at or after that moment, oldest first; with `to`, to that person alone."""
        return self._sent(Channel.TEXT, since, to)

    def calls_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """The same of those by telephone: calls that the carrier took."""
        return self._sent(Channel.VOICE, since, to)

    def _sent(self, channel: Channel, since: datetime, to: PersonId | None) -> list[Notification]:
        found = [
            (each.sent, each.id, each)
            for each in self._state.notifications.values()
            if each.channel is channel
            and each.state is NotificationState.SENT
            and each.sent is not None
            and each.sent >= since
            and to in (None, each.recipient)
        ]
        return [each for _, _, each in sorted(found, key=lambda one: one[:2])]

    def calls_waiting(self) -> list[Notification]:
        """Those by telephone that wait, or are just being tried, oldest first."""
        waiting = [
            each
            for each in self._state.notifications.values()
            if each.channel is Channel.VOICE and each.state is NotificationState.WAITING
        ]
        return sorted(waiting, key=lambda each: (each.due, each.id))

    def put_line_held(self, notification_id: str, until: datetime) -> bool:
        """Write until when the line of a call that went out is taken; False when there is no such call."""
        old = self._state.notifications.get(notification_id)
        if old is None or old.state is not NotificationState.SENT:
            return False
        self._state.notifications[notification_id] = replace(old, not_before=until)
        return True

    def put_receipt(self, notification_id: str, receipt: Receipt, *, gave_way: bool) -> bool:
        """Write what became of one; False when its receipt was final already, since a late word overwrites nothing."""
        old = self._state.notifications.get(notification_id)
        if old is None or old.receipt.is_final:
            return False
        self._state.notifications[notification_id] = replace(old, receipt=receipt, gave_way=gave_way)
        return True
