"""A visit that somebody told of in one line of mail: watched as any other, though no diary has an entry of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from calsync.domain.applies import When
from calsync.domain.deadlines import plan
from calsync.domain.keys import visit_key
from calsync.domain.ladders import all_steps, chosen
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    People,
    Person,
    Place,
    Policy,
    Role,
    Step,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.one_line import TOLD_BY_MAIL, same_door
from calsync.domain.responders import whom_to_tell

TOLD = "told-by-mail"
"""By what such a visit is recognised, until an entry is its own."""
SUBJECT = "Visit told by mail"
"""What stands for the subject of such a visit: its place stands in the place alone (law 15)."""


def told_visit(
    worker: Person, key: str, place: Place, start: datetime, end: datetime, by: str, sent: datetime, at: datetime
) -> Visit:
    """The visit, `key` the name of its mail, `by` the name of who wrote that.

    To the diary it is one that left it: no reading decides about it, and an entry at the same place takes it over.
    """
    event_id = TOLD_BY_MAIL + key
    return Visit(
        id=visit_key(worker.id, event_id),
        worker=worker.id,
        event_id=event_id,
        start=start,
        end=end,
        state=VisitState.BEGUN if start <= at else VisitState.PLANNED,
        matched_by=TOLD,
        reasons=(f"{by} told of it by mail.",),
        flags=(str(When.LIVES_ALONE),) if worker.lives_alone else (),
        subject=SUBJECT,
        place=place,
        created=sent,
        left_diary=at,
        first_seen=at,
        last_seen=at,
    )


def watched_for(visit: Visit, policy: Policy, worker: Person, at: datetime) -> Watched:
    """The visit with its deadlines. One that has ended while nobody read the mail is asked about at once (law 3)."""
    return Watched(visit=visit, deadlines=plan(visit, policy, worker, at))


def called(who: str, persons: Iterable[Person]) -> list[Person]:
    """Who may be meant by a name: those whose whole name it is, else those who have every word of it in theirs."""
    words = who.casefold().split()
    known = {each.id: (each, each.name.casefold().split()) for each in persons if each.name.strip()}
    whole = [each for each, parts in known.values() if parts == words]
    return whole or [each for each, parts in known.values() if words and set(words) <= set(parts)]


def already(visit: Visit, watched: Iterable[Watched], at: datetime) -> Watched | None:
    """The visit that is watched at the same place over the same time, so that one visit has one alarm; else None.

    One that is still to begin and ends later is no match: nobody would be asked at the end that was told.
    """
    for each in watched:
        overlaps = each.visit.start < visit.end and visit.start < each.visit.end
        end = its_end(each) if overlaps and same_door(each.visit.place, visit.place) else None
        if end is not None and (end.due <= visit.end or each.visit.start <= at):
            return each
    return None


def its_end(watched: Watched) -> Deadline | None:
    """The open deadline of a visit's end, as its worker knows of it; None where it has none."""
    return next(
        (
            each
            for each in watched.deadlines
            if each.kind is DeadlineKind.VISIT_END
            and each.is_open
            and each.alarm is AlarmKind.SILENCE
            and not each.late_entry
        ),
        None,
    )


def who_watches_over(
    visit: Visit, policy: Policy, people: People, due: datetime, *, ready: frozenset[Channel]
) -> tuple[Person, ...]:
    """Whom the policy would ask first about a visit, the line manager before others; empty where it asks nobody.

    It goes by the moment at which they would be asked: whoever has gone home by then does not watch.
    """
    for kind in (DeadlineKind.VISIT_END, DeadlineKind.RETURN):
        ladder = chosen(all_steps(policy, kind, visit), policy.office, due)
        steps = [step for step in ladder if not step.to_worker and step.ask is not Ask.KNOW]
        if steps:
            managers = [step for step in steps if Role.LINE_MANAGER in step.roles]
            return _asked(managers[0] if managers else steps[0], visit, people, due, ready)
    return ()


def _asked(step: Step, visit: Visit, people: People, due: datetime, ready: frozenset[Channel]) -> tuple[Person, ...]:
    told = whom_to_tell(step.roles, visit, people, due + step.after, channels=step.channels, ready=ready)
    passed = {each.person.id for each in told.passed_over}
    # Who is told without being counted on then, since they are merely not at work, is not who watches.
    there = [each for each in told.recipients if each.person.id not in passed] or list(told.recipients)
    managers = [each.person for each in there if each.role is Role.LINE_MANAGER]
    return tuple(managers[:1] or [each.person for each in there][:2])
