"""Two workers' entries -> whether they make one visit together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from calsync.domain.classify import same_place
from calsync.domain.model import People, PersonId, Visit, VisitState
from calsync.domain.unbelieved import is_unbelieved

APART = timedelta(minutes=15)
"""How far their starts may lie apart: one of them comes along a little later."""


def colleagues(visit: Visit, people: People) -> tuple[PersonId, ...]:
    """Who of those known to the service accepted the entry, besides its worker, each once."""
    known = (people.by_mail(address) for address in visit.attendees)
    return tuple(dict.fromkeys(each.id for each in known if each is not None and each.id != visit.worker))


def together(one: Visit, other: Visit, people: People) -> bool:
    """Whether the entries of two workers agree that they go together.

    They do when both stand, begin within 15 minutes, overlap, and name the same place, or each has the other on it.
    """
    return _stands(one) and _stands(other) and _agree(one, other, people)


def on_one_visit(one: Visit, other: Visit, people: People) -> bool:
    """Whether two workers are on one visit, so that one message tells of both.

    Once it has begun, whoever takes their entry out of the diary is on it all the same: only one that was cancelled
    before its start is none (law 1). What is watched beside a code word is told by itself.
    """
    both = (one, other)
    if any(each.state is VisitState.CANCELLED or is_unbelieved(each) for each in both):
        return False
    return _agree(one, other, people)


def _agree(one: Visit, other: Visit, people: People) -> bool:
    if one.worker == other.worker:
        return False
    overlap = one.start < other.end and other.start < one.end
    if abs(one.start - other.start) > APART or not (overlap or one.start == other.start):
        return False
    if same_place(one.place, other.place):
        return True
    return other.worker in colleagues(one, people) and one.worker in colleagues(other, people)


def confirmed(visit: Visit, others: Iterable[Visit], people: People) -> bool:
    """Whether a colleague who accepted the visit has it in their own diary; `others` are the colleagues' visits."""
    accepted = colleagues(visit, people)
    return any(each.worker in accepted and together(visit, each, people) for each in others)


def with_companions(visit: Visit, others: Iterable[Visit], people: People) -> Visit:
    """The visit with everybody on it whose own diary agrees, whether or not they accepted its entry.

    Who takes their entry out once it has begun is on it all the same (law 1), and no rescuer (law 5).
    """
    found = (people.get(each.worker) for each in others if on_one_visit(visit, each, people))
    mails = (each.mail.casefold() for each in found if each is not None and each.mail)
    return replace(visit, attendees=tuple(dict.fromkeys((*visit.attendees, *mails))))


def _stands(visit: Visit) -> bool:
    return visit.state is not VisitState.CANCELLED and visit.left_diary is None
