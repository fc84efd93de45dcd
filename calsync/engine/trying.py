"""A unit of work, tried again when the scan, a poll or an answer came in between: read anew, and decided anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from calsync.engine.core import Core
from calsync.errors import Conflict
from calsync.ports import Transaction

TRIES = 5

T = TypeVar("T")


def tried(core: Core, work: Callable[[Transaction, datetime], T], what: str) -> T:
    """What the work gives, once it is committed; each try has its own moment.

    Raises Conflict, with `what` as its sentence ("an answer could not be taken"), when somebody came in between at
    every try; and whatever else the work raises, at once.
    """
    for _ in range(TRIES):
        with suppress(Conflict), core.store.transaction() as tx:
            return work(tx, core.clock.now())
    raise Conflict(f"{what} in {TRIES} tries")
