"""An answer to a drill is about the drill alone; a call for help in answer to one is real, and ends the drill.

Nothing here can close or move a real deadline: the rules are asked about the drill and about nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import STOOD_DOWN, Outcome, answer_of_worker, closed_by
from calsync.domain.answering.outcome import act_of
from calsync.domain.danger import in_danger, without_danger
from calsync.domain.drills import REASON, is_drill
from calsync.domain.faces import worker_only
from calsync.domain.model import Answer, AnswerKind, Deadline, PersonId, Policy, Via, Watched
from calsync.domain.possible import VERDICTS
from calsync.engine.core import Core, apply
from calsync.ports import Transaction

CALLS = (AnswerKind.HELP, AnswerKind.DURESS)
NO_ENTRY = "This is a drill, and no entry of a diary."


def drill_meant(tx: Transaction, answer: Answer) -> Watched | None:
    """The drill that an answer is about; None where it is about what is real.

    A word of the worker's that names no question is about a drill of theirs only while no visit of theirs has begun.
    """
    if answer.deadline_id:
        deadline = tx.deadline(answer.deadline_id)
        return drill_of(tx, deadline) if deadline is not None else None
    if answer.via is Via.DIARY or answer.kind in CALLS or answer.proof.danger:
        return None
    drills = tx.open_drills(answer.who)
    if not drills or any(each.visit.start <= answer.sent for each in tx.deadlines_of(answer.who)):
        return None
    return drills[0]


def drill_of(tx: Transaction, deadline: Deadline) -> Watched | None:
    """The drill whose deadline it is, open or over; None for a real one."""
    visit = tx.visit(deadline.visit_id)
    return Watched(visit=visit, deadlines=(deadline,)) if visit is not None and is_drill(visit) else None


def calls_in_earnest(answer: Answer, drill: Watched) -> bool:
    """Whether it is a call for help, open or hidden, which is never practised."""
    return answer.kind in CALLS or (answer.proof.danger and answer.who == drill.visit.worker)


def real_call(tx: Transaction, answer: Answer, drill: Watched) -> Answer:
    """A call for help in answer to a drill as one about what is real: a visit that has begun, else no visit.

    Whatever else was said with it is said of the drill alone, and changes nothing of a visit.
    """
    about = None if answer.who == drill.visit.worker else _begun(tx, answer, drill)
    answer = in_danger(answer) if answer.proof.danger else answer
    return replace(without_danger(answer), deadline_id=about, plain=(), alone=True)


def shown_ending(tx: Transaction, answer: Answer) -> Answer | None:
    """What a code word looks like to whoever stands beside its worker, where it looks like an answer to a drill."""
    word = in_danger(answer) if answer.proof.danger else answer
    if word.kind is not AnswerKind.DURESS:
        return None
    plain = word.plain[0] if word.plain else replace(without_danger(word), kind=AnswerKind.SAFE)
    drill = drill_meant(tx, plain)
    return replace(plain, deadline_id=drill.deadlines[0].id) if drill is not None else None


def _begun(tx: Transaction, answer: Answer, drill: Watched) -> str | None:
    begun = [each for each in tx.deadlines_of(drill.visit.worker) if each.visit.start <= answer.sent]
    open_ = [one for each in begun for one in each.deadlines if one.is_open]
    return min(open_, key=lambda one: (one.due, one.id)).id if open_ else None


def said_by_worker(answer: Answer, drill: Watched, policy: Policy, at: datetime) -> Outcome:
    """What the worker's own word does to their drill, by the rules of a real one."""
    if answer.kind in VERDICTS:
        return Outcome(took_as="nothing", why=NO_ENTRY)
    about = replace(answer, deadline_id=drill.deadlines[0].id)
    return as_drill_ends(answer_of_worker(about, [drill], at, policy))


def as_drill_ends(outcome: Outcome) -> Outcome:
    """The outcome with whatever it closes closed for the one reason that drills have."""
    deadlines = tuple(each if each.is_open else replace(each, reason=REASON) for each in outcome.deadlines)
    return replace(outcome, deadlines=deadlines)


def end_drills(
    core: Core, tx: Transaction, answer: Answer, worker: PersonId, at: datetime, *, shown: Answer | None
) -> None:
    """Close the drills of somebody who needs help in earnest; whoever was told of one is told that it is over.

    Under duress the worker's devices see what `shown` would have brought them, and nothing else (law 7): what that
    leaves open asks them on, and nobody but them.
    """
    for drill in tx.open_drills(worker):
        before = {each.id: each for each in drill.deadlines}
        open_ = [each for each in drill.deadlines if each.is_open]
        ended = [_ended(answer, drill, each, at, shown) for each in open_]
        outcome = Outcome(
            took_as="noted",
            deadlines=tuple(ended),
            acts=tuple(act_of(answer, each, at, "drill-ended-by-help") for each in ended),
            tell=_to_tell(ended, open_),
        )
        apply(core, tx, answer, outcome, before, at)


def _ended(answer: Answer, drill: Watched, deadline: Deadline, at: datetime, shown: Answer | None) -> Deadline:
    if answer.kind is not AnswerKind.DURESS or answer.who != deadline.worker:
        return closed_by(deadline, answer, at, REASON)
    said = as_drill_ends(answer_of_worker(shown, [drill], at)) if shown is not None else None
    about = said.deadlines if said is not None and shown is not None and shown.deadline_id == deadline.id else ()
    now = next((each for each in about if each.id == deadline.id), deadline)
    return worker_only(now) if now.is_open else now


def _to_tell(ended: Sequence[Deadline], before: Sequence[Deadline]) -> tuple[tuple[str, str], ...]:
    asked = {each.id for each in before if each.responders_asked}
    return tuple((each.id, STOOD_DOWN) for each in ended if not each.is_open and each.id in asked)
