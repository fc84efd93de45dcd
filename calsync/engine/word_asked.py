"""A code word of which nobody knows whose it was -> who is asked, so that it reaches somebody always (law 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from calsync.domain.holding import standing
from calsync.domain.model import Channel, Person, Role
from calsync.domain.notices import Cause
from calsync.domain.responders import usable, whom_to_tell
from calsync.engine.core import Core
from calsync.engine.notices import raise_notice
from calsync.engine.ringing import no_visit
from calsync.ports import Transaction

_STANDING_IN = (Role.LINE_MANAGER, Role.DEPUTY, Role.ADMIN, Role.OUT_OF_HOURS)
"""Who is asked next, in this order."""


def reached_with(
    core: Core, tx: Transaction, sender: Person, asked: Sequence[Person], of: Sequence[Person], at: datetime
) -> list[Person]:
    """Those of `asked` whom mail reaches; is it nobody, who takes their place: never nobody.

    That is a deputy of those who may be meant, else whoever may take for them; none of these is meant, or passed the
    word on. Is nobody left, it is `sender` after all, and IT hears of it: they have to find somebody themselves.
    """
    if found := [each for each in asked if _by_mail(core, each)]:
        return found
    meant = {each.id for each in of}
    passed = meant | {sender.id}
    if found := [each for each in deputies(core, tx, of, at) if each.id not in passed]:
        return found
    if found := [each for each in who_may_take(core, tx, of) if each.id not in passed][:1]:
        return found
    words = (
        f"{sender.name or sender.id} passed on a code word, and nobody but them can be asked whose it was: no manager, "
        "deputy, administrator or out-of-hours contact of those who may be meant is reached by mail."
    )
    raise_notice(tx, Cause.WHOSE_UNASKED, f"{sender.id} {at:%Y%m%dT%H%M%S}", words, at)
    return [sender]


def asked_next(core: Core, tx: Transaction, about: Sequence[Person], passed: set[str], at: datetime) -> Person | None:
    """Who is asked after those in `passed`, about those who may be meant; None when everybody was."""
    every = (*_told(core, tx, _STANDING_IN, about, at), *who_may_take(core, tx, about))
    return next((each for each in every if each.id not in passed), None)


def deputies(core: Core, tx: Transaction, of: Sequence[Person], at: datetime) -> list[Person]:
    """The deputies of these, those at work first; of anybody who visits where nobody is in question."""
    return list(_told(core, tx, (Role.DEPUTY,), of, at))


def who_may_take(core: Core, tx: Transaction, of: Sequence[Person]) -> list[Person]:
    """Everybody whom mail reaches and who holds a role for one of these, whatever the hour."""
    people = tx.people()
    ids = (
        each
        for one in _meant(tx, of)
        for role in Role
        if role is not Role.WORKER
        for each in standing(role, one.id, people)
    )
    return [each for key in dict.fromkeys(ids) if (each := people.get(key)) is not None and _by_mail(core, each)]


def _told(core: Core, tx: Transaction, roles: Sequence[Role], of: Sequence[Person], at: datetime) -> Iterator[Person]:
    people, known = tx.people(), set[str]()
    for role in roles:
        for one in _meant(tx, of):
            visit = no_visit(one, at)
            told = whom_to_tell((role,), visit, people, at, channels=(Channel.MAIL,), ready=core.ready)
            for each in told.recipients:
                if each.person.id not in known:
                    known.add(each.person.id)
                    yield each.person


def _meant(tx: Transaction, of: Sequence[Person]) -> list[Person]:
    return list(of) or [each for each in tx.people().persons if each.works]


def _by_mail(core: Core, person: Person) -> bool:
    return bool(usable(person, (Channel.MAIL,), core.ready))
