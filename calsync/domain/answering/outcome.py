"""What an answer did: the deadlines that it changed, what is kept of it, and who is owed a word of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.model import Act, Answer, Deadline, DeadlineState, Remembered, Visit

UNCLEAR = "unclear"
EXTENDED = "extended"
LIMITED = "limited"
STOOD_DOWN = "stood-down"
KNOW = "renewed"
NOT_TAKEN = "not-taken"
TAKEN_OVER = "taken-over"
HAND_OVER = "hand-over"
AFTER_CLOSING = "after-closing"
PUT_BACK = "put-back"
STILL_CLOSED = "still-closed"
"""Names of the messages outside the ladder that an answer brings."""

WHICH = (
    "You were told of several alarms, and it is not known of which one you spoke, so nothing was done. Write the name "
    "of the worker with it, such as: 1 and the name, or close: the name and what came of it."
)
"""What somebody is told who answers one of several alarms and names nobody."""
CLOSED_ALREADY = "It is closed already."
"""Why nothing is done of what somebody orders of an alarm that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer did."""

    took_as: str
    """closed, put-back, confirmed, contact, extended, acknowledged, incident, noted, refused or nothing."""
    deadlines: tuple[Deadline, ...] = ()
    """Those that changed."""
    visits: tuple[Visit, ...] = ()
    """Those of which it was said that they are visits."""
    remembered: tuple[Remembered, ...] = ()
    """What is remembered of their kind."""
    about: tuple[str, ...] = ()
    """The ids of the deadlines that it is kept with."""
    acts: tuple[Act, ...] = ()
    tell: tuple[tuple[str, str], ...] = ()
    """(deadline id, name of a message outside the ladder) that is owed now."""
    why: str = ""
    """When it did nothing: a sentence for the person who said it."""


def closed_by(deadline: Deadline, answer: Answer, at: datetime, reason: str) -> Deadline:
    """The deadline as somebody's answer closes it: nothing more is due for it."""
    return replace(
        deadline,
        state=DeadlineState.CLOSED,
        next_step_at=None,
        repeat_at=None,
        closed_at=at,
        closed_by=answer.who,
        reason=reason,
        denied=None,
    )


def noted(
    answer: Answer, deadline: Deadline | None, at: datetime, took_as: str, *, tell: tuple[tuple[str, str], ...] = ()
) -> Outcome:
    """What an answer does that is kept and changes no deadline; "nothing" where it is about none."""
    if deadline is None:
        return Outcome(took_as="nothing")
    acts = (act_of(answer, deadline, at, f"answer-{answer.kind}"),)
    return Outcome(took_as=took_as, about=(deadline.id,), acts=acts, tell=tell)


def did(answer: Answer, deadline: Deadline, at: datetime, what: str, took_as: str) -> Outcome:
    """What an answer does that changes one deadline."""
    acts = (act_of(answer, deadline, at, what),)
    return Outcome(took_as=took_as, deadlines=(deadline,), about=(deadline.id,), acts=acts)


def refused(deadline: Deadline, why: str, *, act: Act | None = None) -> Outcome:
    """What an answer does that may not do what it asks for, and why."""
    return Outcome(took_as="refused", about=(deadline.id,), acts=(act,) if act else (), why=why)


def act_of(answer: Answer, deadline: Deadline, at: datetime, what: str, *details: tuple[str, str]) -> Act:
    """The line for the audit, without any word of what was written."""
    said = ("answer", answer.id), ("via", str(answer.via))
    return Act(
        at=at, what=what, who=answer.who, visit_id=deadline.visit_id, deadline_id=deadline.id, details=(*said, *details)
    )
