""" "+30" after somebody else has closed the visit's alarm -> its end is watched again (law 6).

Whoever closed it was told that they go on. What the worker ended by their own word stays ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.about import target_of
from calsync.domain.answering.outcome import LIMITED, Outcome, act_of
from calsync.domain.deadlines import again, latest, on_ladder
from calsync.domain.keys import deadline_key
from calsync.domain.model import (
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Policy,
    Tag,
    Visit,
    VisitState,
    Watched,
)

LATELY = timedelta(hours=1)
"""How long after the closing a word of more time speaks of that visit."""


def watched_again(answer: Answer, watched: Sequence[Watched], policy: Policy, at: datetime) -> Outcome | None:
    """The end of the visit that was closed lately, opened by the worker's word of more time, within law 2's bounds.

    None where it speaks of another deadline, or no such end was closed.
    """
    if answer.kind is not AnswerKind.EXTEND:
        return None
    ends = [
        (each.visit, end) for each in watched for end in _ends(each) if _is_closed_by_others(end, each.visit, answer)
    ]
    if not ends:
        return None
    visit, end = max(ends, key=lambda each: (each[1].closed_at or at, each[1].id))
    open_ = [(each.visit, one) for each in watched for one in each.deadlines if one.is_open]
    about = target_of(answer, open_)
    running = next((one for one, each in open_ if about is not None and each.id == about.id), None)
    if about is not None and about.kind in _OF_VISITS and running is not None and running.start <= answer.sent:
        return None  # it speaks of the visit that they are on
    wished = answer.until or max(end.due, answer.sent) + timedelta(minutes=answer.minutes or 0)
    due = min(wished, latest(end))
    if due <= at:
        return Outcome(took_as="contact", about=(end.id,), acts=(act_of(answer, end, at, "answer-extend"),))
    fresh = replace(on_ladder(visit, policy, DeadlineKind.VISIT_END, due), planned=end.planned, extension=end.extension)
    opened = again(fresh, end)
    act = act_of(answer, opened, at, "deadline-reopened", ("due", due.isoformat()))
    tell = ((opened.id, LIMITED),) if wished > due else ()
    return Outcome(took_as="extended", deadlines=(opened,), about=(opened.id,), acts=(act,), tell=tell)


_OF_VISITS = (DeadlineKind.VISIT_END, DeadlineKind.INTERVAL)


def _ends(watched: Watched) -> list[Deadline]:
    own = deadline_key(watched.visit.id, DeadlineKind.VISIT_END)
    return [each for each in watched.deadlines if each.id == own]


def _is_closed_by_others(end: Deadline, visit: Visit, answer: Answer) -> bool:
    lately = end.closed_at is not None and end.closed_at <= answer.sent < end.closed_at + LATELY
    standing = visit.tag is Tag.VISIT and visit.state is not VisitState.CANCELLED and visit.start <= answer.sent
    return lately and standing and end.state is DeadlineState.CLOSED and end.closed_by not in (None, answer.who)
