"""Somebody rings whose number is nobody's, or that of several -> noted, and whoever may have rung is rung (law 6).

Nothing of anybody's is changed by it, and no key is asked for: whose it would be is not known. As with a text, a number
that several have may be in the hand of one of them who is in danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.model import Act, Person
from calsync.domain.notices import Cause
from calsync.domain.ring_wording import ring_called
from calsync.engine.core import Core
from calsync.engine.notices import raise_notice
from calsync.engine.out_now import running_of
from calsync.engine.ringing import ask_to_ring
from calsync.engine.unplaced_texts import MOST_RUNG
from calsync.ports import Transaction

SHARED, STRANGER = "call-from-shared-number", "call-from-stranger"
ONE_MATTER = timedelta(minutes=10)
"""Calls from one number so close together are one matter: who was asked to ring because of the first is ringing."""


def set_aside(core: Core, tx: Transaction, whose: Sequence[Person], at: datetime) -> None:
    """Note a call that is nobody's. `whose` have that number; empty: nobody has."""
    tx.add_acts([Act(at=at, what=SHARED if whose else STRANGER)])
    if not whose:
        return
    names = " and ".join(sorted(each.name or each.id for each in whose))
    about = " ".join(sorted(each.id for each in whose))
    raise_notice(tx, Cause.NUMBER_SHARED, about, f"{names} have the same mobile number, and a call came from it.", at)
    asked, last = f"{SHARED} {about}", tx.cursor(f"{SHARED} {about}")
    if (last is not None and last <= at < last + ONE_MATTER) or any(_is_held(tx, each) for each in whose):
        return
    tx.put_cursor(asked, at)
    visiting = [each for each in whose if each.works]
    out = [each for each in visiting if running_of(tx, each, at) is not None]
    for each in (out or visiting)[:MOST_RUNG]:
        running = running_of(tx, each, at)
        visit = running.visit if running is not None else None
        ask_to_ring(core, tx, each, f"call {at:%Y%m%dT%H%M%S}", visit, at, words=ring_called(each))


def _is_held(tx: Transaction, person: Person) -> bool:
    """Whether their code word stands: then nobody may be asked to ring them, nor who shares their telephone."""
    every = (one for each in tx.deadlines_of(person.id) for one in each.deadlines)
    return any(one.is_word for one in every)
