"""A text of somebody who was told of several alarms -> the one that it speaks of, or a question back: which?

A word about one worker must never settle what stands about another. So the names in it decide; where it names nobody
it is about the alarm that its writer has, if they have exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calsync.domain.model import Deadline, Notification, Person, PersonId
from calsync.domain.naming import named_in
from calsync.engine.together import visits_together
from calsync.parsers.of_several import TAKEN, takes
from calsync.parsers.visible_text import unquoted
from calsync.ports import Transaction

_BESIDE = " \n,.:;!-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a text says, and of which alarm."""

    words: str
    """Without the worker's name where all else says that its writer takes it."""
    row: Notification | None
    """The message about that alarm; the newest one when nobody knows which; None when there is none."""
    is_known: bool = True
    """Whether it is known of which alarm it speaks."""


def which_alarm(tx: Transaction, sender: Person, text: str, rows: Sequence[Notification]) -> Spoken:
    """What a text means among the `rows` about others' open alarms that its sender was sent, newest first."""
    if not rows:
        return Spoken(words=text, row=None)
    about = _about(tx, rows)
    people = tx.people()
    named = [
        each
        for each in named_in(unquoted(text), [each for each in people.persons if each.works and each.id != sender.id])
        if each.id in about or any(one.is_open for found in tx.deadlines_of(each.id) for one in found.deadlines)
    ]
    words = taken(text, named)
    if named:
        known = all(each.id in about for each in named) and _are_one(tx, about, [each.id for each in named])
        return Spoken(words=words, row=about[named[0].id][0] if known else rows[0], is_known=known)
    if _are_one(tx, about, list(about)):
        return Spoken(words=words, row=rows[0])
    owned = [key for key, (_, deadlines) in about.items() if any(each.owner == sender.id for each in deadlines)]
    if len(owned) == 1:
        return Spoken(words=words, row=about[owned[0]][0])
    return Spoken(words=words, row=rows[0], is_known=takes(words) and _tells_of_all(tx, rows[0], about))


def _about(tx: Transaction, rows: Sequence[Notification]) -> dict[PersonId, tuple[Notification, tuple[Deadline, ...]]]:
    """Of each worker the newest message about them and their open deadlines, with those that another one carried."""
    about: dict[PersonId, tuple[Notification, tuple[Deadline, ...]]] = {}
    newest: dict[str, Notification] = {}
    for row in rows:
        newest.setdefault(row.deadline_id, row)
    carried = [each for row in newest.values() for each in tx.carried_by(row)]
    for row in (*newest.values(), *carried):
        deadline = tx.deadline(row.deadline_id)
        if deadline is None or not deadline.is_open:
            continue
        first, deadlines = about.get(deadline.worker, (row, ()))
        about[deadline.worker] = (first, (*deadlines, deadline))
    return about


def _are_one(
    tx: Transaction, about: Mapping[PersonId, tuple[Notification, tuple[Deadline, ...]]], workers: Sequence[PersonId]
) -> bool:
    """Whether these are one worker, or all of them on the same visit."""
    first, *others = [about[each][0].deadline_id for each in workers]
    return len(visits_together(tx, first, others)) == len(others)


def _tells_of_all(
    tx: Transaction, row: Notification, about: Mapping[PersonId, tuple[Notification, tuple[Deadline, ...]]]
) -> bool:
    """Whether one message told of every one of these alarms."""
    told = [tx.deadline(each.deadline_id) for each in (row, *tx.carried_by(row))]
    return about.keys() <= {each.worker for each in told if each is not None}


def taken(text: str, named: Sequence[Person]) -> str:
    """ "1 Sam" and "I have it, Sam" as "I have it"; all else as it was written."""
    names = sorted({part for each in named for part in (each.name, *each.name.split()[:1])}, key=len, reverse=True)
    without = text
    for name in names:
        without = re.sub(rf"\b{re.escape(name)}\b(?:['’]s\b)?", " ", without, flags=re.IGNORECASE)
    without = " ".join(re.sub(r"\s+([,.:;!])", r"\1", without).split()).strip(_BESIDE)
    return TAKEN if names and "?" not in text and takes(without) else text
