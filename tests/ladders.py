"""Policies whose ladders differ in kind, each by mail alone: what the rules for several deadlines a visit are tried on.

They follow the shapes of the policies that they are named after, and claim nothing of their wording.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import Ask, DeadlineKind, Hours, OnNoAnswer, Policy, Role, Step
from tests.house import CAST, CLARENDON, MINUTE, ROLES

SIGNED = "signed for the tests"
EVERYBODY = replace(CAST, roles=(*ROLES, (Role.SENIOR_MANAGEMENT, ("sloane",))))
"""The cast, with Sloane leading: senior management is told of what stays unanswered."""


def a_step(minutes: int, ask: Ask, *roles: Role, **changes: Any) -> Step:
    """A step so many minutes after the deadline."""
    return Step(after=minutes * MINUTE, ask=ask, roles=roles, **changes)


def asks_worker(minutes: int, **changes: Any) -> Step:
    """A question to the worker, whether they are out and safe."""
    return a_step(minutes, Ask.CHECK_IN, Role.WORKER, **changes)


EMERGENCY = (a_step(0, Ask.CALL_POLICE, Role.LINE_MANAGER, every=5 * MINUTE),)

BY_RETURN = Policy(
    name="rotherham",
    title="The worker is asked at each end, and the alarm hangs on the outing's return",
    steps=(
        asks_worker(0),
        asks_worker(0, deadline=DeadlineKind.RETURN),
        a_step(0, Ask.CALL_WORKER, Role.ADMIN, deadline=DeadlineKind.RETURN, when=("capped-return",)),
        a_step(
            90, Ask.CALL_WORKER, Role.LINE_MANAGER, Role.DEPUTY, Role.ADMIN,
            every=10 * MINUTE, deadline=DeadlineKind.RETURN,
        ),
        a_step(120, Ask.TAKE_OVER, Role.SENIOR_MANAGEMENT, every=5 * MINUTE, deadline=DeadlineKind.RETURN),
    ),
    emergency=EMERGENCY,
    mail_alone=SIGNED,
)  # fmt: skip

BY_CALLS = Policy(
    name="commence",
    title="One call after another, each as soon as nobody answered the one before",
    steps=(
        asks_worker(-5),
        a_step(0, Ask.CALL_WORKER, Role.ADMIN),
        a_step(5, Ask.CALL_WORKER, Role.ADMIN, on_no_answer=OnNoAnswer.NEXT),
        a_step(10, Ask.CALL_HOUSEHOLD, Role.ADMIN, then_within=5 * MINUTE),
        a_step(15, Ask.CALL_HOME, Role.ADMIN, then_within=5 * MINUTE),
        a_step(15, Ask.TAKE_OVER, Role.LINE_MANAGER, then_within=timedelta(0), every=5 * MINUTE),
    ),
    emergency=EMERGENCY,
    mail_alone=SIGNED,
)

BY_HOURS = Policy(
    name="bexley",
    title="Risk visits and ordinary ones, by day and out of hours, and asked every hour of a long one",
    steps=(
        asks_worker(-5),
        asks_worker(10, when=("ordinary",)),
        asks_worker(20, when=("ordinary",)),
        a_step(0, Ask.CALL_WORKER, Role.LINE_MANAGER, when=("risk",), hours=Hours.OFFICE, every=5 * MINUTE),
        a_step(30, Ask.CALL_WORKER, Role.LINE_MANAGER, when=("ordinary",), hours=Hours.OFFICE, every=5 * MINUTE),
        a_step(0, Ask.CALL_WORKER, Role.DEPUTY, when=("risk",), hours=Hours.OUT),
        a_step(30, Ask.CALL_WORKER, Role.DEPUTY, when=("ordinary",), hours=Hours.OUT),
        a_step(40, Ask.TAKE_OVER, Role.OUT_OF_HOURS, hours=Hours.OUT, every=5 * MINUTE),
        asks_worker(0, deadline=DeadlineKind.INTERVAL),
        a_step(15, Ask.CALL_WORKER, Role.LINE_MANAGER, deadline=DeadlineKind.INTERVAL, every=5 * MINUTE),
    ),
    emergency=EMERGENCY,
    mail_alone=SIGNED,
    interval=60 * MINUTE,
)

BY_HOME = replace(
    CLARENDON,
    steps=(
        *CLARENDON.steps,
        asks_worker(0, deadline=DeadlineKind.HOME_SAFE),
        a_step(15, Ask.CALL_WORKER, Role.LINE_MANAGER, deadline=DeadlineKind.HOME_SAFE, every=5 * MINUTE),
    ),
    home_safe=60 * MINUTE,
)
"""Clarendon's ladder, and the worker asked an hour after the last outing of the day whether they are at home."""

ALL = (BY_RETURN, BY_CALLS, BY_HOURS, BY_HOME)
