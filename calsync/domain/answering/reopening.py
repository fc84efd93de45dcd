""" "+30" or "still here" after the visit's end was closed by a person -> it is watched again (laws 1 and 6).

Whoever closed it was told that they go on, or the worker takes their own word back. The worker reads what counts now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.about import target_of
from calsync.domain.answering.outcome import LIMITED, PUT_BACK, STILL_CLOSED, Outcome, act_of
from calsync.domain.deadlines import SOONEST, again, latest, on_ladder, with_ladder
from calsync.domain.faces import worker_only
from calsync.domain.keys import deadline_key
from calsync.domain.model import (
    AlarmKind,
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
WITHIN = timedelta(hours=2)
"""How long after the closing "still here" speaks of that visit, where the worker is on no other."""


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
    return reopened(answer, next(each for each in watched if each.visit.id == visit.id), end, policy, at)


def reopened(answer: Answer, own: Watched, end: Deadline, policy: Policy, at: datetime) -> Outcome:
    """The end of a visit that a person has closed, watched again until the time asked for, within law 2's bounds.

    More time beyond the bound opens nothing; "still there" does, and its ladder begins ten minutes from now where its
    time is past. The worker is told the time, or that it is bounded, or that nothing is watched. While a code word
    stands they alone are asked, as they would be without it: the responders have the incident (law 7).
    """
    visit = own.visit
    more = answer.minutes is not None or answer.until is not None
    asked = answer.until or max(end.due, answer.sent) + timedelta(minutes=answer.minutes or 0)
    wished = asked if more else max(end.due, at + SOONEST)
    due = min(wished, latest(end))
    fresh = replace(on_ladder(visit, policy, DeadlineKind.VISIT_END, due), planned=end.planned, extension=end.extension)
    if due <= at and more:
        act = act_of(answer, end, at, "answer-extend")
        return Outcome(took_as="contact", about=(end.id,), acts=(act,), tell=((end.id, STILL_CLOSED),))
    if due <= at:
        fresh = with_ladder(fresh, fresh.steps, base=at + SOONEST)
    in_hand = any(each.is_word for each in own.deadlines)
    opened = again(worker_only(fresh) if in_hand else fresh, end)
    act = act_of(answer, opened, at, "deadline-reopened", ("due", due.isoformat()))
    name = LIMITED if more and asked > due else PUT_BACK
    return Outcome(took_as="extended", deadlines=(opened,), about=(opened.id,), acts=(act,), tell=((opened.id, name),))


def ended_lately(watched: Sequence[Watched], sent: datetime, *, more: bool = False) -> Deadline | None:
    """The visit's end that was closed last, within two hours, and that "still here" can be about.

    None where none was, or where a visit of theirs that has begun is watched, or help stands: the word is about that.
    A code word counts for nothing here, since their devices show nothing of it (law 7). While they are to come back
    from an outing it is an hour; and `more` time is then time until they are back.
    """
    begun = [each for each in watched if each.visit.start <= sent]
    stands = [one for each in begun for one in each.deadlines if one.is_open and one.alarm is not AlarmKind.DURESS]
    if any(more or one.kind in _OF_VISITS or one.alarm is not AlarmKind.SILENCE for one in stands):
        return None
    within = LATELY if stands else WITHIN
    ends = [
        end
        for each in begun
        for end in _ends(each)
        if end.state is DeadlineState.CLOSED
        and end.closed_at is not None
        and end.closed_by is not None
        and end.denied is None
        and end.closed_at <= sent < end.closed_at + within
        and each.visit.tag is Tag.VISIT
        and each.visit.state is not VisitState.CANCELLED
    ]
    return max(ends, key=lambda end: (end.closed_at or sent, end.id), default=None)


_OF_VISITS = (DeadlineKind.VISIT_END, DeadlineKind.INTERVAL)


def _ends(watched: Watched) -> list[Deadline]:
    own = deadline_key(watched.visit.id, DeadlineKind.VISIT_END)
    return [each for each in watched.deadlines if each.id == own]


def _is_closed_by_others(end: Deadline, visit: Visit, answer: Answer) -> bool:
    lately = end.closed_at is not None and end.closed_at <= answer.sent < end.closed_at + LATELY
    standing = visit.tag is Tag.VISIT and visit.state is not VisitState.CANCELLED and visit.start <= answer.sent
    return lately and standing and end.state is DeadlineState.CLOSED and end.closed_by not in (None, answer.who)
