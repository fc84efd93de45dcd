"""Visits that nobody stands behind: looked for whenever people were read, on the evening before and that morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.coverage import uncovered
from calsync.domain.model import Concern, Watched
from calsync.engine.companions import joined
from calsync.engine.core import Core
from calsync.engine.story import Happened
from calsync.ports import Transaction

AHEAD = timedelta(days=2)
"""No visit that begins later is raised on the evening before it."""


def raise_uncovered(core: Core) -> int:
    """How many concerns are new, all kept. Nobody is sent anything by it (law 16)."""
    at = core.clock.now()
    with core.store.transaction() as tx:
        found = [(each, about) for each, about in _found(core, tx) if tx.add_concern(each)]
    for concern, about in found:
        core.observe(
            Happened(
                at=at,
                what="concern",
                visit=about.visit,
                deadline=next(iter(about.deadlines), None),
                role="worker",
                channel="diary",
                text=concern.words,
            )
        )
    return len(found)


def _found(core: Core, tx: Transaction) -> list[tuple[Concern, Watched]]:
    at, people = core.clock.now(), tx.people()
    soon = [each for each in tx.open_deadlines() if at < each.visit.end and each.visit.start < at + AHEAD]
    found = []
    for each in soon:
        about = replace(each, visit=joined(tx, each.visit, people))
        concern = uncovered(about, people, at, ready=core.ready, zone=core.zone)
        if concern is not None:
            found.append((concern, each))
    return found
