"""Which questions "whose word was it?" nobody has answered, and the messages that ask them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from calsync.domain.model import Notification
from calsync.engine.direct import WORD
from calsync.ports import Transaction

WHOSE = "whose-word"


def open_questions(tx: Transaction) -> Iterator[tuple[datetime, list[Notification]]]:
    """When each was asked, and its messages, those that still wait too."""
    for place in count():
        asked, answered = tx.cursor(f"{WHOSE}-asked {place}"), tx.cursor(f"{WHOSE}-answered {place}")
        if asked is None:
            return
        if answered is None or answered < asked:
            rows = tx.notifications_of(f"{WORD}{place}:{int(asked.timestamp())}")
            yield asked, [each for each in rows if each.step == WHOSE]
