"""Handing an alarm over: its owner asks somebody else to take it, and it changes hands when that one says so (law 5).

Until then nothing changes: it stays whose it is, and the time of "I have it" runs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from calsync.domain.answering.outcome import CLOSED_ALREADY, HAND_OVER, Outcome, act_of, refused
from calsync.domain.model import Answer, Channel, Deadline, Notification, People, Person, PersonId, Role, Visit
from calsync.domain.naming import meant_by
from calsync.domain.responders import may_take, on_the_visit, usable

WHOM = 'Write the name of somebody who was told, or who holds a role for this worker: "hand over to" and the name.'


def may_be_asked(
    who: PersonId, visit: Visit, people: People, told: Iterable[Notification], ready: frozenset[Channel]
) -> list[Person]:
    """To whom somebody may hand an alarm over: who was told of it or holds a role, and can be reached; by name."""
    ids = {row.recipient for row in told if row.role is not Role.WORKER}
    found = [
        each
        for each in people.persons
        if each.id != who
        and not on_the_visit(each, visit)
        and usable(each, (Channel.TEXT, Channel.MAIL), ready)
        and may_take(each, visit, people, ids)
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))


def meant(answer: Answer, candidates: Sequence[Person]) -> Person | None:
    """Whom an answer hands the alarm over to; None where it names nobody of them, or leaves a doubt."""
    if answer.to is not None:
        return next((each for each in candidates if each.id == answer.to), None)
    found = meant_by(answer.reason, candidates)
    return found[0] if len(found) == 1 else None


def hand_over(answer: Answer, deadline: Deadline, to: Person | None, at: datetime) -> Outcome:
    """What handing over does: it is kept, and the other one is owed a message; refused where somebody else owns it."""
    if not deadline.is_open:
        return refused(deadline, CLOSED_ALREADY)
    if deadline.owned(at) and deadline.owner != answer.who:
        return refused(deadline, "Somebody else has it, and only they can hand it over.")
    if to is None:
        return refused(deadline, f"It is not known whom you mean, so nobody was asked. {WHOM}")
    act = act_of(answer, deadline, at, "handing-over", ("to", to.id))
    return Outcome(took_as="noted", about=(deadline.id,), acts=(act,))


def was_handed(who: PersonId, deadline: Deadline, told: Iterable[Notification]) -> bool:
    """Whether the one who has an alarm has asked `who` to take it, and nobody else since."""
    asked = [row for row in told if row.step == HAND_OVER and row.recorded >= deadline.base]
    newest = max(asked, key=lambda row: row.recorded, default=None)
    return newest is not None and newest.recipient == who and newest.asked_as == deadline.owner
