"""An answer and a worker's deadlines -> the one that it is about, and for a cry the one where the worker is."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.model import AlarmKind, Answer, Deadline, DeadlineKind, Via, Visit
from calsync.domain.whereabouts import running

SOON = timedelta(minutes=30)
"""So long before its start somebody may be at a visit, as with a code word in its subject (law 7)."""


def target_of(answer: Answer, open_: list[tuple[Visit, Deadline]]) -> Deadline | None:
    """The one deadline that a word is about: the one it answers, else the most overdue, else running, else next."""
    by_id = [deadline for _, deadline in open_ if deadline.id == answer.deadline_id]
    if by_id:
        return by_id[0]
    # An incident is not what a plain word is about, while the visit beside it is open (law 7).
    open_ = [each for each in open_ if each[1].alarm is AlarmKind.SILENCE] or open_
    late = [deadline for _, deadline in open_ if deadline.due <= answer.sent]
    running = [deadline for visit, deadline in open_ if visit.start <= answer.sent < deadline.due]
    coming = [deadline for _, deadline in open_]
    return next((min(each, key=lambda deadline: deadline.due) for each in (late, running, coming) if each), None)


def called_from(answer: Answer, everything: list[tuple[Visit, Deadline]]) -> Deadline | None:
    """The deadline of the visit on which a call for help or a code word was sent; None where there is none at all.

    The mail that it answers may be an old one: whoever calls takes the first that is at hand. So the visit under way
    wins over it, and over one that is overdue; where none is, an overdue one, or one that begins within half an hour,
    wins over what is closed. What is said under a standing alarm, or in an entry's own subject, is about that.
    """
    answered = next((each for each in everything if each[1].id == answer.deadline_id), None)
    open_ = [each for each in everything if each[1].is_open]
    if answered is not None and (
        answer.via is Via.DIARY or (answered[1].is_open and answered[1].alarm is not AlarmKind.SILENCE)
    ):
        return answered[1]
    own = [each for each in open_ if each[1].alarm is AlarmKind.SILENCE]
    here = running(own, answer.sent)
    if not here and answered is not None and not answered[1].is_open:
        ends = [each for each in own if each[1].kind is DeadlineKind.VISIT_END]
        here = [each for each in ends if each[1].due <= answer.sent]
        # At the next door already: nobody is there at the very minute that the diary says.
        here = here or [each for each in ends if each[0].start - SOON <= answer.sent <= each[0].start]
    if answered is not None and (not here or answered[0].id in {visit.id for visit, _ in here}):
        return answered[1]
    if here:
        return min((deadline for _, deadline in here), key=lambda deadline: deadline.due)
    return target_of(answer, open_)
