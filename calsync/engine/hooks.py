"""What a carrier tells by itself (a hook): a text that came in, or what became of one. It acts as what is asked for.

Both ways hand over the same ids, so that a text or a receipt that comes by both acts once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, Receipt
from calsync.engine.core import Core, log
from calsync.engine.receipts import Receipts
from calsync.engine.text_reading import TextReading
from calsync.parsers.dialling import same_number
from calsync.ports import IncomingText

TEXT, RECEIPT = "text", "receipt"
NOT_OLDER = timedelta(hours=12)
"""What a carrier tells is of these hours: a carrier tries again for half an hour, and what is older is a replay."""
NOT_LATER = timedelta(minutes=5)
"""How far the carrier's clock may be ahead of ours."""
WORKS_FOR = timedelta(hours=24)
"""How long a hook that was called counts as one that works."""
A_MINUTE = 20
"""How many refusals of one kind of hook are kept in the audit in a minute: more would be a flood of it."""


class Hooks:
    """Takes what carriers tell, and keeps what was refused of it."""

    def __init__(
        self, core: Core, texts: TextReading, receipts: Receipts, *, sends: Callable[[], bool] = lambda: False
    ) -> None:
        """`sends`: whether texts are just going out."""
        self._core, self._texts, self._receipts, self.sends = core, texts, receipts, sends
        self._lock = threading.Lock()
        self._refused: dict[str, tuple[datetime, int]] = {}

    def take_text(self, text: IncomingText) -> bool:
        """Whether the text is of a number that somebody here has; what it says is taken as an answer."""
        number = same_number(text.number)
        with self._core.store.transaction() as tx:
            known = bool(number) and any(same_number(each.mobile) == number for each in tx.people().persons)
        # A clock of theirs that is ahead makes nobody's word one of a time to come.
        self._texts.take(replace(text, received=min(text.received, self._core.clock.now())))
        self._beat(TEXT)
        return known

    def take_receipt(self, message_id: str, receipt: Receipt) -> bool:
        """Whether it is of a text of ours, or says nothing that is final yet."""
        if receipt is Receipt.WAITING:
            return True
        known = self._receipts.take(message_id, receipt)
        if known:
            self._beat(RECEIPT)
        return known

    def in_time(self, moment: datetime) -> bool:
        """Whether what is dated so is neither an old message played again nor one of a time to come."""
        at = self._core.clock.now()
        return at - NOT_OLDER <= moment <= at + NOT_LATER

    def refused(self, hook: str, why: str) -> bool:
        """Whether a refusal was kept in the audit; False when there are too many of them in this minute.

        Neither what was sent nor by whom is kept: it may be anything.
        """
        at = self._core.clock.now()
        with self._lock:
            since, count = self._refused.get(hook, (at, 0))
            if at - since >= timedelta(minutes=1):
                since, count = at, 0
            self._refused[hook] = (since, count + 1)
        if count >= A_MINUTE:
            return False
        log.warning("hook %s refused: %s", hook, why)
        with self._core.store.transaction() as tx:
            tx.add_acts([Act(at=at, what="hook-refused", details=(("hook", hook), ("why", why)))])
        return True

    def asked_in_vain(self, what: str) -> None:
        """Asking found what the hook had not brought: until it is called again it does not count as one that works."""
        with self._core.store.transaction() as tx:
            if tx.heartbeat(_name(what)) is not None:
                tx.put_cursor(_name(what), self._core.clock.now())

    def work(self, what: str) -> bool:
        """Whether the carrier calls this hook, so that asking it is the safety net alone."""
        with self._core.store.transaction() as tx:
            called, missed = tx.heartbeat(_name(what)), tx.cursor(_name(what))
        lately = called is not None and self._core.clock.now() - called < WORKS_FOR
        return called is not None and lately and (missed is None or missed <= called)

    def _beat(self, what: str) -> None:
        with self._core.store.transaction() as tx:
            tx.beat(_name(what), self._core.clock.now())


def _name(what: str) -> str:
    return f"hook-{what}"
