"""What becomes of a visit whose entry leaves the diary, and which entry carries its deadline on (law 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.diary.after_start import changed_after_start
from calsync.domain.diary.change import DIARY_CHANGED, Change
from calsync.domain.diary.planning import planned_anew
from calsync.domain.diary.reading import Reading
from calsync.domain.emptied import missing, replaced
from calsync.domain.model import Event, VisitState, Watched
from calsync.domain.takeover import begun, cancelled, continues, is_open, no_loss

JUST_NOW = timedelta(minutes=10)
"""An entry first seen within this time may have been made in place of one that vanishes; an older one was not."""


def left_diary(reading: Reading, each: Watched, how: str) -> list[Change]:
    """Out of the diary: cancelled before the start; after it, a question to the worker and nothing else."""
    if not begun(each.visit, reading.at):
        if reading.emptied and how == "gone":
            return []
        visit = replace(each.visit, state=VisitState.CANCELLED, last_seen=reading.at)
        act = reading.act("visit-cancelled", visit, ("how", how))
        return [Change(watched=Watched(visit=visit, deadlines=cancelled(each)), acts=(act,))]
    visit = replace(each.visit, state=VisitState.BEGUN, left_diary=reading.at)
    act = reading.act("visit-left-diary", visit, ("how", how))
    asks = any(deadline.is_open and not deadline.late_entry for deadline in each.deadlines)
    watched = Watched(visit=visit, deadlines=each.deadlines)
    return [Change(watched=watched, acts=(act,), ask_worker=DIARY_CHANGED if asks else "")]


def gone_for_good(reading: Reading, each: Watched) -> list[Change]:
    """An entry that is gone for good; one that was made anew a poll earlier takes its deadline over."""
    if begun(each.visit, reading.at):
        for other in reading.known:
            event = reading.events.get(other.visit.event_id)
            apart = other.visit.id != each.visit.id and other.visit.left_diary is None and is_open(other)
            made_anew = (
                reading.at - other.visit.first_seen <= JUST_NOW and each.visit.first_seen < other.visit.first_seen
            )
            if event is not None and apart and made_anew and no_loss(other, each) and takes_over(reading, event, each):
                reading.taken_over.add(other.visit.id)
                return [withdrawn(reading, other), take_over(reading, each, event)]
    return left_diary(reading, each, "gone")


def withdrawn(reading: Reading, each: Watched) -> Change:
    """A visit whose entry carries an older visit's deadline on, so that one visit has one alarm."""
    visit = replace(each.visit, state=VisitState.CANCELLED, left_diary=reading.at)
    act = reading.act("visit-merged", visit)
    return Change(watched=Watched(visit=visit, deadlines=cancelled(each)), acts=(act,))


def takes_over(reading: Reading, event: Event, adrift: Watched) -> bool:
    """Whether an entry carries on a visit that lost its own, which no other entry carries on yet."""
    return adrift.visit.id not in reading.taken_over and continues(event, adrift, reading.at)


def take_over(reading: Reading, adrift: Watched, event: Event) -> Change:
    """An entry made anew at the same place and time ("this and following") carries the old deadline on (law 1)."""
    reading.taken_over.add(adrift.visit.id)
    visit = replace(adrift.visit, event_id=event.id, left_diary=None)
    change = changed_after_start(reading, replace(adrift, visit=visit), event)
    return replace(change, acts=(reading.act("visit-taken-over", visit), *change.acts))


def kept_though_emptied(reading: Reading) -> list[Change]:
    """What a wipe cancelled a reading ago is planned again; what another entry stands in for is let go."""
    shown = list(reading.events.values())
    lost = missing(reading.known, reading.snapshot, {each.visit.event_id for each in reading.known}, reading.at)
    found = [
        change
        for each in lost
        if each.visit.id not in reading.taken_over and replaced(each.visit, shown)
        for change in left_diary(reading, each, "replaced")
    ]
    for each in reading.lately:
        if not replaced(each.visit, shown):
            visit = replace(each.visit, state=VisitState.PLANNED)
            watched = Watched(visit=visit, deadlines=planned_anew(reading, each.deadlines, visit, end_changed=True))
            found.append(Change(watched=watched, acts=(reading.act("visit-restored", visit, ("how", "emptied")),)))
    return found
