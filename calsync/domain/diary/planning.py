"""The deadlines of a visit as a reading of the diary has them."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.deadlines import intervals_replanned, plan, replanned, visit_end
from calsync.domain.diary.reading import Reading
from calsync.domain.model import Deadline, DeadlineKind, Policy, Visit


def policy_of(reading: Reading, deadline: Deadline) -> Policy:
    """The policy of the deadline of a visit that has begun, in whatever team its worker is by now."""
    return reading.policies.named(deadline.policy, reading.worker) if reading.policies is not None else reading.policy


def planned(reading: Reading, visit: Visit) -> tuple[Deadline, ...]:
    """The deadlines of a visit that had none."""
    return plan(visit, reading.policy, reading.worker, reading.at)


def planned_anew(reading: Reading, had: Sequence[Deadline], visit: Visit, *, end_changed: bool) -> tuple[Deadline, ...]:
    """All deadlines of a visit that has not begun, as the diary has it now; those of its outing as they were."""
    others = [one for one in had if one.kind is not DeadlineKind.INTERVAL]
    again = tuple(planned_again(reading, one, visit, end_changed=end_changed) for one in others)
    if not any(one.kind is DeadlineKind.VISIT_END for one in again):
        again += (visit_end(visit, reading.policy, reading.worker, reading.at),)
    return again + intervals_replanned(had, visit, reading.policy, reading.at)


def planned_again(reading: Reading, deadline: Deadline, visit: Visit, *, end_changed: bool) -> Deadline:
    """One deadline of a visit as the entry has it now."""
    return replanned(deadline, visit, reading.policy, reading.at, end_changed=end_changed, worker=reading.worker)
