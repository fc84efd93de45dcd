"""A call for help beside the visit: what waits while it stands, and what ends with it.

The visit keeps its own deadlines, so that closing the call for help leaves whoever goes on with the visit watched.
While it stands its responders have it, and are told nothing else of that visit: what would go to responders of its end,
or of a question during it, waits. The outing's return waits for nothing. A code word lets the same wait, and the worker
is asked everything as without it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.escalation import Advance, advance, next_at, step_at
from calsync.domain.incidents import is_beside
from calsync.domain.model import AlarmKind, Deadline, DeadlineKind

AGAIN = timedelta(minutes=5)
"""How soon it is looked at again whether what waits has still to wait."""
OF_THE_VISIT = (DeadlineKind.VISIT_END, DeadlineKind.INTERVAL)
"""The kinds of deadlines that a visit has by itself."""


def help_for(own: Sequence[Deadline]) -> Deadline | None:
    """The open call for help among a visit's deadlines; None when there is none."""
    calls = (each for each in own if each.is_open and each.alarm is AlarmKind.HELP)
    return next((each for each in calls if each.kind in OF_THE_VISIT), None)


def may_wait(deadline: Deadline) -> bool:
    """Whether a deadline is one that waits for a call for help on its visit, if there is any."""
    return deadline.is_open and deadline.alarm is AlarmKind.SILENCE and deadline.kind in OF_THE_VISIT


def advance_beside(deadline: Deadline, at: datetime) -> Advance:
    """The deadline moved on to `at` with what its worker is asked alone: the first step to others, and all behind it,
    waits until help is over. No step is lost: the ladder goes on where it stood (law 3)."""
    to_others = (place for place in range(deadline.taken, len(deadline.steps)) if not deadline.steps[place].to_worker)
    first = next(to_others, len(deadline.steps))
    told = deadline.taken > 0 and not deadline.steps[deadline.taken - 1].to_worker
    quiet = replace(deadline, steps=deadline.steps[:first], repeat_at=None if told else deadline.repeat_at)
    moved = advance(quiet, at)
    after = replace(moved.deadline, steps=deadline.steps)
    moments = [moved.deadline.next_step_at] if moved.deadline.next_step_at is not None else []
    if told and deadline.repeat_at is not None and after.repeat_at is None:
        after = replace(after, repeat_at=max(deadline.repeat_at, at + AGAIN))
        moments.append(max(deadline.repeat_at, at + AGAIN))
    if after.taken == first and first < len(after.steps):
        moment = step_at(after)
        moments.append(moment if moment > at else at + AGAIN)
    return Advance(deadline=replace(after, next_step_at=min(moments, default=None)), due=moved.due)


def code_word_for(own: Sequence[Deadline]) -> Deadline | None:
    """The open code word among a visit's deadlines; None when there is none."""
    words = (each for each in own if each.is_word)
    return next((each for each in words if each.kind in OF_THE_VISIT), None)


def others_taken(deadline: Deadline) -> bool:
    """Whether the ladder has come to a step to others."""
    return any(not step.to_worker for step in deadline.steps[: deadline.taken])


def advance_in_silence(deadline: Deadline, at: datetime) -> Advance:
    """The deadline moved on to `at` as it would be without the code word, and of what is due the worker's part alone.

    So their devices show the same, byte for byte (law 7), and nobody rings who does not know of the word. What others
    were not told is taken up once the word's alarm is closed, see `taken_up`: it is looked at every five minutes.
    """
    moved = advance(deadline, at)
    due = tuple(each for each in moved.due if each.step.to_worker)
    after = moved.deadline
    if others_taken(after):
        after = replace(after, next_step_at=min(after.next_step_at or at + AGAIN, at + AGAIN))
    return Advance(deadline=after, due=due)


def taken_up(deadline: Deadline, told: Collection[str], at: datetime) -> Advance:
    """The ladder from the first step to others on which nobody was told of, once the code word's alarm is closed.

    `told` are the numbers of the steps of which others were. No step is lost (law 3), and what the worker was asked
    meanwhile they are not asked again.
    """
    missed = (
        place
        for place, step in enumerate(deadline.steps[: deadline.taken])
        if not step.to_worker and str(place + 1) not in told
    )
    first = next(missed, None)
    if first is None:
        return advance(deadline, at)
    moved = advance(replace(deadline, taken=first, round=deadline.round + 1, then_at=None, repeat_at=None), at)
    due = tuple(each for each in moved.due if not (each.step.to_worker and each.number <= deadline.taken))
    return Advance(deadline=moved.deadline, due=due)


def ended_with(alarm: Deadline, own: Sequence[Deadline], at: datetime, *, over: bool) -> list[Deadline]:
    """What of a visit ends with the call for help on it: all whose time has come, and everything where it is over.

    What an outside body was told of ends by a person who stands it down.
    """
    open_ = [each for each in own if each.id != alarm.id and may_wait(each) and not each.outside_body]
    ends = [each for each in open_ if each.kind is DeadlineKind.VISIT_END]
    was_the_end = alarm.kind is DeadlineKind.VISIT_END and not is_beside(alarm)
    over = over or was_the_end or any(each.due <= at for each in ends)
    return [each for each in open_ if over or each.due <= at]


def goes_on(own: Sequence[Deadline], closed: Sequence[Deadline]) -> list[Deadline]:
    """What of a visit is watched on once help is over, its ladder where it stood."""
    ids = {each.id for each in closed}
    return [replace(each, next_step_at=next_at(each)) for each in own if may_wait(each) and each.id not in ids]
