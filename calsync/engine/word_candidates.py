"""Whose code word a caller may have been told: their workers, those in danger first, and none left out (law 7).

Whoever was told a word may ring when all is settled: the worker's own "safe", pressed by somebody at their side, has
closed the visit. So those count too of whom the last hours told something.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.holding import standing
from calsync.domain.model import AlarmKind, Deadline, Person, PersonId, Role, VisitState, Watched
from calsync.domain.responders import may_take
from calsync.domain.unbelieved import shown
from calsync.engine.subject_words import FROM
from calsync.ports import Transaction

LATELY = timedelta(hours=2)
"""So long after a visit was closed, or a message about it, its worker may be meant."""
ENDED = timedelta(hours=12)
"""How long before now a visit may have ended by its diary that was closed lately."""
MOST_OTHERS = 24
"""Of so many workers who are not out the names are said; of more the question goes by mail, which is quicker."""
_ALARM, _LATE, _LATELY, _OUT = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A worker who may have given the word."""

    person: Person
    rank: int
    deadline_id: str
    """What their word is about: an open deadline of theirs, else the one that was closed last."""


def candidates(tx: Transaction, caller: Person, at: datetime) -> list[Candidate]:
    """The workers who are out, or were lately, and whom the caller looks after or was told about; in danger first."""
    people, told = tx.people(), _told_of(tx, caller, at)
    best: dict[PersonId, Candidate] = {}
    for each in _watched(tx, at):
        worker = people.get(each.visit.worker)
        if worker is None or worker.id == caller.id:
            continue
        mine = any(one.id in told for one in each.deadlines)
        if not mine and not may_take(caller, each.visit, people, _recipients(tx, each, caller)):
            continue
        if (found := _candidate(worker, each, at, told_lately=mine)) is not None:
            known = best.get(worker.id)
            best[worker.id] = min(found, known, key=lambda one: one.rank) if known is not None else found
    return sorted(best.values(), key=lambda one: (one.rank, one.person.name, one.person.id))


def others(tx: Transaction, caller: Person) -> list[Person]:
    """The workers whom the caller looks after at other times, by their names; empty where they are too many to say."""
    people = tx.people()
    found = [each for each in people.persons if each.works and each.id != caller.id and _looks_after(tx, caller, each)]
    return sorted(found, key=lambda each: (each.name, each.id)) if len(found) <= MOST_OTHERS else []


def looks_after_somebody(tx: Transaction, caller: Person, at: datetime) -> bool:
    """Whether anybody's word may reach a caller: they hold a role for a worker, or were told of one."""
    people = tx.people()
    return any(
        each.works and each.id != caller.id and _looks_after(tx, caller, each) for each in people.persons
    ) or bool(candidates(tx, caller, at))


def _looks_after(tx: Transaction, caller: Person, worker: Person) -> bool:
    people = tx.people()
    return any(caller.id in standing(role, worker.id, people) for role in Role if role is not Role.WORKER)


def _watched(tx: Transaction, at: datetime) -> Iterable[Watched]:
    """Every visit that is watched from half an hour before its start, and each that was closed lately."""
    known: set[str] = set()
    for each in shown(tx.open_deadlines()):
        known.add(each.visit.id)
        if each.visit.start - FROM <= at:
            yield each
    over = [each for each in tx.visits_between(at - ENDED, at) if each.state is not VisitState.CANCELLED]
    for visit in over:
        if visit.id not in known:
            own = [each for each in tx.watched_under(visit.worker, [visit.event_id]) if each.visit.id == visit.id]
            yield from (each for each in shown(own) if any(_closed_lately(one, at) for one in each.deadlines))


def _candidate(worker: Person, watched: Watched, at: datetime, *, told_lately: bool) -> Candidate | None:
    open_ = [each for each in watched.deadlines if each.is_open]
    alarms = [each for each in open_ if each.alarm is not AlarmKind.SILENCE]
    late = [each for each in open_ if each.due <= at]
    closed = sorted((each for each in watched.deadlines if _closed_lately(each, at)), key=_closed_at)
    for rank, found in ((_ALARM, alarms), (_LATE, late), (_LATELY, closed[::-1]), (_OUT, open_)):
        if found:
            rank = min(rank, _LATELY) if told_lately else rank
            about = alarms or late or open_ or found
            return Candidate(person=worker, rank=rank, deadline_id=about[0].id)
    return None


def _closed_lately(deadline: Deadline, at: datetime) -> bool:
    return deadline.closed_at is not None and deadline.closed_at >= at - LATELY


def _closed_at(deadline: Deadline) -> tuple[bool, str]:
    return deadline.closed_at is not None, str(deadline.closed_at)


def _told_of(tx: Transaction, caller: Person, at: datetime) -> set[str]:
    """The deadlines of which the caller was told by telephone or text of late; also those that one message folded."""
    rows = [*tx.calls_sent(at - LATELY, to=caller.id), *tx.texts_sent(at - LATELY, to=caller.id)]
    return {each.deadline_id for row in rows for each in (row, *tx.carried_by(row)) if row.role is not Role.WORKER}


def _recipients(tx: Transaction, watched: Watched, caller: Person) -> list[PersonId]:
    """Who was told of a visit; not looked up where the caller holds a role for its worker anyway."""
    people = tx.people()
    if may_take(caller, watched.visit, people, ()):
        return []
    rows = [row for one in watched.deadlines for row in tx.notifications_of(one.id)]
    return [row.recipient for row in rows if row.role is not Role.WORKER]
