"""A key for a code word in a call, and nobody named yet -> a question that goes out unless a name follows (law 7).

Whoever hangs up brings no further request. So the question is recorded with the key, its mails wait for as long as
names are being said, and every page of names begins that wait anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count

from calsync.domain.model import Act, Channel, Lane, Notification, Person, Role
from calsync.domain.responders import usable, whom_to_tell
from calsync.domain.ring_wording import whose_word_rung, whose_word_texted
from calsync.engine.core import Core
from calsync.engine.ringing import no_visit
from calsync.engine.untried import untried
from calsync.engine.word_questions import WHOSE, ask_whose, asked_at, settle_at, topic_of
from calsync.ports import Transaction

HOLD, HOLD_A_NAME = 30.0, 7.5
"""Seconds of elapsed time in which a page of names was said twice, and those besides for each of its names."""
BESIDE = "whose-word-text"
"""The text that makes somebody look into their mail."""


def hold(
    core: Core, tx: Transaction, caller: Person, call: str, of: Sequence[Person], at: datetime, *, names: int
) -> None:
    """Let the question whose word it was go out once so many `names` were said, unless somebody is named."""
    drop(tx, call, at)
    place = _ask(core, tx, caller, of, at, after=core.real(HOLD + HOLD_A_NAME * names))
    tx.put_cursor(_rung(place, call), at)
    tx.add_acts([Act(at=at, what="code-word-key-pressed", who=caller.id, details=(("call", call),))])


def ask_now(core: Core, tx: Transaction, caller: Person, call: str, of: Sequence[Person], at: datetime) -> None:
    """Ask whose word it was at once: nobody was named, and no more names are said."""
    drop(tx, call, at)
    _ask(core, tx, caller, of, at)
    tx.add_acts([Act(at=at, what="whose-word-asked", who=caller.id)])


def drop(tx: Transaction, call: str, at: datetime) -> None:
    """Take back what waits to be asked because of a call; what was asked already is not asked again."""
    for place in count():
        asked = asked_at(tx, place)
        if asked is None:
            return
        if tx.cursor(_rung(place, call)) == asked:
            tx.cancel_waiting(topic_of(place, asked), lanes=(Lane.ALARM,), repeats_to_others_of=None)
            settle_at(tx, place, at)


def is_asked(tx: Transaction, caller: Person) -> bool:
    """Whether a caller may be written to about it: nobody who visits is, since it may be read by who is beside them."""
    return not caller.works and not tx.deadlines_of(caller.id)


def _ask(
    core: Core, tx: Transaction, caller: Person, of: Sequence[Person], at: datetime, *, after: timedelta | None = None
) -> int:
    asked, waits = _asked(core, tx, caller, of, at), at + after if after is not None else None
    words, short = whose_word_rung(caller, of), whose_word_texted()

    def beside(row: Notification) -> Notification:
        return replace(untried(row, row.recipient, Channel.TEXT, at), step=BESIDE, note=f"\n{short}", not_before=waits)

    place, rows = ask_whose(core, tx, caller, asked, of, at, words=words, not_before=waits)
    people = tx.people()
    reached = [person for row in rows if (person := people.get(row.recipient)) is not None]
    texted = {each.id for each in reached if usable(each, (Channel.TEXT,), core.ready)}
    tx.add_notifications([beside(row) for row in rows if row.recipient in texted and row.channel is not Channel.TEXT])
    return place


def _asked(core: Core, tx: Transaction, caller: Person, of: Sequence[Person], at: datetime) -> list[Person]:
    """The caller, whoever is on call and the administrator; of a caller who visits their manager in their place.

    Empty where none of these can be asked: others are, in their place.
    """
    people, own = tx.people(), is_asked(tx, caller)
    told = [] if own else whom_to_tell(
        (Role.LINE_MANAGER,), no_visit(caller, at), people, at, channels=(Channel.MAIL,), ready=core.ready
    ).recipients  # fmt: skip
    first = [caller.id] if own else [each.person.id for each in told]
    ids = dict.fromkeys((*first, *people.holding(Role.OUT_OF_HOURS), *people.holding(Role.ADMIN)))
    passed = {each.id for each in of} | (set() if own else {caller.id})
    return [each for key in ids if key not in passed and (each := people.get(key)) is not None]


def _rung(place: int, call: str) -> str:
    return f"{WHOSE}-rung {place} {blake2b(call.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
