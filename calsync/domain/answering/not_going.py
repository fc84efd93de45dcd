"""A visit told by mail of which its worker says that it does not take place -> called off, or over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering.outcome import Outcome, act_of, noted
from calsync.domain.answering.safe import safe
from calsync.domain.away import called_off
from calsync.domain.model import Answer, AnswerKind, Watched

CALLED_OFF = "the worker said that it does not take place"


def not_going(answer: Answer, watched: Sequence[Watched], at: datetime) -> Outcome:
    """What "not going" does to the visit that it answers: before its start it is called off; after it, it is over."""
    about = next((each for each in watched if answer.deadline_id in {one.id for one in each.deadlines}), None)
    if about is None:
        return Outcome(took_as="nothing")
    target = next(each for each in about.deadlines if each.id == answer.deadline_id)
    if off := called_off(about, answer.who, CALLED_OFF, at):
        acts = tuple(act_of(answer, each, at, "visit-called-off") for each in off)
        return Outcome(took_as="closed", deadlines=off, about=(target.id,), acts=acts)
    if answer.sent < about.visit.start:
        return noted(answer, target, at, "contact")
    said = replace(answer, kind=AnswerKind.SAFE, alone=True, finished=True)
    open_ = [(each.visit, one) for each in watched for one in each.deadlines if one.is_open]
    return safe(said, open_, at)
