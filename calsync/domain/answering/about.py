"""An answer and a worker's open deadlines -> the one that it is about."""

from __future__ import annotations

from calsync.domain.model import AlarmKind, Answer, Deadline, Visit


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
