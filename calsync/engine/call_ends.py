"""Calls that ended -> the person's next channel, where nobody pressed a key; told by the carrier, or asked for.

Only a key counts as heard. So a call that an answering machine took ends as one that nobody took: the next channel is
called in at once, and the ladder keeps its times (law 13). That a number can't be rung is told to IT.
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
from calsync.engine.of_open import is_of_open
from calsync.engine.trying import tried
from calsync.errors import Conflict, SourceError, SourceUnavailable
from calsync.ports import CallEnd, Transaction

YOUNG = timedelta(hours=1)
IN_TIME = 150.0
"""Seconds of elapsed time after which a call without a key counts as unanswered: it has rung and spoken by then."""
LASTS = 300.0
"""Seconds of elapsed time after which every call is over."""
LISTENS = 60.0
"""Seconds of elapsed time for which whoever has pressed a key may still be listening, where no end is told."""
MOST = 20
"""How many are asked about at one look."""


class CallEnds:
    """Takes, and asks for, how calls ended."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def ended(self, row: Notification, end: CallEnd) -> bool:
        """Whether something new is known of a call, by the end that its carrier told."""
        if row.receipt is Receipt.DELIVERED and end is not CallEnd.GOING:
            return self._hung_up(row, self._core.clock.now())
        return self._settle(row, end, self._core.clock.now())

    async def read(self) -> int:
        """Of how many calls something new is known. Raises SourceError where the carrier can't be asked."""
        core, caller = self._core, self._core.caller
        if caller is None:
            return 0
        pending = await asyncio.to_thread(self._pending, core.clock.now())
        came, refused = 0, None
        for place, row in enumerate(pending):
            end = CallEnd.GOING
            if place < MOST and not isinstance(refused, SourceUnavailable):
                try:
                    end = await caller.end_of(row.message_id)
                except SourceError as error:
                    refused = error
            came += await asyncio.to_thread(self._settle, row, end, core.clock.now())
        if refused is not None:
            raise refused
        return came

    def _pending(self, at: datetime) -> list[Notification]:
        with self._core.store.transaction() as tx:
            return [
                row
                for row in tx.calls_sent(at - YOUNG)
                if row.receipt is Receipt.WAITING and row.message_id and is_of_open(tx, row)
            ]

    def _hung_up(self, row: Notification, at: datetime) -> bool:
        def write(tx: Transaction, _: datetime) -> bool:
            return tx.put_line_held(row.id, at)

        with suppress(Conflict):  # then the line is free a minute after the last key
            return tried(self._core, write, "the end of a call could not be written")
        return False

    def _settle(self, row: Notification, end: CallEnd, at: datetime) -> bool:
        overdue = row.sent is not None and at - row.sent >= self._core.real(IN_TIME)
        if end is CallEnd.GOING and not overdue:
            return False
        receipt = Receipt.UNKNOWN if end is CallEnd.GOING else Receipt.FAILED

        def write(tx: Transaction, _: datetime) -> bool:
            if not tx.put_receipt(row.id, receipt, gave_way=True):
                return False
            what = "call-failed" if end is CallEnd.FAILED else "call-unanswered"
            tx.add_acts([message_act(row, at, what)])
            if end is CallEnd.FAILED:
                words = "The carrier says that the number can't be rung."
                raise_notice(tx, Cause.CALL_UNDELIVERED, row.recipient, words, at)
            if not row.gave_way:
                log.info("call %s was not answered by a key: the next channel is taken", row.id)
                give_way(self._core, tx, row, at)
            return True

        with suppress(Conflict):
            return tried(self._core, write, "how a call ended could not be written")
        return False


def still_on(core: Core, tx: Transaction, row: Notification, at: datetime) -> None:
    """Note that somebody is on the line of a call, and for how long they may be."""
    over = (row.sent or at) + core.real(LASTS)
    tx.put_line_held(row.id, min(at + core.real(LISTENS), over))


def pressed(tx: Transaction, row: Notification, at: datetime) -> None:
    """Note that a key was pressed in a call: somebody heard it."""
    if tx.put_receipt(row.id, Receipt.DELIVERED, gave_way=row.gave_way):
        tx.add_acts([message_act(row, at, "call-answered")])
        clear_notice(tx, Cause.CALL_UNDELIVERED, row.recipient, at)
