"""Texts on their way -> delivered, or the person's next channel at once; asked of the carrier, in bounds.

Asked about is only what is younger than an hour and belongs to a deadline that is open. Two minutes without a word
count as undelivered (fault 19). A text to the worker that fails is told to IT and shortens nothing (law 13).
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from calsync.domain.model import Notification, Receipt
from calsync.domain.notices import Cause
from calsync.engine.core import Core, log
from calsync.engine.giving_way import give_way, message_act
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import Conflict, SourceError
from calsync.ports import Transaction

YOUNG = timedelta(hours=1)
IN_TIME = 120.0
"""Seconds of elapsed time after which a text without a receipt counts as undelivered."""
MOST = 50
"""How many are asked about at one look, the newest first."""
AT_ONCE = 4
TRIES = 5


class Receipts:
    """Asks what became of texts."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def read(self) -> int:
        """How many receipts came. Raises SourceError where the carrier can't be asked; what is overdue gives way."""
        core, carrier = self._core, self._core.carrier
        if carrier is None:
            return 0
        pending = await asyncio.to_thread(self._pending, core.clock.now())
        refused: list[SourceError] = []
        at_once = asyncio.Semaphore(AT_ONCE)

        async def ask(row: Notification) -> bool:
            receipt = row.receipt
            async with at_once:
                try:
                    receipt = await carrier.receipt(row.message_id)
                except SourceError as error:
                    refused.append(error)
            return await asyncio.to_thread(self._settle, row, receipt, core.clock.now())

        came = sum(await asyncio.gather(*map(ask, pending)))
        if refused:
            raise refused[0]
        return came

    def _pending(self, at: datetime) -> list[Notification]:
        with self._core.store.transaction() as tx:
            rows = [
                row
                for row in tx.texts_sent(at - YOUNG)
                if row.receipt in (Receipt.WAITING, Receipt.UNKNOWN) and row.message_id and _is_open(tx, row)
            ]
        return rows[-MOST:]

    def _settle(self, row: Notification, receipt: Receipt, at: datetime) -> bool:
        """Whether something new is known of a text."""
        overdue = row.sent is not None and at - row.sent >= self._core.real(IN_TIME)
        if receipt is Receipt.WAITING and overdue:
            receipt = Receipt.UNKNOWN
        if receipt is row.receipt or (receipt is Receipt.WAITING and row.receipt is Receipt.UNKNOWN):
            return False
        undelivered = receipt in (Receipt.FAILED, Receipt.UNKNOWN)
        for _ in range(TRIES):
            with suppress(Conflict), self._core.store.transaction() as tx:
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
        return False


def _is_open(tx: Transaction, row: Notification) -> bool:
    deadline = tx.deadline(row.deadline_id)
    return deadline is not None and deadline.is_open


def _why(receipt: Receipt) -> str:
    if receipt is Receipt.FAILED:
        return "The carrier says that it could not be delivered."
    return "Two minutes after it was sent the carrier had no word of it."
