"""What went out by text and by telephone: to find what an answer answers, and whose receipt is still awaited."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from calsync.domain.model import Notification, PersonId, Receipt


class KeptTexts(Protocol):
    """Notifications by text and by telephone, once they are sent."""

    def texts_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """Those handed over at or after that moment, oldest first; with `to`, to that person alone."""

    def calls_sent(self, since: datetime, *, to: PersonId | None = None) -> list[Notification]:
        """The same of those by telephone: calls that the carrier took."""

    def calls_waiting(self) -> list[Notification]:
        """Those by telephone that wait, or are just being tried, oldest first."""

    def put_line_held(self, notification_id: str, until: datetime) -> bool:
        """Write until when the line of a call that went out is taken; False when there is no such call."""

    def put_receipt(self, notification_id: str, receipt: Receipt, *, gave_way: bool) -> bool:
        """Write what became of one; False when its receipt was final already, since a late word overwrites nothing."""
