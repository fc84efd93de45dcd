"""Visits -> the pause that holds each of them, for the lists that tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from calsync.domain.letter_days import by_worker
from calsync.domain.model import Pause, Visit
from calsync.domain.pauses import not_watched, standing
from calsync.ports import Transaction


def held_by_pauses(tx: Transaction, visits: Sequence[Visit], at: datetime) -> dict[str, Pause]:
    """The pause of each visit that nobody watches at `at`, by the visit's id. Without a pause nothing more is read."""
    pauses = standing(tx.pauses(at), at)
    covered = {person for pause in pauses for person in pause.covered}
    found: dict[str, Pause] = {}
    for worker, theirs in by_worker(each for each in visits if each.worker in covered):
        wanted = {each.id for each in theirs}
        for each in tx.watched(worker, theirs[0].start):
            if each.visit.id in wanted and (pause := not_watched(pauses, each, at)) is not None:
                found[each.visit.id] = pause
    return found
