"""A call for help or a code word -> the emergency steps, and what the worker's devices show meanwhile (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering.about import called_from
from calsync.domain.answering.outcome import Outcome, act_of, did, noted
from calsync.domain.answering.safe import NEARLY, safe
from calsync.domain.faces import CODE_WORD, worker_only
from calsync.domain.incidents import alarm_of, alarmed, incident
from calsync.domain.model import AlarmKind, Answer, AnswerKind, Deadline, DeadlineKind, Visit, Watched


def cry_out(answer: Answer, watched: Sequence[Watched], at: datetime) -> Outcome:
    """A call for help or a code word: the emergency steps now, whatever else was said and whoever owns the alarm.

    They are of the visit on which the worker is, whatever older mail they answered: see `called_from`.
    """
    everything = [(each.visit, deadline) for each in watched for deadline in each.deadlines]
    open_ = [(visit, deadline) for visit, deadline in everything if deadline.is_open]
    target = called_from(answer, everything)
    if target is None:
        return Outcome(took_as="nothing")
    visit = next(visit for visit, deadline in everything if deadline.id == target.id)
    others = [deadline for _, deadline in everything if deadline.visit_id == visit.id]
    kind = alarm_of(answer)
    running = next((each for each in others if each.is_open and each.alarm is kind), None)
    has_begun = answer.sent >= visit.start
    if running is not None:
        heard = noted(answer, running, at, "incident")
        again = kind is AlarmKind.DURESS and has_begun and answer.who == visit.worker
        # A word that stands already: what the worker says beside it closes for their eyes what it would without it.
        return replace(heard, deadlines=_face(answer, open_, visit, at) if again else ())
    if kind is AlarmKind.HELP and has_begun and _has_come(target, answer, at):
        return did(answer, alarmed(target, at), at, "incident-help", "incident")
    raised = incident(visit, others, kind, target.emergency, target.policy, at)
    # A visit still to come, or still going on, keeps its own deadlines: closing the incident must not leave it
    # unwatched.
    face = _face(answer, open_, visit, at) if kind is AlarmKind.DURESS and has_begun else ()
    acts = (act_of(answer, raised, at, f"incident-{kind}"),)
    return Outcome(took_as="incident", deadlines=(raised, *face), about=(raised.id,), acts=acts)


def _has_come(target: Deadline, answer: Answer, at: datetime) -> bool:
    """Whether a call for help takes the place of the deadline that it is about: its time has come, and it is open.

    What is asked during a visit is answered from shortly before its time on.
    """
    asked = target.kind is DeadlineKind.INTERVAL and answer.sent >= target.due - NEARLY
    return target.is_open and target.alarm is AlarmKind.SILENCE and (target.due <= at or asked)


def _face(answer: Answer, open_: list[tuple[Visit, Deadline]], visit: Visit, at: datetime) -> tuple[Deadline, ...]:
    """What a plain "safe" would have done to the worker's deadlines, so that their devices show nothing else (law 7).

    Of what it would have left open, the visit's own deadline keeps its questions to the worker; its responders have
    the incident.
    """
    plain = replace(answer, kind=AnswerKind.SAFE, leaving=answer.leaving or answer.who != visit.worker)
    # Whoever passes the word on says nothing of the worker's other visits.
    about = {each.visit_id for _, each in open_ if each.id == answer.deadline_id}
    spoken_of = open_ if answer.who == visit.worker else [pair for pair in open_ if pair[0].id in about]
    closed = safe(plain, spoken_of, at).deadlines
    left = {deadline.id for deadline in closed}
    kept = [each for _, each in open_ if each.visit_id == visit.id and each.id not in left]
    return (
        *(replace(deadline, reason=CODE_WORD) for deadline in closed),
        *(worker_only(each) for each in kept if each.alarm is AlarmKind.SILENCE and _tells_others(each)),
    )


def _tells_others(deadline: Deadline) -> bool:
    return not all(step.to_worker for step in deadline.steps)
