"""Entries that were said under duress to be none (law 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calsync.domain.diary.change import Change
from calsync.domain.diary.new_visits import watch
from calsync.domain.diary.reading import Reading
from calsync.domain.model import Tag, Watched
from calsync.domain.unbelieved import followed as watched_further
from calsync.domain.unbelieved import is_asked, is_settled


def watched_beside(reading: Reading, current: Mapping[str, Watched], found: Sequence[Change]) -> list[Change]:
    """What becomes of entries that were said under duress to be none, while the worker is shown that they are."""
    if not (reading.beside or reading.remembered):
        return []  # nothing was ever said of a kind: what is shown is the truth, and no entry is judged twice
    after = dict(current) | {each.watched.visit.event_id: each.watched for each in found}
    changes = []
    for event in reading.events.values():
        beside, now = reading.beside.get(event.id), after.get(event.id)
        before = current.get(event.id)
        if event.all_day or (beside is None and (before is not None and is_settled(before))):
            continue
        truth = reading.by_kind(event, reading.worker)
        if beside is None and (truth.tag is Tag.NONE or reading.by_kind(event, reading.worker, shown=True) == truth):
            continue
        # What the diary took off before its start stays off: only what is open has begun (laws 1 and 16).
        has_begun = beside is not None and beside.visit.start <= reading.at and beside.deadlines[0].is_open
        stays = (truth.tag is not Tag.NONE or has_begun) and not (now is not None and is_asked(now))
        visit = watch(reading, event, truth).watched.visit
        if (again := watched_further(beside, visit, reading.policy, reading.at, stays=stays)) is not None:
            changes.append(Change(watched=again, acts=(reading.act("visit-watched-beside", again.visit),)))
    return changes
