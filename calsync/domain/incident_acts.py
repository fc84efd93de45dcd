"""Answers that tell of an incident -> the incident and what is due after it; and who may say that it is done.

The call for help itself keeps its own deadline and its emergency steps (`incidents`); this is the record after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from calsync.domain.incidents import outcry
from calsync.domain.keys import incident_key
from calsync.domain.model import (
    Act,
    Afterwards,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineState,
    DueAct,
    Incident,
    IncidentKind,
    PersonId,
    Policy,
    Role,
    Told,
    Visit,
)

_CALLS = {AnswerKind.HELP: IncidentKind.HELP, AnswerKind.DURESS: IncidentKind.DURESS}
_TOLD = {
    Told.INCIDENT: IncidentKind.INCIDENT,
    Told.VIOLENCE: IncidentKind.VIOLENCE,
    Told.SAFEGUARDING: IncidentKind.SAFEGUARDING,
}
END_OF_DAY = time(23, 59)
"""By when, in local time, that is due which is due on the same day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An incident that an answer opens, with what is due after it."""

    incident: Incident
    due: tuple[DueAct, ...]
    act: Act


def kinds_told(answer: Answer) -> tuple[IncidentKind, ...]:
    """The incidents of which an answer tells; empty for nearly all answers."""
    if answer.kind in _CALLS:
        return (_CALLS[answer.kind],)
    if answer.kind not in (AnswerKind.SAFE, AnswerKind.CLOSE):
        return ()
    return tuple(dict.fromkeys(_TOLD[each] for each in answer.told if each in _TOLD))


def opened(
    answer: Answer,
    visit: Visit,
    deadline_id: str,
    earlier: Sequence[Incident],
    policy: Policy,
    at: datetime,
    *,
    zone: str,
) -> tuple[Opened, ...]:
    """The incidents that an answer opens on a visit; none of a kind of which one of `earlier` is open."""
    found = []
    for kind in kinds_told(answer):
        same = [each for each in earlier if each.kind is kind]
        if any(each.is_open for each in same):
            continue
        incident = Incident(
            id=incident_key(visit.id, kind, len(same)),
            visit_id=visit.id,
            deadline_id=deadline_id,
            worker=visit.worker,
            kind=kind,
            opened=at,
            opened_by=answer.who,
        )
        due = _due(incident, policy.afterwards, at, zone)
        found.append(Opened(incident=incident, due=due, act=_act(incident, "incident-opened", answer.who, at)))
    return tuple(found)


def _due(incident: Incident, afterwards: Sequence[Afterwards], at: datetime, zone: str) -> tuple[DueAct, ...]:
    of_kind = [each for each in afterwards if incident.kind in each.kinds]
    return tuple(
        DueAct(
            incident_id=incident.id,
            number=number,
            what=each.what,
            role=each.role,
            due=end_of_day(at, zone) if each.within is None else at + each.within,
            clause=each.clause,
        )
        for number, each in enumerate(of_kind, 1)
    )


def end_of_day(at: datetime, zone: str) -> datetime:
    """23:59 on the day of `at` in that zone; in its last minute, that moment itself."""
    local = at.astimezone(ZoneInfo(zone))
    return max(at, local.replace(hour=END_OF_DAY.hour, minute=END_OF_DAY.minute, second=0, microsecond=0)).astimezone(
        at.tzinfo
    )


def outside_visits(answer: Answer, policy: Policy, at: datetime) -> tuple[Visit, Deadline]:
    """A visit and a closed deadline for somebody who tells of an incident while no visit of theirs is known."""
    visit, deadline = outcry(answer, policy, at)
    why = "The worker told of an incident outside any visit in the diary."
    closed = replace(
        deadline,
        state=DeadlineState.CLOSED,
        next_step_at=None,
        closed_at=at,
        closed_by=answer.who,
        reason="the worker is out and safe, and told of an incident",
    )
    return replace(visit, reasons=(why,)), closed


def why_not_done(incident: Incident, due: Sequence[DueAct], number: int, who: PersonId) -> str:
    """Why somebody can't say that an act is done, as a sentence; empty when they can."""
    act = next((each for each in due if each.number == number), None)
    if act is None:
        known = ", ".join(f"{each.number} ({each.what})" for each in due) or "none"
        return f"Incident {incident.id} has no act {number}; its acts are: {known}."
    if not incident.is_open:
        return f"Incident {incident.id} is closed."
    if act.done is not None:
        return f"Act {number} of incident {incident.id} is done already."
    if who == incident.worker and act.role is not Role.WORKER:
        return f"Act {number} is for somebody else than the worker to do: {act.role.replace('_', ' ')}."
    return ""


def why_not_closed(
    incident: Incident, due: Sequence[DueAct], alarm: Deadline | None, who: PersonId, lessons: str
) -> str:
    """Why somebody can't close an incident, as a sentence; empty when they can.

    `alarm` is the deadline under which it was told. What is still due is done first, and nobody closes their own.
    """
    if not incident.is_open:
        return f"Incident {incident.id} is closed already."
    if who == incident.worker:
        return "The worker can't close an incident of their own: their manager does."
    if sum(letter.isalpha() for letter in lessons) < 3:
        return 'Closing needs a reason: what was learnt, such as --reason "talked through; two go from now on".'
    if alarm is not None and alarm.is_open and incident.kind.calls:
        return "The alarm for it is still open: close that first, once somebody has spoken to them."
    undone = [f"{each.number} ({each.what})" for each in due if each.done is None]
    if undone:
        return f"Still due of incident {incident.id}: {', '.join(undone)}. Mark each as done, then close it."
    return ""


def done(incident: Incident, due: DueAct, who: PersonId, at: datetime) -> tuple[DueAct, Act]:
    """The act as somebody says that it is done, and the line for the audit."""
    line = _act(incident, "incident-act-done", who, at, ("number", str(due.number)))
    return replace(due, done=at, done_by=who), line


def closed(incident: Incident, who: PersonId, lessons: str, at: datetime) -> tuple[Incident, Act]:
    """The incident as somebody closes it, and the line for the audit, without what was learnt."""
    over = replace(incident, closed=at, closed_by=who, lessons=" ".join(lessons.split()))
    return over, _act(incident, "incident-closed", who, at)


def told_overdue(incident: Incident, due: DueAct, at: datetime) -> tuple[DueAct, Act]:
    """The act once somebody was told that it is overdue, and the line for the audit."""
    line = _act(incident, "incident-act-overdue", "calsync", at, ("number", str(due.number)))
    return replace(due, told=at), line


def _act(incident: Incident, what: str, who: PersonId, at: datetime, *more: tuple[str, str]) -> Act:
    details = (("incident", incident.id), ("kind", str(incident.kind)), *more)
    return Act(at=at, what=what, who=who, visit_id=incident.visit_id, deadline_id=incident.deadline_id, details=details)
