"""A worker who appears to be away, and their watched visits: what is asked, called off, left standing or handed over.

Being away is a suspicion: it closes nothing by itself (law 6). Only what has not begun is ever called off (law 1). It
stays off until its entry says something else (other times, another place or subject) or somebody says that it stands,
also after its start: that only ever adds watching.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.classify import fold, same_place
from calsync.domain.deadlines import SOONEST
from calsync.domain.incidents import is_beside
from calsync.domain.keys import visit_key
from calsync.domain.model import (
    Absence,
    AlarmKind,
    Deadline,
    DeadlineState,
    Denial,
    Event,
    Person,
    PersonId,
    Tag,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.one_line import is_told_by_mail
from calsync.domain.outings import OF_OUTINGS
from calsync.domain.questions import morning
from calsync.domain.takeover import no_loss

HANDED = "handed:"
"""With what the name of the entry begins of a visit that was handed to a colleague: no diary has one of that name."""
SOON = timedelta(hours=2)
"""So long before the first visit the question goes out by itself, where it was not one of the morning (law 16)."""
OF_THE_MORNING = timedelta(minutes=30)
LONG_OVER = timedelta(hours=12)
"""So long after its end nothing is opened again of what was called off: there is no alarm for the past (law 3)."""
HANDED_TO = "handed to "
"""With what the reason begins of what is closed since a colleague makes it."""
LEAVE = frozenset(
    (
        "annual leave", "leave", "a/l", "al", "on leave", "on annual leave", "sick leave", "sick", "off sick",
        "sickness", "holiday", "holidays", "on holiday", "day off", "off", "toil", "parental leave", "maternity leave",
        "paternity leave", "carers leave", "carer's leave", "compassionate leave", "special leave", "unpaid leave",
    )
)  # fmt: skip
"""What an all-day entry is called that takes somebody away, however the day is shown."""


def absences_in(events: Iterable[Event], visits: Iterable[str], zone: str) -> tuple[Absence, ...]:
    """When the diary shows its owner as away: entries shown as out of office, and all-day ones that say leave.

    Entries that are themselves visits (their ids in `visits`) are none: many show a visit as out of office.
    """
    are_visits = set(visits)
    found = {
        (_moment(each.start, each, zone), _moment(each.end, each, zone))
        for each in events
        if each.id not in are_visits
        and not (each.cancelled or each.declined)
        and (each.away or (each.all_day and not each.private and fold(each.subject) in LEAVE))
    }
    return tuple(Absence(start=start, end=end) for start, end in sorted(found) if start < end)


def _moment(moment: datetime, entry: Event, zone: str) -> datetime:
    """An all-day entry's midnight floats: it is that of the person's own clock."""
    if not entry.all_day:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(moment.tzinfo)


def with_absences(person: Person, found: Sequence[Absence], at: datetime) -> Person:
    """The person with what their diary shows besides; themselves when that is known or over."""
    new = [each for each in found if each not in person.absences and (each.end is None or each.end > at)]
    kept = [each for each in person.absences if each.end is None or each.end > at]
    return replace(person, absences=(*kept, *new)) if new else person


def day_of(moment: datetime, person: Person) -> date:
    """The day of a moment on the person's own clock."""
    return moment.astimezone(ZoneInfo(person.zone)).date()


def missed(person: Person, watched: Iterable[Watched], at: datetime) -> list[Watched]:
    """The visits of today, not begun, at whose whole time the person appears to be away; soonest first.

    What only may be a visit is not among them: of that nobody else hears (law 16). An absence of just a visit's own
    times is the visit itself, shown as out of office.
    """
    known = list(watched)
    every = [each for each in known if each.visit.tag is Tag.VISIT]
    own = {(each.visit.start, each.visit.end) for each in known}
    away = [each for each in person.absences if (each.start, each.end) not in own]
    return [
        each
        for each in to_call_off(every, person, day_of(at, person), at)
        if any(one.start <= each.visit.start and (one.end is None or each.visit.end <= one.end) for one in away)
    ]


def to_call_off(watched: Iterable[Watched], person: Person, day: date, at: datetime) -> list[Watched]:
    """The visits of that day that may be called off now, soonest first."""
    found = [each for each in watched if day_of(each.visit.start, person) == day and may_be_called_off(each, at)]
    return sorted(found, key=lambda each: (each.visit.start, each.visit.id))


def called_off_on(watched: Iterable[Watched], person: Person, day: date, at: datetime) -> list[Watched]:
    """The visits of that day that were called off before, are made by no colleague, and could still stand."""
    return [
        each
        for each in watched
        if day_of(each.visit.start, person) == day
        and is_called_off(each)
        and not is_handed_over(each)
        and not is_long_over(each, at)
    ]


def begun_of(watched: Iterable[Watched], person: Person, day: date, at: datetime) -> list[Watched]:
    """The visits of that day that have begun and are open: those are watched on, whatever is said of the day.

    A call for help or a code word stands beside them: a worker's devices show nothing of it (law 7).
    """
    found = [
        each
        for each in watched
        if each.visit.start <= at
        and day_of(each.visit.start, person) == day
        and any(one.is_open and not one.late_entry and not is_beside(one) for one in each.deadlines)
    ]
    return sorted(found, key=lambda each: (each.visit.start, each.visit.id))


def may_be_called_off(watched: Watched, at: datetime) -> bool:
    """Whether nothing of it has begun, and nobody has called for help or was asked to act.

    A code word's incident beside it stays as it is, and shows on nothing here (law 7).
    """
    open_ = _own(watched)
    quiet = all(each.alarm is AlarmKind.SILENCE and not each.responders_asked for each in open_)
    planned = watched.visit.state is VisitState.PLANNED and watched.visit.start > at
    return planned and bool(open_) and quiet and not any(each.late_entry for each in open_)


def is_time_to_ask(first: Visit, person: Person, at: datetime) -> bool:
    """Whether the question goes out now: with the morning, or when the first visit begins within two hours."""
    early = morning(day_of(at, person), person)
    return first.start - SOON <= at or early <= at < early + OF_THE_MORNING


def called_off(watched: Watched, who: PersonId, reason: str, at: datetime) -> tuple[Deadline, ...]:
    """Its open deadlines as somebody calls them off; empty when that can't be done: see `may_be_called_off`."""
    if not may_be_called_off(watched, at):
        return ()
    return tuple(
        replace(
            each,
            state=DeadlineState.CLOSED,
            next_step_at=None,
            repeat_at=None,
            closed_at=at,
            closed_by=who,
            reason=reason,
            denied=Denial.CALLED_OFF,
        )
        for each in _own(watched)
    )


def _own(watched: Watched) -> list[Deadline]:
    """The open deadlines of the visit itself: those of its outing follow what becomes of its visits."""
    return [
        each
        for each in watched.deadlines
        if each.is_open and each.alarm is not AlarmKind.DURESS and each.kind not in OF_OUTINGS
    ]


def is_called_off(watched: Watched) -> bool:
    """Whether somebody has called the visit off, and nobody has said since that it stands."""
    return any(each.denied is Denial.CALLED_OFF for each in watched.deadlines)


def is_handed_over(watched: Watched) -> bool:
    """Whether it is called off since a colleague makes it."""
    return any(each.denied is Denial.CALLED_OFF and each.reason.startswith(HANDED_TO) for each in watched.deadlines)


def is_long_over(watched: Watched, at: datetime) -> bool:
    """Whether its end lies so far back that saying "it stands" opens nothing any more."""
    return watched.visit.end + LONG_OVER <= at


def as_called_off(watched: Watched, who: PersonId, reason: str, at: datetime) -> tuple[Deadline, ...]:
    """Its deadlines, called off already as a colleague's, as called off for everybody; empty where they were so."""
    if not is_handed_over(watched):
        return ()
    off = [each for each in watched.deadlines if each.denied is Denial.CALLED_OFF]
    return tuple(replace(each, closed_at=at, closed_by=who, reason=reason) for each in off)


def standing(watched: Watched, at: datetime) -> tuple[Deadline, ...]:
    """Its deadlines as they are watched again; empty when none was called off.

    Of one that would be all but over the worker gets ten minutes from now. The scan finds what is due of it next.
    """
    return tuple(_opened(each, at) for each in watched.deadlines if each.denied is Denial.CALLED_OFF)


def _opened(deadline: Deadline, at: datetime) -> Deadline:
    late = max(timedelta(0), at + SOONEST - deadline.due)
    return replace(
        deadline,
        state=DeadlineState.OPEN,
        due=deadline.due + late,
        planned=deadline.planned + late,
        base=deadline.base + late,
        next_step_at=at,
        round=deadline.round + 1,
        closed_at=None,
        closed_by=None,
        reason="",
        denied=None,
    )


def kept_off(watched: Watched, event: Event) -> Visit | None:
    """The visit as it stays although its entry is read again; None when what was called off counts no more.

    It counts as long as the entry has the times, the place and the subject that it had then: whoever writes it anew is
    at work. What a colleague makes stays with them until the times change. An entry that was taken out and is back is
    planned.
    """
    visit = watched.visit
    if not is_called_off(watched) or (event.start, event.end) != (visit.start, visit.end) or event.all_day:
        return None
    if not is_handed_over(watched) and not says_the_same(visit, event):
        return None
    return replace(visit, state=VisitState.PLANNED) if visit.state is VisitState.CANCELLED else visit


def says_the_same(visit: Visit, entry: Event | Visit) -> bool:
    """Whether an entry has the subject and the place of a visit."""
    return (fold(visit.subject), visit.place) == (fold(entry.subject), entry.place)


# --- handing over ------------------------------------------------------------------------------------------


def handed_id(visit: Visit) -> str:
    """The id of the visit that a colleague makes in its place: one, whoever that is."""
    return visit_key(visit.worker, HANDED + visit.id)


def handed(watched: Watched, to: PersonId, by: str, at: datetime) -> Watched:
    """The visit as a colleague makes it, with the same deadlines and ladders, `by` the name of who said so.

    To the diary of that colleague it is one that left it: no reading decides about it, and an entry of their own at the
    same place and time takes it over.
    """
    visit = replace(
        watched.visit,
        id=handed_id(watched.visit),
        worker=to,
        event_id=HANDED + watched.visit.id,
        state=VisitState.PLANNED,
        matched_by="handed",
        reasons=(f"Handed over by {by}.", *watched.visit.reasons),
        attendees=(),
        left_diary=at,
        first_seen=at,
        last_seen=at,
    )
    deadlines = tuple(
        replace(
            each,
            id=visit.id + each.id.removeprefix(watched.visit.id),
            visit_id=visit.id,
            worker=to,
            round=0,
            owner=None,
            owned_until=None,
            version=0,
        )
        for each in _own(watched)
    )
    return Watched(visit=visit, deadlines=deadlines)


def is_handed(visit: Visit) -> bool:
    """Whether a visit was handed over by a colleague."""
    return visit.event_id.startswith(HANDED)


def taken_back(watched: Watched, at: datetime) -> tuple[Deadline, ...]:
    """The deadlines of a handed visit as they are taken back; empty once it has begun (law 1)."""
    if not may_be_called_off(watched, at):
        return ()
    return tuple(
        replace(each, state=DeadlineState.CANCELLED, next_step_at=None, repeat_at=None) for each in _own(watched)
    )


def made_by_own_entry(watched: Sequence[Watched], at: datetime) -> list[Watched]:
    """The handed visits, and those told by mail, not begun, that their worker has put into their own diary since: one
    visit has one alarm.

    That is an entry at the same place over the same time, of which nobody is told less or later.
    """
    stand_nowhere = [each for each in watched if is_handed(each.visit) or is_told_by_mail(each.visit)]
    theirs = [each for each in stand_nowhere if may_be_called_off(each, at)]
    if not theirs:
        return []
    own = [
        each
        for each in watched
        if each.visit.tag is Tag.VISIT and each.visit.left_diary is None and may_be_called_off(each, at)
    ]
    return [
        each
        for each in theirs
        if any(
            same_place(each.visit.place, one.visit.place)
            and one.visit.start < each.visit.end
            and each.visit.start < one.visit.end
            and no_loss(each, one)
            for one in own
        )
    ]


def colleagues_called(name: str, persons: Iterable[Person], *, but: PersonId) -> list[Person]:
    """The watched people whom a name or a mail address may mean: those with the whole name before a first name."""
    wanted = " ".join(name.casefold().split())
    others = [each for each in persons if each.works and each.id != but]
    whole = [each for each in others if wanted in (each.name.casefold(), each.mail.casefold())]
    return whole or [each for each in others if wanted in each.name.casefold().split()[:1]]


def example_colleague(worker: Person, persons: Iterable[Person], reader: PersonId) -> str:
    """How a colleague is called to whom a visit can be handed: the first of the team by name; empty where none is."""
    every = list(persons)
    team = [
        each
        for each in sorted(every, key=lambda person: (person.name, person.id))
        if each.works
        and each.name.strip()
        and each.id not in (worker.id, worker.manager, reader)
        and (
            each.department == worker.department
            if each.department or worker.department
            else each.manager == worker.manager
        )
    ]
    for each in team:
        for name in (each.name.split()[0], each.name, each.mail):
            if name and colleagues_called(name, every, but=worker.id) == [each]:
                return name
    return ""


def is_away(person: Person, visit: Visit) -> bool:
    """Whether somebody is known to be away at some moment of a visit."""
    return any(each.start < visit.end and (each.end is None or visit.start < each.end) for each in person.absences)
