"""What a pause held -> its ladder from the end of the pause on: the worker is asked first, as on any other day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Deadline, Pause, Tag, Visit
from calsync.domain.pauses import held_until, is_quiet


def counted_from_its_end(pauses: Iterable[Pause], visit: Visit, deadline: Deadline) -> Deadline:
    """The deadline with its ladder counted from the end of the pause within which its time came; else as it is.

    Its first step is due as the pause ends, and each other one at its own distance from that one: none is skipped, and
    nobody is told of somebody who was not asked. When it was due stands unchanged. Where anybody called for help or was
    asked to act, nothing is put off.
    """
    if visit.tag is not Tag.VISIT or not deadline.steps or deadline.taken or not is_quiet(visit, deadline):
        return deadline
    pause = held_until(pauses, visit, deadline.base)
    if pause is None:
        return deadline
    return replace(deadline, base=pause.over_at + max(timedelta(0), -deadline.steps[0].after))
