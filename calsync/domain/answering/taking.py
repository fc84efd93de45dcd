"""Somebody takes an alarm: it has an owner for a while, and a later step may ask for it to be taken over (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering.handing import was_handed
from calsync.domain.answering.outcome import KNOW, Outcome, act_of, did, refused
from calsync.domain.escalation import current_step, next_step
from calsync.domain.model import Answer, Ask, Deadline, Notification, PersonId

HOLD = timedelta(minutes=10)
"""How long "I have it" stops the repeats to the others (law 5)."""
HOLD_OUTSIDE = timedelta(minutes=3)
"""The same on a step that asks for an outside body, until the call is logged (law 5)."""


def take(answer: Answer, deadline: Deadline, at: datetime, *, told: Sequence[Notification] = ()) -> Outcome:
    """What "I have it" does: an owner, for a while; refused while somebody else is, but to who may take it over.

    `told` are the messages about the deadline.
    """
    if deadline.owned(at) and deadline.owner != answer.who and not may_take_over(answer.who, deadline, told):
        return refused(deadline, "Somebody else has it already.", act=act_of(answer, deadline, at, "already-owned"))
    step = current_step(deadline)
    outside = step is not None and step.ask.outside_body and not deadline.outside_body
    renewals = deadline.renewals + 1 if deadline.owner == answer.who else 0
    owned = replace(
        deadline,
        owner=answer.who,
        owned_until=at + (HOLD_OUTSIDE if outside else HOLD),
        renewals=renewals,
    )
    outcome = did(answer, owned, at, "acknowledged", "acknowledged")
    tells_next = renewals == 2 and next_step(deadline) is not None
    return replace(outcome, tell=((deadline.id, KNOW),)) if tells_next else outcome


def may_take_over(who: PersonId, deadline: Deadline, told: Sequence[Notification]) -> bool:
    """Whether somebody may take an alarm from its owner: who hands it over to them, or a later step than any that
    asked the owner asked them to."""
    if was_handed(who, deadline, told):
        return True
    owner = asked_to_take_over(deadline.owner or "", deadline, told)
    return asked_to_take_over(who, deadline, told) > owner


def asked_to_take_over(who: PersonId, deadline: Deadline, told: Sequence[Notification]) -> int:
    """The last step of the ladder as it runs now that asked somebody to take over; 0 when none did."""
    steps = (
        int(row.step)
        for row in told
        if row.recipient == who
        and row.ask is Ask.TAKE_OVER
        and row.step.isdigit()
        and int(row.step) <= deadline.taken
        and row.recorded >= deadline.base
    )
    return max(steps, default=0)
