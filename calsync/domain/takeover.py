"""When one entry carries on the visit of another: one visit has one alarm, and none is lost (law 1)."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.classify import same_place
from calsync.domain.deadlines import called_off
from calsync.domain.incidents import is_beside
from calsync.domain.model import AlarmKind, Deadline, Event, Tag, Visit, VisitState, Watched
from calsync.domain.one_line import is_told_by_mail, same_door


def begun(visit: Visit, at: datetime) -> bool:
    """Whether a visit has begun, judged when the diary is read (law 1)."""
    return visit.state is VisitState.BEGUN or (visit.state is VisitState.PLANNED and at >= visit.start)


def is_open(watched: Watched) -> bool:
    """Whether any of a visit's own deadlines still has to be answered: an incident beside it goes on by itself."""
    return any(deadline.is_open and not is_beside(deadline) for deadline in watched.deadlines)


def continues(event: Event, visit_lost: Watched, at: datetime) -> bool:
    """Whether an entry carries on a begun visit whose own entry vanished: overlapping, and the same entry or place."""
    visit = visit_lost.visit
    return (
        begun(visit, at)
        and is_open(visit_lost)
        and (event.start <= at or is_told_by_mail(visit))  # what is still to come is a visit of its own
        and event.start < visit.end
        and visit.start < event.end
        and (event.id == visit.event_id or _is_there(event, visit) or _is_as_told(event, visit))
    )


def _is_there(event: Event, visit: Visit) -> bool:
    """Whether an entry is at a visit's place, however somebody wrote that in their line of mail."""
    return (same_door if is_told_by_mail(visit) else same_place)(event.place, visit.place)


def _is_as_told(event: Event, visit: Visit) -> bool:
    """Whether an entry has the very times of a visit told by mail: nobody makes two visits at once."""
    return is_told_by_mail(visit) and (event.start, event.end) == (visit.start, visit.end)


def answered_before(event: Event, each: Watched, at: datetime) -> bool:
    """Whether an entry is that of a visit told by mail which has its answer already: nobody is asked a second time."""
    visit = each.visit
    return (
        is_told_by_mail(visit)
        and begun(visit, at)
        and not is_open(each)
        and event.start < visit.end
        and visit.start < event.end <= visit.end
        and (_is_there(event, visit) or _is_as_told(event, visit))
    )


def no_loss(given_up: Watched, kept: Watched) -> bool:
    """Whether nobody is told less, or later, when one visit gives way to another; else two alarms are the safe side."""
    earliest = min((deadline.due for deadline in kept.deadlines if deadline.is_open), default=None)
    if given_up.visit.tag is Tag.VISIT and kept.visit.tag is Tag.POSSIBLE:
        return False
    return earliest is not None and all(
        deadline.taken == 0 and deadline.alarm is AlarmKind.SILENCE and deadline.due >= earliest
        for deadline in given_up.deadlines
        if deadline.is_open
    )


def cancelled(watched: Watched) -> tuple[Deadline, ...]:
    """The open deadlines of a visit as the diary takes them back; a call for help is no diary's to call off."""
    return tuple(
        called_off(deadline)
        for deadline in watched.deadlines
        if deadline.is_open and deadline.alarm is AlarmKind.SILENCE
    )
