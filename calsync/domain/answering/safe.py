""" "Safe" -> the deadlines that it closes, by when and how it was said. Doubt is not safety (law 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.about import target_of
from calsync.domain.answering.not_done import IN_DIARY
from calsync.domain.answering.outcome import STOOD_DOWN, Outcome, act_of, closed_by, noted
from calsync.domain.classify import same_place
from calsync.domain.model import AlarmKind, Answer, Deadline, DeadlineKind, Via, Visit
from calsync.domain.standing_help import OF_THE_VISIT

NEARLY = timedelta(minutes=10)
"""A plain "safe" counts from this long before the deadline (law 6)."""

INTERVAL = DeadlineKind.INTERVAL
OUT = "the worker is out and safe"
STILL_THERE = "the worker is well, and still there"
"""Why what is asked during a visit was closed: the visit itself goes on, and its end is to be answered yet."""


def counts_as_safe(answer: Answer, visit: Visit, deadline: Deadline) -> bool:
    """Whether a plain "safe" closes this deadline, by the time at which it was said (law 6)."""
    if deadline.outside_body or deadline.alarm is not AlarmKind.SILENCE:
        return False  # a person has to speak to them
    if deadline.id in answer.proof.unproven:
        return False  # whoever holds the telephone may have said it
    if answer.sent < visit.start:
        return False
    if deadline.late_entry:
        return True
    if answer.sent >= deadline.due - NEARLY:
        return True
    if deadline.kind is DeadlineKind.HOME_SAFE:
        return answer.home
    if deadline.kind is DeadlineKind.RETURN:
        return answer.back or answer.home
    running = visit.start <= answer.sent < deadline.due
    leaving = answer.leaving or (answer.finished and deadline.id == answer.deadline_id)
    return leaving and running and deadline.kind is DeadlineKind.VISIT_END


def safe(answer: Answer, open_: list[tuple[Visit, Deadline]], at: datetime) -> Outcome:
    """What a plain "safe" closes of the open deadlines; where it closes none it is contact."""
    told = {each.visit_id for _, each in open_ if each.outside_body and each.alarm is AlarmKind.HELP}
    reached = [
        (visit, deadline)
        for visit, deadline in open_
        # A body outside was told of that visit: a person has to speak to them (law 5).
        if counts_as_safe(answer, visit, deadline) and not (visit.id in told and deadline.kind in OF_THE_VISIT)
    ]
    over = [visit for visit, deadline in reached if answer.sent >= deadline.due - NEARLY]
    # "Left" is left from the visit that is over: in one that follows it they may just have arrived.
    closing = [
        deadline
        for visit, deadline in reached
        if ((answer.alone or answer.finished) and deadline.id == answer.deadline_id)
        or (not answer.alone and (visit in over or all(_is_the_same(visit, earlier) for earlier in over)))
    ]
    closing = _without_returns_too_early(answer, closing, open_)
    if not closing:
        return in_touch(answer, open_, noted(answer, target_of(answer, open_), at, "contact"), at)
    closing += during(closing, open_)
    ended = {each.visit_id for each in closing if each.kind is not INTERVAL}
    out = IN_DIARY if answer.via is Via.DIARY else OUT
    closed = tuple(
        closed_by(each, answer, at, STILL_THERE if each.kind is INTERVAL and each.visit_id not in ended else out)
        for each in closing
    )
    return Outcome(
        took_as="closed",
        deadlines=closed,
        about=tuple(deadline.id for deadline in closed),
        acts=tuple(act_of(answer, deadline, at, "deadline-closed") for deadline in closed),
        tell=tuple((deadline.id, STOOD_DOWN) for deadline in closing if deadline.responders_asked),
    )


def _is_the_same(visit: Visit, earlier: Visit) -> bool:
    """Whether who has left the earlier visit has left this one: it is one visit entered twice, or lies around it."""
    overlaps = visit.start < earlier.end and earlier.start < visit.end
    return overlaps and (visit.start <= earlier.start or same_place(visit.place, earlier.place))


def _without_returns_too_early(
    answer: Answer, closing: list[Deadline], open_: list[tuple[Visit, Deadline]]
) -> list[Deadline]:
    """What closes, without a return that is not due yet while a visit of its outing stays open: they go out again."""
    ids = {each.id for each in closing}
    begins = {deadline.id: visit.start for visit, deadline in open_}
    left = [
        visit.start
        for visit, deadline in open_
        if deadline.kind is DeadlineKind.VISIT_END and deadline.alarm is AlarmKind.SILENCE and deadline.id not in ids
    ]

    def too_early(each: Deadline) -> bool:
        early = each.kind in (DeadlineKind.RETURN, DeadlineKind.HOME_SAFE) and answer.sent < each.due - NEARLY
        return early and any(begins[each.id] <= start < each.due for start in left)

    return [each for each in closing if not too_early(each)]


def during(closing: Sequence[Deadline], open_: Sequence[tuple[Visit, Deadline]]) -> list[Deadline]:
    """The deadlines during the visits that are over now: nobody is asked how it goes once they have left.

    A call for help, and what an outside body was told of, ends by a person alone.
    """
    over = {each.visit_id for each in closing if each.kind is DeadlineKind.VISIT_END}
    ids = {each.id for each in closing}
    return [
        deadline
        for visit, deadline in open_
        if deadline.kind is INTERVAL
        and visit.id in over
        and deadline.id not in ids
        and deadline.alarm is AlarmKind.SILENCE
        and not deadline.outside_body
    ]


def in_touch(answer: Answer, open_: list[tuple[Visit, Deadline]], outcome: Outcome, at: datetime) -> Outcome:
    """The outcome, with what is asked during a long visit answered too: there a sign of life is all that is wanted."""
    asked = [
        deadline
        for visit, deadline in open_
        if deadline.kind is INTERVAL
        and deadline.alarm is AlarmKind.SILENCE
        and not deadline.outside_body
        and visit.start <= answer.sent
        and answer.sent >= deadline.due - NEARLY
    ]
    if not asked:
        return outcome
    ids = {each.id for each in asked}
    closed = tuple(closed_by(each, answer, at, STILL_THERE) for each in asked)
    return replace(
        outcome,
        took_as=outcome.took_as if outcome.took_as == "extended" else "contact",
        deadlines=(*(each for each in outcome.deadlines if each.id not in ids), *closed),
        about=tuple(dict.fromkeys((*outcome.about, *(each.id for each in closed)))),
        acts=(*outcome.acts, *(act_of(answer, each, at, "deadline-closed") for each in closed)),
        tell=(*outcome.tell, *((each.id, STOOD_DOWN) for each in asked if each.responders_asked)),
    )
