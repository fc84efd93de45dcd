"""A visit told by mail -> an entry in its worker's diary, where calsync is allowed to write (off unless configured)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, Visit
from calsync.domain.one_line import is_told_by_mail
from calsync.engine.core import Core, log
from calsync.errors import SourceError
from calsync.parsers.code_words import cut_code_words

AGAIN = timedelta(minutes=1)
"""After a refusal nothing is written for so long. The visit is watched all the same."""


class Writing:
    """Writes entries. Each carries the visit's id as its `transactionId`, so that one that is written twice is one.

    What is still to be written is known to this process alone: a visit that never comes into its diary is watched from
    the store, as it was made.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._wanted: dict[str, Visit] = {}
        self._not_before: datetime | None = None

    def want(self, visit: Visit) -> None:
        """Have this visit written, once it is kept; nothing where calsync may not write."""
        if self._core.diary_writer is not None:
            self._wanted[visit.id] = visit

    async def write(self) -> int:
        """How many entries were written. A refusal is logged, and tried again until the visit is over."""
        core, at = self._core, self._core.clock.now()
        if core.diary_writer is None or (self._not_before is not None and at < self._not_before):
            return 0
        written = 0
        for visit in list(self._wanted.values()):
            if visit.end <= at:
                del self._wanted[visit.id]
                continue
            try:
                event_id = await core.diary_writer.add(
                    visit.worker,
                    start=visit.start,
                    end=visit.end,
                    subject=visit.subject,
                    place=cut_code_words(visit.place.text, core.policies.code_words),
                    category=next(iter(core.rules.home_categories), ""),
                    transaction_id=visit.id,
                )
            except SourceError as error:
                log.warning("a visit told by mail could not be written into a diary: %s", error)
                self._not_before = at + AGAIN
                return written
            if event_id:
                self._join(visit.id, event_id)
            del self._wanted[visit.id]
            written += 1
        return written

    def _join(self, visit_id: str, event_id: str) -> None:
        """From now on the visit is that entry's, answered for or not, unless a reading has joined them already."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            visit = tx.visit(visit_id)
            if visit is None or not is_told_by_mail(visit):
                return
            tx.put_visit(replace(visit, event_id=event_id, left_diary=None, last_seen=at))
            tx.add_acts([Act(at=at, what="visit-written", visit_id=visit_id)])
