"""Who is out now: the visit of somebody that is watched, and what a word about it is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from calsync.domain.model import AlarmKind, Person, Watched
from calsync.domain.unbelieved import shown
from calsync.engine.subject_words import FROM
from calsync.ports import Transaction

LONGEST = timedelta(days=1)
"""How long before a moment a visit that was watched then can have ended in the diary."""


def running_of(tx: Transaction, person: Person, at: datetime) -> Watched | None:
    """The visit of somebody that is watched now, from half an hour before its start; None when none is."""
    watched = [
        each
        for each in shown(tx.deadlines_of(person.id))
        if each.visit.start - FROM <= at and any(one.is_open for one in each.deadlines)
    ]
    return max(watched, key=lambda each: each.visit.start, default=None)


def looks_out(tx: Transaction, person: Person, at: datetime) -> bool:
    """Whether a visit of theirs was watched at that moment, as far as their devices show it.

    A code word beside it is nothing that they show (law 7). What ended since counts: a mail that was sent before that
    may be read again.
    """
    return any(
        each.visit.start - FROM <= at
        and any(
            one.alarm is not AlarmKind.DURESS and (one.is_open or (one.closed_at is not None and one.closed_at >= at))
            for one in each.deadlines
        )
        for each in shown(tx.watched(person.id, at - LONGEST))
    )


def open_deadline(watched: Watched | None) -> str | None:
    """The id of an open deadline of a visit; None where there is no visit, or none is open."""
    return next((one.id for one in watched.deadlines if one.is_open), None) if watched is not None else None
