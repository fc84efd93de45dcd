"""What is missing in the entries of visits: raised once when a diary was read, and found anew whenever it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.classify import Rules
from calsync.domain.coverage import shown_now
from calsync.domain.holding import tells_nobody
from calsync.domain.missing import NO_SECOND, TWO_WORKERS, Looked, concern, is_judged, missing, shown
from calsync.domain.model import Channel, Concern, PersonId, Visit, Watched
from calsync.domain.model.said import Said
from calsync.domain.second_worker import colleagues, confirmed
from calsync.engine.companions import joined
from calsync.engine.core import Core
from calsync.engine.story import Happened
from calsync.parsers.said import read_said
from calsync.ports import Transaction

UNKNOWN_COLLEAGUE = (
    'Its category "Tell: ..." names nobody whom calsync knows, or a name that two people have: write the mail address '
    "of the one who is to be told."
)
AHEAD = timedelta(days=2)
"""How far ahead a visit's concerns are raised: soon enough to be mended, not while a week is still being planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What raising concerns brought."""

    happened: tuple[Happened, ...] = ()
    waits: bool = False
    """Whether something could not be judged yet: a colleague's diary has never been read, or an entry not asked for."""


def said_by(visit: Visit, zone: str) -> Said:
    """What a visit's entry says besides; empty once its text was erased."""
    return read_said(visit.subject, visit.place.text, visit.start, visit.end, zone)


def raise_concerns(tx: Transaction, watched: Sequence[Watched], rules: Rules, zone: str, at: datetime) -> Raised:
    """Keep each concern about one worker's visits of the coming two days, and tell of those that are new.

    Nobody is sent anything (law 16). A visit that is over, or has no open deadline, raises none.
    """
    soon = {
        each.visit.id: each
        for each in watched
        if _is_open(each) and at <= each.visit.end and each.visit.start < at + AHEAD
    }
    found, waits = _now(tx, list(soon.values()), rules, zone, at)
    happened = [_told(each, soon[each.visit_id], at) for each in found if tx.add_concern(each)]
    return Raised(happened=tuple(happened), waits=waits)


def concerns_shown(
    tx: Transaction,
    watched: Sequence[Watched],
    rules: Rules,
    zone: str,
    at: datetime,
    *,
    ready: frozenset[Channel] | None = None,
) -> dict[str, tuple[Concern, ...]]:
    """The concerns that stand about each of these visits, by the visit's id, as the entries are known now.

    `ready` are the channels by which responders are told; None: whether they could be reached is not asked.
    """
    raised = _by_visit(tx.concerns_of([each.visit.id for each in watched]))
    by_worker: dict[str, list[Watched]] = {}
    for each in watched:
        by_worker.setdefault(each.visit.worker, []).append(each)
    found = [found for theirs in by_worker.values() for found in _now(tx, theirs, rules, zone, at)[0]]
    if ready is not None:
        people = tx.people()
        for each in watched:
            about = replace(each, visit=joined(tx, each.visit, people))
            found += shown_now(about, people, at, ready=ready, zone=zone)
    now = _by_visit(found)
    return {each.visit.id: shown(each, raised.get(each.visit.id, ()), now.get(each.visit.id, ())) for each in watched}


def _by_visit(concerns: Iterable[Concern]) -> dict[str, list[Concern]]:
    found: dict[str, list[Concern]] = {}
    for each in concerns:
        found.setdefault(each.visit_id, []).append(each)
    return found


def concerns_of_days(
    tx: Transaction, workers: Sequence[PersonId], start: datetime, end: datetime, core: Core, at: datetime
) -> list[tuple[Watched, tuple[Concern, ...]]]:
    """The visits of these workers that begin from `start` to before `end` and have concerns, in order of their start.

    Of each the concerns in the order in which people read them; what has none is left out. A date of a series that was
    taken out is among them. For the lists of the evening and the morning, and for a board.
    """
    theirs = [each for worker in dict.fromkeys(workers) for each in tx.watched(worker, start)]
    within = [each for each in theirs if start <= each.visit.start < end]
    found = concerns_shown(tx, within, core.rules, core.zone, at, ready=core.ready)
    ordered = sorted(within, key=lambda each: (each.visit.start, each.visit.worker, each.visit.id))
    return [(each, found[each.visit.id]) for each in ordered if found[each.visit.id]]


def _now(
    tx: Transaction, watched: Sequence[Watched], rules: Rules, zone: str, at: datetime
) -> tuple[list[Concern], bool]:
    """The concerns that are true of one worker's visits now, and whether something could not be judged yet."""
    looked = [Looked(visit=each.visit, said=said_by(each.visit, zone)) for each in watched]
    found, waits = list(missing(looked, rules, zone, at)), False
    for each in watched:
        visit = each.visit
        if is_judged(visit) and tells_nobody(visit.categories, tx.people()):
            found.append(concern(visit, "unknown-colleague", UNKNOWN_COLLEAGUE, at))
        if TWO_WORKERS not in visit.flags or not is_judged(visit):
            continue
        known = second_of(tx, visit)
        waits = waits or known is None
        if known is False:
            found.append(concern(visit, "second-worker", NO_SECOND, at))
    return found, waits


def second_of(tx: Transaction, visit: Visit) -> bool | None:
    """Whether a second worker is proven; None as long as it can't be known."""
    coming = coming_along(tx, visit)
    return None if coming is None else bool(coming)


def coming_along(tx: Transaction, visit: Visit) -> tuple[PersonId, ...] | None:
    """Who proves to come along; empty when nobody does, None as long as it can't be known.

    A colleague's own diary has to agree. Of one whose diary nobody reads, that they accepted is all there is to know.
    """
    if visit.created is None:
        return None  # who accepted it is told by the single entry alone, and that was not asked for yet
    people = tx.people()
    accepted = colleagues(visit, people)
    others = [each.visit for colleague in accepted for each in tx.watched(colleague, visit.start)]
    states = {colleague: tx.mailbox(colleague) for colleague in accepted}
    proven = tuple(
        colleague
        for colleague in accepted
        if states[colleague] is None or confirmed(visit, [each for each in others if each.worker == colleague], people)
    )
    if not proven and any(state is not None and state.last_read is None for state in states.values()):
        return None
    return proven


def _is_open(watched: Watched) -> bool:
    return any(each.is_open for each in watched.deadlines)


def _told(found: Concern, about: Watched, at: datetime) -> Happened:
    first = next(iter(about.deadlines), None)
    return Happened(
        at=at, what="concern", visit=about.visit, deadline=first, role="worker", channel="diary", text=found.words
    )
