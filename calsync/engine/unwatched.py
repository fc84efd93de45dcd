"""Somebody who is not watched told of a visit of their own, and may call for help: whom that goes to (law 6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from calsync.domain.model import Act, Channel, Person, Role
from calsync.domain.responders import whom_to_tell
from calsync.domain.ring_wording import ring_unwatched
from calsync.engine.core import Core
from calsync.engine.direct import direct_row
from calsync.engine.ringing import ask_to_ring, no_visit
from calsync.ports import Transaction

LATELY = timedelta(hours=8)
"""So long somebody may be at the visit of which they told: none lasts longer."""
RUNG = "unwatched-rung"
ASKED = ("You are rung now", "Somebody is asked to ring you now. Do you need help sooner, ring 999.")


def note_told(tx: Transaction, person: Person, at: datetime) -> None:
    """Keep that somebody who is not watched told of a visit of their own."""
    tx.put_cursor(_told(person), at)


def told_lately(tx: Transaction, person: Person, at: datetime) -> bool:
    """Whether somebody who is not watched may be at a visit of which they told."""
    told = tx.cursor(_told(person))
    return told is not None and at - told <= LATELY


def ask_to_ring_unwatched(core: Core, tx: Transaction, person: Person, topic: str, at: datetime) -> bool:
    """Whether their line manager, or who stands in, is asked to ring somebody who called for help; they are told so."""
    if not ask_to_ring(core, tx, person, f"cry {topic.rpartition(':')[2]}", None, at, words=ring_unwatched(person)):
        return False
    tx.add_notifications([direct_row(topic, RUNG, person, ASKED, at, ready=core.ready)])
    tx.add_acts([Act(at=at, what="cry-of-unwatched", who=person.id)])
    return True


def managers_of(core: Core, tx: Transaction, person: Person, at: datetime) -> list[Person]:
    """Who is asked about somebody who is not watched: their line manager, or who stands in; never themselves."""
    told = whom_to_tell(
        (Role.LINE_MANAGER,), no_visit(person, at), tx.people(), at, channels=(Channel.MAIL,), ready=core.ready
    )
    return [each.person for each in told.recipients if each.person.id != person.id]


def _told(person: Person) -> str:
    return f"told-of-own {person.id}"
