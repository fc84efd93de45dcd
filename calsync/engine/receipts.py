"""Texts on their way -> delivered, or the person's next channel at once; asked of the carrier, in bounds.

Asked about is only what is younger than an hour and belongs to a deadline that is open. Two minutes without a word
count as undelivered (fault 19), whether it could be asked about or not: what finds no room in a look gives way all the
same. A text to the worker that fails is told to IT and shortens nothing (law 13).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from calsync.domain.model import Channel, Notification, Receipt
from calsync.domain.notices import Cause
from calsync.engine.core import Core, log
from calsync.engine.giving_way import give_way, message_act
from calsync.engine.notices import clear_notice, raise_notice
from calsync.engine.of_open import is_of_open
from calsync.engine.trying import tried
from calsync.errors import Conflict, SourceError, SourceUnavailable
from calsync.ports import Transaction

YOUNG = timedelta(hours=1)
IN_TIME = 120.0
"""Seconds of elapsed time after which a text without a receipt counts as undelivered."""
MOST = 20
"""How many are asked about at one look, one after the other: those first that were not asked about for the longest."""


class Receipts:
    """Asks what became of texts."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._asked: dict[str, int] = {}
        """At which look a text was asked about last."""
        self._look = 0

    async def read(self) -> int:
        """How many receipts came. Raises SourceError where the carrier can't be asked; what is overdue gives way."""
        core, carrier = self._core, self._core.carrier
        if carrier is None:
            return 0
        pending = await asyncio.to_thread(self._pending, core.clock.now())
        came = 0
        for row in pending[MOST:]:
            came += await asyncio.to_thread(self._settle, row, row.receipt, core.clock.now())
        refused: SourceError | None = None
        is_there = True
        for row in pending[:MOST]:
            receipt = row.receipt
            if is_there:
                self._asked[row.id] = self._look
                try:
                    receipt = await carrier.receipt(row.message_id)
                except SourceError as error:
                    refused = refused or error
                    # One that does not answer is asked nothing more at this look, lest the look lasts for minutes.
                    is_there = not isinstance(error, SourceUnavailable)
            came += await asyncio.to_thread(self._settle, row, receipt, core.clock.now())
        if refused is not None:
            raise refused
        return came

    def take(self, message_id: str, receipt: Receipt) -> bool:
        """Whether it is of a text of ours; what the carrier told of it by itself is taken as if it had been asked."""
        with self._core.store.transaction() as tx:
            row = tx.notification_for(message_ids=[message_id], conversation_id="", token="")
        if row is None or row.channel is not Channel.TEXT:
            return False
        self._settle(row, receipt, self._core.clock.now())
        return True

    def _pending(self, at: datetime) -> list[Notification]:
        """The texts of which something may still come to be known, in the order in which it is their turn."""
        with self._core.store.transaction() as tx:
            rows = [
                row
                for row in tx.texts_sent(at - YOUNG)
                if row.receipt in (Receipt.WAITING, Receipt.UNKNOWN) and row.message_id and is_of_open(tx, row)
            ]
        self._look += 1
        self._asked = {row.id: look for row in rows if (look := self._asked.get(row.id)) is not None}
        return sorted(rows, key=lambda row: self._asked.get(row.id, 0))

    def _settle(self, row: Notification, receipt: Receipt, at: datetime) -> bool:
        """Whether something new is known of a text."""
        overdue = row.sent is not None and at - row.sent >= self._core.real(IN_TIME)
        if receipt is Receipt.WAITING and overdue:
            receipt = Receipt.UNKNOWN
        if receipt is row.receipt or (receipt is Receipt.WAITING and row.receipt is Receipt.UNKNOWN):
            return False
        undelivered = receipt in (Receipt.FAILED, Receipt.UNKNOWN)

        def write(tx: Transaction, _: datetime) -> bool:
            gives_way = undelivered and not row.gave_way
            if not tx.put_receipt(row.id, receipt, gave_way=row.gave_way or undelivered):
                return False
            tx.add_acts([message_act(row, at, f"text-{receipt}")])
            if receipt is Receipt.DELIVERED:
                clear_notice(tx, Cause.TEXT_UNDELIVERED, row.recipient, at)
            else:
                raise_notice(tx, Cause.TEXT_UNDELIVERED, row.recipient, _why(receipt), at)
            if gives_way:
                log.warning("text %s did not arrive (%s): the next channel is taken", row.id, receipt)
                give_way(self._core, tx, row, at)
            return True

        with suppress(Conflict):
            return tried(self._core, write, "what became of a text could not be written")
        return False


def _why(receipt: Receipt) -> str:
    if receipt is Receipt.FAILED:
        return "The carrier says that it could not be delivered."
    return "Two minutes after it was sent the carrier had no word of it."
