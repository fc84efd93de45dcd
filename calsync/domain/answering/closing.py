"""A person closes an alarm, with a reason -> what ends with it, and what is watched on (laws 1 and 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering.outcome import STOOD_DOWN, Outcome, act_of, closed_by, did, refused
from calsync.domain.answering.safe import during
from calsync.domain.faces import is_call_shown_alone
from calsync.domain.incidents import is_beside
from calsync.domain.model import AlarmKind, Answer, Deadline, DeadlineKind, Visit, Watched
from calsync.domain.outside import in_words, numbers_of
from calsync.domain.standing_help import OF_THE_VISIT, ended_with, goes_on


def close(
    answer: Answer,
    watched: Watched,
    deadline: Deadline,
    at: datetime,
    *,
    others: Sequence[Watched],
    going_on: Sequence[Deadline] = (),
) -> Outcome:
    """What closing does: it needs a reason, and an outside body to be stood down first.

    A call for help ends without the visit, where that goes on: see `standing_help`. `answer.leaving`: the reason says
    that the visit is over. `going_on`: of the visit beside a code word, what is watched on.
    """
    if not answer.reason.strip():
        return refused(deadline, "Closing needs a reason, such as: close: safe and well, I spoke to them.")
    if deadline.outside_body:
        numbers = numbers_of(deadline.outside_body)
        bodies = "Outside bodies were" if len(numbers) > 1 else "An outside body was"
        down = "each body down by its number" if len(numbers) > 1 else "the body down by that number"
        why = f"{bodies} told under {in_words(numbers)}. Speak to the worker, stand {down}, then close."
        return refused(deadline, why)
    closed = closed_by(deadline, answer, at, answer.reason.strip())
    outcome = did(answer, closed, at, "deadline-closed", "closed")
    told = [deadline]
    if deadline.alarm is AlarmKind.HELP and deadline.kind in OF_THE_VISIT:
        ended = ended_with(deadline, watched.deadlines, at, over=answer.leaving and at >= watched.visit.start)
        with_it = [closed_by(each, answer, at, closed.reason) for each in ended]
        outcome = _with(outcome, answer, with_it, at)
        kept = [each for each in goes_on(watched.deadlines, with_it) if each not in watched.deadlines]
        outcome = replace(outcome, deadlines=(*outcome.deadlines, *kept))
        told += ended
    elif deadline.alarm is AlarmKind.DURESS and deadline.base >= watched.visit.start:
        # What the worker still saw of the visit beside its incident ends with it. A visit that was still to come kept
        # its own deadlines whole.
        faces = [each for each in watched.deadlines if each.is_open and all(step.to_worker for step in each.steps)]
        ends = [each for each in faces if each.id not in {closed.id, *(one.id for one in going_on)}]
        with_it = [closed_by(each, answer, at, closed.reason) for each in ends]
        outcome = replace(outcome, deadlines=(closed, *with_it, *going_on))
    elif deadline.alarm is AlarmKind.DURESS:
        shown = [closed_by(each, answer, at, closed.reason) for each in watched.deadlines if is_call_shown_alone(each)]
        outcome = replace(outcome, deadlines=(closed, *shown))
    elif not is_beside(deadline):
        outcome = with_what_it_ends(outcome, answer, deadline, (watched, *others), at)
    return replace(outcome, tell=tuple((each.id, STOOD_DOWN) for each in told if each.responders_asked))


def with_what_it_ends(
    outcome: Outcome, answer: Answer, deadline: Deadline, watched: Sequence[Watched], at: datetime
) -> Outcome:
    """The outcome of a responder's closing, with what stood for that deadline, or what it stood for, closed as well."""
    everything = [(each.visit, one) for each in watched for one in each.deadlines if one.is_open]
    with_it = [*during([deadline], everything), *_asked_of_worker_alone(deadline, everything, at)]
    reason = outcome.deadlines[0].reason
    return _with(outcome, answer, [closed_by(each, answer, at, reason) for each in with_it], at)


def _with(outcome: Outcome, answer: Answer, closed: Sequence[Deadline], at: datetime) -> Outcome:
    """The outcome with these closed besides."""
    return replace(
        outcome,
        deadlines=(*outcome.deadlines, *closed),
        acts=(*outcome.acts, *(act_of(answer, each, at, "deadline-closed") for each in closed)),
    )


def _asked_of_worker_alone(deadline: Deadline, open_: Sequence[tuple[Visit, Deadline]], at: datetime) -> list[Deadline]:
    """The ends that only their worker was asked about, and for which the return that is closed now stood."""
    if deadline.kind is not DeadlineKind.RETURN:
        return []
    return [
        each
        for _, each in open_
        if each.kind is DeadlineKind.VISIT_END
        and each.alarm is AlarmKind.SILENCE
        and not each.outside_body
        and each.due <= at
        and all(step.to_worker for step in each.steps)
    ]
