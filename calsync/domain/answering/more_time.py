"""More time -> the end of the visit, moved as far as law 2 lets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.about import target_of
from calsync.domain.answering.outcome import EXTENDED, LIMITED, Outcome, act_of, noted
from calsync.domain.deadlines import extended_by_word, latest
from calsync.domain.model import AlarmKind, Answer, Deadline, DeadlineKind, Visit
from calsync.domain.standing_help import help_for, may_wait

INTERVAL = DeadlineKind.INTERVAL


def more_time(answer: Answer, open_: list[tuple[Visit, Deadline]], at: datetime) -> Outcome:
    """What "+30" or "until 16:15" does to the open deadline that it is about."""
    target = target_of(_of_the_end(answer, open_), [each for each in open_ if each[1].kind is not INTERVAL])
    if target is None:
        return noted(answer, None, at, "nothing")
    if answer.until is not None:
        wished = answer.until
    else:
        wished = max(target.due, answer.sent) + timedelta(minutes=answer.minutes or 0)
    moved = extended_by_word(target, wished, at)
    helped = help_for([each for _, each in open_ if each.visit_id == target.visit_id])
    if helped is not None and helped.id != target.id and may_wait(target):
        return noted(answer, target, at, "contact")  # nothing is put off while help stands (law 2)
    limited = wished > latest(target)
    tell = ((target.id, LIMITED),) if limited and target.alarm is AlarmKind.SILENCE else ()
    if moved == target:
        return noted(answer, target, at, "contact", tell=tell)
    if target.responders_asked:
        tell = (*tell, (target.id, EXTENDED))
    return Outcome(
        took_as="extended",
        deadlines=(moved,),
        about=(target.id,),
        acts=(act_of(answer, moved, at, "deadline-moved", ("due", moved.due.isoformat()), ("by", answer.via)),),
        tell=tell,
    )


def _of_the_end(answer: Answer, open_: list[tuple[Visit, Deadline]]) -> Answer:
    """More time is time until the visit's end, also where it answers a question during the visit."""
    during = next((visit for visit, each in open_ if each.id == answer.deadline_id and each.kind is INTERVAL), None)
    if during is None:
        return answer
    ends = (each.id for visit, each in open_ if visit.id == during.id and each.kind is DeadlineKind.VISIT_END)
    return replace(answer, deadline_id=next(ends, None))
