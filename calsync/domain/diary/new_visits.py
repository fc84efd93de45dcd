"""Entries that were not known before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.deadlines import called_off, plan_late_entry, plan_without_times
from calsync.domain.diary.change import Change
from calsync.domain.diary.leaving import take_over, takes_over
from calsync.domain.diary.planning import planned
from calsync.domain.diary.reading import Reading, as_recognised
from calsync.domain.keys import visit_key
from calsync.domain.model import (
    AlarmKind,
    DeadlineKind,
    DeadlineState,
    Event,
    Recognition,
    Tag,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.one_line import is_told_by_mail
from calsync.domain.takeover import answered_before, cancelled
from calsync.domain.unasked import read_before


def first_sight(reading: Reading, event: Event, adrift: Sequence[Watched]) -> list[Change]:
    """What an entry brings that is no visit until now: an old visit's going on, a new one, or nothing."""
    recognition = reading.judged(event)
    if recognition.tag is Tag.NONE or event.end <= reading.watched_from:
        return []
    over = event.end <= reading.at
    if over and event.created is None and event.id not in reading.asked and event.id not in reading.given_up:
        return []  # not known yet whether it was made in time: asked again at the next poll
    # What is still to begin takes over only what was told by mail: not looked through, there may be thousands of both.
    told = () if event.start <= reading.at else [each for each in adrift if is_told_by_mail(each.visit)]
    for each in adrift if event.start <= reading.at else told:
        if takes_over(reading, event, each):
            return [take_over(reading, each, event)]
        if answered_before(event, each, reading.at):
            visit = replace(each.visit, event_id=event.id, left_diary=None, start=event.start, end=event.end)
            visit = reading.as_told(visit, event)
            return [Change(watched=replace(each, visit=visit), acts=(reading.act("visit-taken-over", visit),))]
        if over and each.visit.event_id == event.id and each.visit.end == event.end:
            # Taken out, answered for, and put back when all was over: nobody is asked a second time.
            visit = replace(each.visit, left_diary=None)
            return [Change(watched=replace(each, visit=visit), acts=(reading.act("visit-restored", visit),))]
    if reading.worker is not None and not reading.worker.works:
        return []  # somebody who left: what was watched stays watched, and nothing new is
    return [watch(reading, event, recognition)]


def watch(reading: Reading, event: Event, recognition: Recognition) -> Change:
    """The new visit of an entry, with its deadlines."""
    earlier = reading.times_known[event.id]
    visit = Visit(
        id=visit_key(event.worker, event.id, earlier),
        worker=event.worker,
        event_id=event.id,
        start=event.start,
        end=event.end,
        state=VisitState.BEGUN if reading.at >= event.start else VisitState.PLANNED,
        matched_by=recognition.matched_by,
        reasons=recognition.reasons,
        risk=recognition.risk,
        first_seen=reading.at,
        last_seen=reading.at,
    )
    visit = as_recognised(reading.as_told(visit, event), recognition)
    if event.all_day:
        return without_times(reading, visit)
    if _entered_late(reading, event):
        concern = reading.concern(visit, "entered-late", "It was entered in the diary after its own end.")
        watched = Watched(visit=visit, deadlines=plan_late_entry(visit, reading.policy, reading.at))
        return Change(watched=watched, acts=(reading.act("visit-entered-late", visit),), concern=concern)
    watched = Watched(visit=visit, deadlines=planned(reading, visit))
    what = "visit-found" if visit.tag is Tag.VISIT else "possible-visit-found"
    return Change(watched=watched, acts=(reading.act(what, visit, ("rule", visit.matched_by)),))


def without_times(reading: Reading, visit: Visit, had: Watched | None = None) -> Change:
    """A visit that lasts all day has no ladder: it is a concern, and the worker is asked for its times."""
    silent = [each for each in had.deadlines if each.alarm is AlarmKind.SILENCE] if had is not None else []
    end = next((each for each in silent if each.kind is DeadlineKind.VISIT_END), None)
    asked = end is not None and end.late_entry and end.state is not DeadlineState.CANCELLED
    others = tuple(
        called_off(each) if each.is_open else each for each in silent if each.kind is not DeadlineKind.VISIT_END
    )
    if asked and end is not None:
        deadlines = (end, *others)
    else:
        deadlines = plan_without_times(visit, reading.policy, reading.worker, reading.at, of=end)
        deadlines = (*deadlines, *others) if deadlines or had is None else cancelled(had)
    concern = reading.concern(visit, "no-times", "It lasts all day, so nobody knows when the worker is due back.")
    act = reading.act("visit-without-times", visit)
    return Change(watched=Watched(visit=visit, deadlines=deadlines), acts=(act,), concern=concern)


def _entered_late(reading: Reading, event: Event) -> bool:
    """Whether an entry became a visit after its own end: made then, or tagged then in a diary that was read."""
    if event.end > reading.at:
        return False
    made_late = event.created is not None and event.created >= event.end
    before = read_before(reading.unasked, event, reading.last_read)
    return made_late or (before is not None and event.end <= before)
