"""Somebody takes the alarm of silence about a worker -> who looks after them now, said to the worker in ordinary words.

One line, and one more where the alarm has changed hands: not at each renewal (law 16), and not from the emergency steps
on. Whether a code word was given is never asked, since nothing on the worker's devices may differ by it (law 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from calsync.domain.deadlines import on_ladder
from calsync.domain.model import AlarmKind, Deadline, DeadlineKind, Notification, Policy, Tag, Visit
from calsync.domain.unbelieved import is_unbelieved

LOOKED_AFTER = "looked-after"
"""The name of the message. Its `asked_as` is the one whom it names."""
MOST = 2
"""How often one alarm brings it."""

_ASKED = {
    DeadlineKind.VISIT_END: "Have you left, and are you safe?",
    DeadlineKind.RETURN: "Are you back, and are you safe?",
    DeadlineKind.HOME_SAFE: "Are you home, and are you safe?",
    DeadlineKind.INTERVAL: "Is all well?",
}


def line(name: str, kind: DeadlineKind) -> str:
    """The line: who it is, and what the worker is asked."""
    return f"{who_it_is(name)} {_ASKED[kind]}"


def who_it_is(name: str) -> str:
    """Who looks after the worker, as a sentence."""
    return f"{name[:1].upper()}{name[1:]} is looking after you."


def owes_the_line(
    before: Deadline,
    now: Deadline,
    visit: Visit,
    beside: Sequence[Deadline],
    told: Sequence[Notification],
    policy: Policy,
    at: datetime,
) -> bool:
    """Whether the worker is told of whoever has just taken an alarm.

    `beside` are the visit's deadlines, `told` the messages about this one.
    """
    if now.alarm is not AlarmKind.SILENCE or visit.tag is Tag.POSSIBLE or now.late_entry or is_unbelieved(visit):
        return False
    if at < now.due or any(each.is_open and each.alarm is AlarmKind.HELP for each in beside):
        return False
    if is_past_help_from_inside(now, visit, policy, at):
        return False
    said = [row for row in told if row.step == LOOKED_AFTER and row.recorded >= now.base]
    if not said:
        return True
    return len(said) < MOST and before.owned(at) and now.owner not in (before.owner, said[-1].asked_as)


def is_past_help_from_inside(deadline: Deadline, visit: Visit, policy: Policy, at: datetime) -> bool:
    """Whether an outside body was told, or somebody was asked to tell one.

    By the policy's own ladder too: after a code word the deadline's own steps ask the worker alone.
    """
    plain = on_ladder(visit, policy, deadline.kind, deadline.base).steps
    taken = (*deadline.steps[: deadline.taken], *(step for step in plain if deadline.base + step.after <= at))
    return bool(deadline.outside_body) or any(step.ask.outside_body for step in taken)
