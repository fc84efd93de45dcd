"""What must be looked up before a snapshot of a diary can be judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.classify import Rules, recognise
from calsync.domain.emptied import HOURS_AHEAD
from calsync.domain.likeness import Known, as_remembered, said_of
from calsync.domain.model import (
    AlarmKind,
    Deadline,
    Event,
    Person,
    Possible,
    Recognition,
    Snapshot,
    Tag,
    VisitState,
    Watched,
)
from calsync.domain.questions import morning
from calsync.domain.responders import at_work


def recognised(event: Event, rules: Rules, worker: Person | None) -> Recognition:
    """What the rules say of an event in a worker's diary; outside their own hours a place alone is no visit (law 15).

    Without a worker nobody knows their hours, and then a place counts. What lasts all day is of their working day.
    """
    begins = morning(event.start.date(), worker) if event.all_day else event.start
    return recognise(event, rules, in_hours=worker is None or at_work(worker, begins))


def judged(
    event: Event,
    rules: Rules,
    worker: Person | None,
    *,
    remembered: Known,
    possible: Possible = Possible.ASK,
    shown: bool = False,
) -> Recognition:
    """What an entry is taken for: as recognised, and of what may be a visit, as the worker said of its kind.

    What the rules call a visit outright stays one, whatever was said of its kind, and what has a flag is not left out
    because of it. Where nobody has said anything, a policy may have it watched as a visit. What was said under duress
    is believed by nobody, and counts for what is `shown` to the worker.
    """
    recognition = recognised(event, rules, worker)
    if recognition.tag is not Tag.POSSIBLE:
        return recognition
    said = said_of(event, remembered, shown=shown)
    if said is not None and (said.is_visit or not recognition.flags):
        return as_remembered(recognition, said)
    if possible is Possible.WATCH:
        reason = "The policy watches what may be a visit as one."
        return replace(recognition, tag=Tag.VISIT, reasons=(*recognition.reasons, reason))
    return recognition


AT_ONCE = 40
"""So many entries are asked for at one reading, of those that it waits for: whoever may send invitations can fill a
diary with thousands, and each takes the time of others."""
BY_LOT = 8
"""Of those so many are drawn by lot, so that entries that can never be asked for keep no other from being asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Entries to be asked for by their ids."""

    now: tuple[str, ...] = ()
    """Without these the snapshot can't be judged."""
    later: tuple[str, ...] = ()
    """What these tell is not needed before they begin; soonest first."""
    left: tuple[str, ...] = ()
    """As `now`, and too many for one reading: nothing is decided about these until they are asked for."""
    put_off: tuple[str, ...] = ()
    """As `later`, and not asked for at this reading."""


def ids_to_ask(
    snapshot: Snapshot,
    known: Sequence[Watched],
    rules: Rules,
    watched_from: datetime,
    worker: Person | None,
    *,
    at: datetime,
    emptied: bool = False,
    remembered: Known | None = None,
) -> ToAsk:
    """The entries that must be asked for by id before this snapshot can be judged, and those that can wait, each once.

    Watched ones that it does not show (gone is: absent, and then 404), and new or changed visits, for the time at
    which they were made and the colleagues on them; what is still to begin can wait. In a diary that is known to be
    emptied, only begun visits are asked for: the others are not believed to be gone whatever they answer. Of very many
    those that ended longest ago come first.
    """
    shown = {event.id for event in snapshot.events} | {each.id for each in snapshot.unreadable}
    current = {each.visit.event_id: each for each in known if each.visit.left_diary is None}
    missing = {
        event_id: each.visit.end
        for event_id, each in current.items()
        if event_id not in shown
        and each.visit.state is not VisitState.CANCELLED
        and not (emptied and each.visit.state is VisitState.PLANNED and each.visit.start > at)
        and (
            snapshot.covers(each.visit.start, each.visit.end)
            # Begun visits that left the window are read by id; those far ahead wait for a wider one.
            or (each.visit.start < snapshot.end and any(map(is_awaited, each.deadlines)))
        )
    }
    fresh = [
        event
        for event in sorted(snapshot.events, key=lambda each: (each.start, each.id))
        if event.created is None
        and event.end > watched_from
        and event.start < at + HOURS_AHEAD
        and judged(event, rules, worker, remembered=remembered or {}).tag is not Tag.NONE
        and (event.id not in current or not _known_whole(current[event.id], event))
    ]
    ends = missing | {event.id: event.end for event in fresh if event.start <= at}
    now, left = _so_many(ends, at)
    return ToAsk(now=now, later=tuple(event.id for event in fresh if event.start > at), left=left)


def _so_many(ends: Mapping[str, datetime], at: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The entries to be asked for at this reading, and those that are left for the next ones."""
    if len(ends) <= AT_ONCE:
        return tuple(ends), ()
    oldest = sorted(ends, key=lambda each: (ends[each], each))
    first, rest = oldest[: AT_ONCE - BY_LOT], oldest[AT_ONCE - BY_LOT :]
    rest.sort(key=lambda each: hashlib.sha256(f"{at.isoformat()}\x1f{each}".encode("utf-8", "replace")).digest())
    return (*first, *rest[:BY_LOT]), tuple(rest[BY_LOT:])


def _known_whole(watched: Watched, event: Event) -> bool:
    """Whether what only the single entry tells was read since the entry last changed."""
    return watched.visit.created is not None and watched.visit.change_key == event.change_key


def is_awaited(deadline: Deadline) -> bool:
    """Whether an alarm hangs on a deadline: where nothing more will be asked or told, no diary is kept under watch.

    That is one question with no ladder behind it, or an entry that may be a visit, once the line manager was told.
    """
    over = deadline.next_step_at is None and deadline.alarm is AlarmKind.SILENCE
    return deadline.is_open and not deadline.late_entry and not over


def ids_to_recall(
    snapshot: Snapshot,
    known: Sequence[Watched],
    rules: Rules,
    worker: Person | None,
    remembered: Known | None = None,
) -> list[str]:
    """The entries whose every visit must be known, since they may have been watched long ago, on another day."""
    shown = {
        event.id
        for event in snapshot.events
        if judged(event, rules, worker, remembered=remembered or {}).tag is not Tag.NONE
    }
    return sorted(shown | {each.visit.event_id for each in known})
