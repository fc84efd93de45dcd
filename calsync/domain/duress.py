"""A code word beside a "yes" or a "no" -> what the worker's devices show, and what is watched in truth (law 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import LIMITED, PUT_BACK, STILL_CLOSED, UNCLEAR, Outcome, answer_of_worker
from calsync.domain.answering.reopening import watched_again
from calsync.domain.faces import CODE_WORD, worker_only
from calsync.domain.likeness import Known, said_under_duress
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Deadline, Policy, Remembered, Visit, Watched
from calsync.domain.possible import VERDICTS, take_verdict
from calsync.domain.unbelieved import watched_on

_SHOWN = (UNCLEAR, LIMITED, PUT_BACK, STILL_CLOSED)
"""Messages to the worker that the same words would bring without the code word."""


def under_duress(
    outcome: Outcome, answer: Answer, watched: Sequence[Watched], known: Known, policy: Policy, at: datetime
) -> Outcome:
    """An incident's outcome, with all that the same words bring without the code word, as far as a device shows it.

    A "yes" is believed, since it only watches more. What a "no" takes off is watched on beside, and it is remembered as
    said under duress. Of the visit on which help is under way the responders have the incident, and its own deadline
    keeps its questions to the worker.
    """
    before = {deadline.id: (each.visit, deadline) for each in watched for deadline in each.deadlines}
    raised = {deadline.id: deadline for deadline in outcome.deadlines if deadline.alarm is not AlarmKind.SILENCE}
    after, remembered, tell = _plain(answer, watched, known, policy, at)
    visits: dict[str, Visit] = {}
    deadlines: dict[str, Deadline] = {}
    helped = {deadline.visit_id for deadline in raised.values()}
    helped |= {before[each][0].id for each in outcome.about if each in before}
    for each in after:
        visit = each.visit
        in_hand = visit.id in helped and visit.start <= answer.sent
        if visit != next(one.visit for one in watched if one.visit.id == visit.id):
            visits[visit.id] = visit
        for deadline in each.deadlines:
            was, old = before.get(deadline.id, (visit, None))  # what is asked during a confirmed visit is new
            if old is not None and deadline.denied is not None and old.is_open and not deadline.is_open:
                deadlines[deadline.id] = replace(deadline, reason=CODE_WORD)
                if not in_hand and not _was_told(old):
                    beside = watched_on(was, policy, at)
                    visits[beside.visit.id] = beside.visit
                    deadlines |= {one.id: one for one in beside.deadlines}
            elif deadline.is_open and deadline.alarm is AlarmKind.SILENCE:
                now = worker_only(deadline) if visit.start <= at and (in_hand or deadline != old) else deadline
                deadlines |= {now.id: now} if now != old else {}
            elif deadline != old:
                deadlines[deadline.id] = deadline
    # The incident itself may be one of them: a call for help in words is on the visit's own deadline.
    deadlines |= raised
    return replace(
        outcome,
        deadlines=tuple(deadlines.values()),
        visits=tuple(visits.values()),
        remembered=remembered,
        tell=(*outcome.tell, *(each for each in dict.fromkeys(tell) if each[1] in _SHOWN)),
    )


def _plain(
    answer: Answer, watched: Sequence[Watched], known: Known, policy: Policy, at: datetime
) -> tuple[list[Watched], tuple[Remembered, ...], list[tuple[str, str]]]:
    """The visits after each plain answer in turn, what is remembered of it, and what is owed to the worker."""
    now = {each.visit.id: each for each in watched}
    kept: dict[str, Remembered] = {}
    tell: list[tuple[str, str]] = []
    for each in answer.plain:
        about = next((one for one in now.values() if each.deadline_id in {own.id for own in one.deadlines}), None)
        of_itself = each.deadline_id is None and each.kind in (AnswerKind.CONTACT, AnswerKind.EXTEND)
        if about is None and not of_itself:
            continue
        if about is not None and each.kind in VERDICTS:
            target = next(own for own in about.deadlines if own.id == each.deadline_id)
            plain = take_verdict(each, target, about, list(now.values()), {**known, **kept}, policy, at)
        else:
            again = watched_again(each, list(now.values()), policy, at)
            plain = again or answer_of_worker(each, list(now.values()), at, policy)
        for said in plain.remembered:
            as_kept = said if said.is_visit else said_under_duress(said)
            kept[as_kept.about] = as_kept
        tell += plain.tell
        visits = {visit.id: visit for visit in plain.visits}
        changed = {deadline.id: deadline for deadline in plain.deadlines}
        now = {
            key: Watched(visit=visits.get(key, one.visit), deadlines=_with_new(key, one.deadlines, changed))
            for key, one in now.items()
        }
    return list(now.values()), tuple(kept.values()), tell


def _with_new(visit_id: str, had: Sequence[Deadline], changed: Mapping[str, Deadline]) -> tuple[Deadline, ...]:
    """A visit's deadlines as they were changed, and those that it has gained."""
    own = {each.id: changed.get(each.id, each) for each in had}
    return tuple((own | {key: each for key, each in changed.items() if each.visit_id == visit_id}).values())


def _was_told(deadline: Deadline) -> bool:
    """Whether nobody but the worker is left to be told of a deadline."""
    return all(step.to_worker for step in deadline.steps[deadline.taken :])
