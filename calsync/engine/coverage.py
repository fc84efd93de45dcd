"""Visits that nobody stands behind: looked for whenever people were read, on the evening before and that morning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain.coverage import STILL_NOBODY, uncovered
from calsync.domain.coverage_wording import for_it, to_responder
from calsync.domain.letter_days import local_day
from calsync.domain.model import Channel, Concern, Notification, People, Person, PersonId, Role, Visit, Watched
from calsync.domain.notices import Cause
from calsync.domain.responders import Recipient, holders, on_the_visit, out_of_hours, usable
from calsync.engine.companions import joined
from calsync.engine.core import Core
from calsync.engine.direct import direct_row
from calsync.engine.notices import clear_notice, raise_notice
from calsync.engine.story import Happened
from calsync.ports import Transaction

AHEAD = timedelta(days=2)
"""No visit that begins later is raised on the evening before it."""
TOPIC = "nobody:"
ROLES = (Role.LINE_MANAGER, Role.DEPUTY)
"""Who is told of it: the first of these who is not away, else the out-of-hours contact, else IT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Uncovered:
    """A visit that nobody stands behind, as it was found."""

    concern: Concern
    watched: Watched
    joined: Visit
    """The visit with everybody who is on it."""


def raise_uncovered(core: Core) -> int:
    """How many concerns are new, all kept.

    Of what is new one person is told in one message: a visit that is to come is worth it, since nobody would hear of
    the worker. Where nobody can be told, IT is.
    """
    at = core.clock.now()
    with core.store.transaction() as tx:
        found = _found(core, tx, at)
        new = [each for each in found if tx.add_concern(each.concern)]
        _tell(core, tx, new, found, at)
    for each in new:
        core.observe(
            Happened(
                at=at,
                what="concern",
                visit=each.watched.visit,
                deadline=next(iter(each.watched.deadlines), None),
                role="worker",
                channel="diary",
                text=each.concern.words,
            )
        )
    return len(new)


def _found(core: Core, tx: Transaction, at: datetime) -> list[_Uncovered]:
    people = tx.people()
    soon = [each for each in tx.open_deadlines() if at < each.visit.end and each.visit.start < at + AHEAD]
    found = []
    for each in soon:
        about = replace(each, visit=joined(tx, each.visit, people))
        concern = uncovered(about, people, at, ready=core.ready, zone=core.zone)
        if concern is not None:
            found.append(_Uncovered(concern=concern, watched=each, joined=about.visit))
    return found


def _tell(core: Core, tx: Transaction, new: Sequence[_Uncovered], found: Sequence[_Uncovered], at: datetime) -> None:
    """One message to each person about all that is new to them; IT is told of what nobody else can be."""
    people = tx.people()
    whose: dict[PersonId, tuple[Recipient, list[_Uncovered]]] = {}
    for each in sorted(new, key=lambda one: (one.joined.start, one.joined.id)):
        told = whom_to_warn(each.joined, people, at, ready=core.ready)
        for one in told:
            whose.setdefault(one.person.id, (one, []))[1].append(each)
        if not told:
            words = for_it(_name(people, each.joined), each.concern, each.joined, core.zone)
            raise_notice(tx, Cause.NOBODY_BEHIND, _about(each), words, at)
    tx.add_notifications([_row(core, tx, people, one, theirs, at) for one, theirs in whose.values()])
    stands = {_about(each) for each in found}
    for notice in tx.standing_notices():
        if notice.cause == Cause.NOBODY_BEHIND and notice.about not in stands:
            clear_notice(tx, Cause.NOBODY_BEHIND, notice.about, at)


def whom_to_warn(visit: Visit, people: People, at: datetime, *, ready: frozenset[Channel]) -> tuple[Recipient, ...]:
    """Who is told of a visit that nobody stands behind; empty when nobody can be.

    They need not be at work at that minute, since it waits in their mailbox; but who is away reads nothing.
    """
    for role in ROLES:
        for person_id in holders(role, visit, people):
            person = people.get(person_id)
            if person is not None and _reads(person, visit, at, ready):
                return (Recipient(person=person, role=role),)
    stand_ins = out_of_hours(visit, people, at, channels=(Channel.MAIL,), ready=ready)
    return tuple(each for each in stand_ins if _reads(each.person, visit, at, ready))


def _reads(person: Person, visit: Visit, at: datetime, ready: frozenset[Channel]) -> bool:
    here = not any(absence.covers(at) for absence in person.absences)
    return here and not on_the_visit(person, visit) and bool(usable(person, (Channel.MAIL,), ready))


def _row(
    core: Core, tx: Transaction, people: People, one: Recipient, theirs: Sequence[_Uncovered], at: datetime
) -> Notification:
    topic = f"{TOPIC}{local_day(at, core.zone).isoformat()}"
    today = theirs[0].concern.kind == STILL_NOBODY
    listed = [(_name(people, each.joined), each.joined, each.concern) for each in theirs]
    return direct_row(
        topic, theirs[0].concern.kind, one.person, to_responder(listed, core.zone, today=today), at, ready=core.ready,
        role=one.role, told=tx.notifications_of(topic), about=[each.joined.id for each in theirs],
    )  # fmt: skip


def _about(each: _Uncovered) -> str:
    return f"{each.joined.id} {each.concern.kind}"


def _name(people: People, visit: Visit) -> str:
    person = people.get(visit.worker)
    return person.name if person is not None else "a colleague"
