"""A call for help or a code word -> on which visits its worker may be, and where they were last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.incidents import is_beside, is_outcry
from calsync.domain.model import Deadline, Visit, VisitState, Watched
from calsync.domain.standing_help import OF_THE_VISIT

BACK = timedelta(days=4)
"""So far back a visit may lie where somebody was last: a Friday's, on the Tuesday after a bank holiday."""


def may_be_at(alarm: Deadline, watched: Sequence[Watched]) -> tuple[Watched, ...]:
    """The visits that had begun and were not answered for when the call came, oldest first; empty when none was.

    A visit whose end is overdue counts beside the one that runs by the diary: who did not answer may never have left.
    """
    return tuple(each for each in _begun(alarm, watched) if any(_stood(one, alarm) for one in each.deadlines))


def was_last(alarm: Deadline, watched: Sequence[Watched]) -> Watched | None:
    """The visit that began last before the call, for a call that came while none was under way; None without one."""
    begun = _begun(alarm, watched)
    return begun[-1] if begun and not may_be_at(alarm, watched) else None


def _begun(alarm: Deadline, watched: Sequence[Watched]) -> list[Watched]:
    """The visits that had begun when the call came, each place and time once: some are watched by a second visit."""
    begun = {
        (each.visit.start, each.visit.place.text): each
        for each in sorted(watched, key=lambda each: len(each.deadlines))
        if each.visit.start <= alarm.base and each.visit.state is not VisitState.CANCELLED and not is_outcry(each.visit)
    }
    return sorted(begun.values(), key=lambda each: (each.visit.start, each.visit.id))


def _stood(deadline: Deadline, alarm: Deadline) -> bool:
    """Whether a deadline of a visit was open when the call came; what the call itself closed, was."""
    if is_beside(deadline) and (deadline.id == alarm.id or deadline.base > alarm.base):
        return False
    closed = deadline.closed_at
    return deadline.kind in OF_THE_VISIT and (deadline.is_open or (closed is not None and closed >= alarm.base))


def running(open_: Sequence[tuple[Visit, Deadline]], at: datetime) -> list[tuple[Visit, Deadline]]:
    """Of a worker's open deadlines, those of the visits that are under way by the diary."""
    return [
        (visit, each) for visit, each in open_ if each.kind in OF_THE_VISIT and visit.start <= at < each.due
    ]  # fmt: skip
