"""After an answer: incidents opened, what is passed on of a visit, and what of an incident is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.after_wording import WHAT_HAPPENED, what_is_due, what_is_overdue
from calsync.domain.answering import Outcome
from calsync.domain.incident_acts import Opened, kinds_told, opened, outside_visits, told_overdue
from calsync.domain.keys import notification_key
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    DueAct,
    Incident,
    IncidentKind,
    Lane,
    Notification,
    Role,
    Told,
    Visit,
)
from calsync.domain.passing_on import (
    ADVICE,
    COMPLETED,
    GOING_HOME,
    INCIDENT,
    OVERDUE,
    WHO_MANAGES,
    ToPass,
    to_pass_on,
)
from calsync.domain.responders import Recipient, usable, whom_to_tell
from calsync.domain.standing_help import may_wait
from calsync.domain.unbelieved import is_unbelieved, shown
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.messages import random_word
from calsync.engine.places import flag
from calsync.engine.story import Happened
from calsync.engine.texting import with_mail_beside
from calsync.errors import StoreUnavailable
from calsync.ports import Transaction

LATELY = timedelta(hours=18)
"""How long ago a visit may have begun of which a word is that names none: that day's."""
MOST_OVERDUE = 50
MAIL_FIRST = (Channel.MAIL, Channel.TEXT)
RINGING = (Channel.TEXT, Channel.MAIL)


def follow(
    core: Core, tx: Transaction, answer: Answer, outcome: Outcome, before: Mapping[str, Deadline], at: datetime
) -> list[Happened]:
    """Write what an answer brings besides, in its own unit of work; what is to be told of it once that is committed."""
    if outcome.took_as in ("refused", "confirmed"):
        return []
    if answer.kind is AnswerKind.DURESS and answer.told:
        _show_as_plain(core, tx, answer, outcome, at)
        answer = replace(answer, told=())  # to all others it is the code word, and nothing besides
    about = _spoken_of(core, tx, answer, outcome, at)
    policy = core.policies.of(tx.people().get(about[0].worker if about is not None else answer.who))
    happened: list[Happened] = []
    if about is not None:
        visit, deadline = about
        earlier = tx.incidents_of(visit.id) if kinds_told(answer) else []
        for each in opened(answer, visit, deadline.id, earlier, policy, at, zone=core.zone):
            happened += _open(core, tx, each, visit, deadline, answer, at)
        closed = [pair for each in outcome.deadlines if (pair := _with_visit(tx, each, before)) is not None]
        for passed in to_pass_on(answer, about, closed, shown(tx.deadlines_of(answer.who)), policy):
            _pass_on(core, tx, passed, at)
    _after_calls(core, tx, outcome, at)
    return happened


def _show_as_plain(core: Core, tx: Transaction, answer: Answer, outcome: Outcome, at: datetime) -> None:
    """What "safe, but something happened" brings the worker, brought to them alone where a code word stood beside it.

    Their devices show the same as without it, also once something is overdue (law 7). Nobody else is told that they
    are safe: they have the code word.
    """
    about = _spoken_of(core, tx, answer, outcome, at)
    if about is None:
        return
    visit, alarm = about
    own = [one for each in tx.watched_under(visit.worker, [visit.event_id]) for one in each.deadlines]
    deadline = next((one for one in own if one.id == answer.deadline_id and one.visit_id == visit.id), alarm)
    plain, policy = replace(answer, kind=AnswerKind.SAFE), core.policies.of(tx.people().get(visit.worker))
    for each in opened(plain, visit, deadline.id, tx.incidents_of(visit.id), policy, at, zone=core.zone):
        tx.put_incident(each.incident)
        tx.put_due_acts(each.due)
        tx.add_acts([each.act])
        if each.incident.kind is IncidentKind.VIOLENCE:
            flag(core, tx, visit, each.incident.id, at)
        if any(one.role is Role.WORKER for one in each.due):
            note = what_is_due(each.incident, each.due, Role.WORKER, core.zone, at)
            theirs = [
                one for one in _holders(core, tx, Role.WORKER, each.incident, visit, at) if one.role is Role.WORKER
            ]
            rows = [_row(core, INCIDENT, each.incident.id, deadline, one, RINGING, at, note=note) for one in theirs]
            tx.add_notifications(rows)


def follow_up(core: Core, at: datetime) -> int:
    """Tell of each act that is overdue, once: how many. A failure here delays no alarm, and is logged."""
    try:
        with core.store.transaction() as tx:
            late = tx.overdue_acts(at, MOST_OVERDUE)
            by_incident: dict[str, list[DueAct]] = {}
            for each in late:
                by_incident.setdefault(each.incident_id, []).append(each)
            for incident_id, due in by_incident.items():
                incident = tx.incident(incident_id)
                if incident is not None:
                    _tell_overdue(core, tx, incident, due, at)
        return len(late)
    except StoreUnavailable:
        raise
    except Exception as error:
        log.error("what is overdue after incidents could not be told: %s", fault(error))
        return 0


def open_incidents(tx: Transaction) -> list[tuple[Incident, Visit]]:
    """The open incidents, each with its visit, oldest first; one whose visit is not kept any more is left out."""
    found = ((each, tx.visit(each.visit_id)) for each in tx.incidents(open_only=True))
    return [(incident, visit) for incident, visit in found if visit is not None]


def _spoken_of(
    core: Core, tx: Transaction, answer: Answer, outcome: Outcome, at: datetime
) -> tuple[Visit, Deadline] | None:
    """The visit that an answer speaks of, with its deadline; None where nothing of it has to be known.

    That is what it closed last, else what it is about, else the worker's visit that began last on that day.
    """
    kinds = kinds_told(answer)
    if not kinds and not answer.told and not any(not each.is_open for each in outcome.deadlines):
        return None
    closed = [each for each in outcome.deadlines if not each.is_open and each.alarm is AlarmKind.SILENCE]
    ids = [each.id for each in sorted(closed, key=lambda each: each.due, reverse=True)]
    if any(kind.calls for kind in kinds):
        ids = []  # its own deadline, and not what the worker's devices show beside it
    ids += [*outcome.about, *([answer.deadline_id] if answer.deadline_id else [])]
    for deadline_id in ids:
        deadline = tx.deadline(deadline_id)
        visit = tx.visit(deadline.visit_id) if deadline is not None else None
        if deadline is not None and visit is not None:
            return visit, deadline
    begun = [each for each in shown(tx.watched(answer.who, at - LATELY)) if each.visit.start <= answer.sent]
    if with_deadline := [each for each in begun if each.deadlines]:
        last = max(with_deadline, key=lambda each: each.visit.start)
        return last.visit, last.deadlines[0]
    if kinds or Told.ADVICE in answer.told:
        visit, over = outside_visits(answer, core.policies.of(tx.people().get(answer.who)), at)
        tx.put_visit(visit)
        tx.put_deadlines([over])
        tx.add_acts([Act(at=at, what="incident-outside-visit", who=answer.who, visit_id=visit.id)])
        return visit, over
    return None


def _with_visit(tx: Transaction, deadline: Deadline, before: Mapping[str, Deadline]) -> tuple[Visit, Deadline] | None:
    """A deadline that was open before and is closed now, with its visit."""
    old = before.get(deadline.id)
    if deadline.is_open or (old is not None and not old.is_open):
        return None
    visit = tx.visit(deadline.visit_id)
    return (visit, deadline) if visit is not None else None


def _open(
    core: Core, tx: Transaction, new: Opened, visit: Visit, deadline: Deadline, answer: Answer, at: datetime
) -> Iterable[Happened]:
    tx.put_incident(new.incident)
    tx.put_due_acts(new.due)
    tx.add_acts([new.act])
    if new.incident.kind is IncidentKind.VIOLENCE:
        flag(core, tx, visit, new.incident.id, at)
    if new.incident.kind.calls:
        return  # the emergency steps speak now; what is due after it is told once they have ended
    _tell_of(core, tx, new.incident, new.due, visit, deadline, at)
    words = WHAT_HAPPENED[new.incident.kind]
    yield Happened(
        at=at, what="incident", visit=visit, deadline=deadline, role="worker", channel=answer.via, text=words
    )


def _after_calls(core: Core, tx: Transaction, outcome: Outcome, at: datetime) -> None:
    """Where the alarm of a call for help was closed: tell what is due after it."""
    ended = [each for each in outcome.deadlines if not each.is_open and each.alarm is not AlarmKind.SILENCE]
    ended = [each for each in ended if each.steps]  # a call that was shown beside a code word had told nobody
    for deadline in ended:
        visit = tx.visit(deadline.visit_id)
        for incident in tx.incidents_of(deadline.visit_id):
            if visit is not None and incident.is_open and incident.kind.calls:
                # Not before: what is said of the place could show the worker that the call was understood (law 7).
                flag(core, tx, visit, incident.id, at)
            due = tx.due_acts(incident.id)
            left = incident.is_open and incident.kind.calls and any(each.done is None for each in due)
            if visit is not None and left:
                _tell_of(core, tx, incident, due, visit, deadline, at)
    own = (each for each in outcome.deadlines if each.alarm is AlarmKind.SILENCE)
    ends = (each for each in own if each.kind is DeadlineKind.VISIT_END and not each.is_open)
    for visit_id in dict.fromkeys(each.visit_id for each in ends):
        _tell_worker_at_last(core, tx, visit_id, at)


def _tell_worker_at_last(core: Core, tx: Transaction, visit_id: str, at: datetime) -> None:
    """Tell the worker what is theirs to do after a call for help, which waited until the visit was over."""
    visit = tx.visit(visit_id)
    for incident in tx.incidents_of(visit_id):
        due, alarm = tx.due_acts(incident.id), tx.deadline(incident.deadline_id)
        theirs = any(each.role is Role.WORKER and each.done is None for each in due)
        if visit is None or alarm is None or alarm.is_open or not (theirs and incident.is_open and incident.kind.calls):
            continue
        note = what_is_due(incident, due, Role.WORKER, core.zone, at)
        holders = _holders(core, tx, Role.WORKER, incident, visit, at)
        tx.add_notifications(
            _row(core, INCIDENT, incident.id, alarm, one, RINGING, at, note=note)
            for one in holders
            if one.role is Role.WORKER
        )


def _waits_for_the_end(tx: Transaction, incident: Incident, visit: Visit, at: datetime) -> bool:
    """Whether the worker is still on the visit on which they called: who is beside them may not read of it (law 7)."""
    own = (one for each in tx.watched_under(visit.worker, [visit.event_id]) for one in each.deadlines)
    ends = [each for each in own if each.visit_id == visit.id and each.kind is DeadlineKind.VISIT_END]
    return incident.kind.calls and visit.start <= at and any(map(may_wait, ends))


def _tell_of(
    core: Core,
    tx: Transaction,
    incident: Incident,
    due: Sequence[DueAct],
    visit: Visit,
    deadline: Deadline,
    at: datetime,
) -> None:
    """Tell the line manager or the duty manager, and each who has something to do, once: what happened and is due."""
    told = _first(core, tx, WHO_MANAGES, visit, at, urgent=True)
    for role in dict.fromkeys(each.role for each in due):
        told += [one for one in _holders(core, tx, role, incident, visit, at) if one.role is role or not told]
    rows = {
        one.person.id: _row(
            core, INCIDENT, incident.id, deadline, one, RINGING, at,
            note=what_is_due(incident, due, one.role, core.zone, at),
        )
        for one in reversed(told)
        if one.role is not Role.WORKER or not _waits_for_the_end(tx, incident, visit, at)
    }  # fmt: skip
    tx.add_notifications(with_mail_beside(reversed(rows.values()), tx.people(), at, ready=core.ready))


def _tell_overdue(core: Core, tx: Transaction, incident: Incident, due: Sequence[DueAct], at: datetime) -> None:
    visit, deadline = tx.visit(incident.visit_id), tx.deadline(incident.deadline_id)
    if visit is not None and _waits_for_the_end(tx, incident, visit, at):
        due = [each for each in due if each.role is not Role.WORKER]  # asked again at the next look
    if visit is not None and deadline is not None and due:
        owed: dict[str, tuple[Recipient, list[DueAct]]] = {}
        for each in due:
            for one in _holders(core, tx, each.role, incident, visit, at):
                owed.setdefault(one.person.id, (one, []))[1].append(each)
        numbers = "+".join(str(each.number) for each in due)
        rows = [
            _row(
                core, OVERDUE, f"{incident.id}:{numbers}", deadline, one, RINGING, at,
                note=what_is_overdue(incident, acts, one.role, core.zone, at),
            )
            for one, acts in owed.values()
        ]  # fmt: skip
        tx.add_notifications(with_mail_beside(rows, tx.people(), at, ready=core.ready))
    told = [told_overdue(incident, each, at) for each in due]
    tx.put_due_acts(each for each, _ in told)
    tx.add_acts(line for _, line in told)


def _holders(
    core: Core, tx: Transaction, role: Role, incident: Incident, visit: Visit, at: datetime
) -> list[Recipient]:
    """Who is to do an act: the worker themself only where no device of theirs may be watched by somebody (law 7)."""
    hidden = incident.kind is IncidentKind.DURESS or is_unbelieved(visit)
    alarm = tx.deadline(incident.deadline_id)
    hidden = hidden or (incident.kind.calls and alarm is not None and alarm.is_open)
    if role is Role.WORKER and hidden:
        return _first(core, tx, WHO_MANAGES, visit, at)
    return list(whom_to_tell((role,), visit, tx.people(), at, channels=RINGING, ready=core.ready).recipients)


def _first(
    core: Core, tx: Transaction, roles: tuple[Role, ...], visit: Visit, at: datetime, *, urgent: bool = False
) -> list[Recipient]:
    """The first of these roles who is at work; else the first who can be reached at all; nobody where nobody can.

    What is urgent goes, where nobody of them is at work, to the out-of-hours contact too.
    """
    told = whom_to_tell(roles, visit, tx.people(), at, channels=MAIL_FIRST, ready=core.ready, stand_ins=urgent)
    away = {each.person.id for each in told.passed_over}
    at_work = [each for each in told.recipients if each.person.id not in away and each.role in roles]
    mine = [each for each in told.recipients if each.role in roles]
    if at_work or not urgent:
        return (at_work or mine)[:1]
    return [each for each in told.recipients if each.role not in roles] + mine[:1]


def _pass_on(core: Core, tx: Transaction, passed: ToPass, at: datetime) -> None:
    channels = MAIL_FIRST if passed.name in (COMPLETED, GOING_HOME) else RINGING
    rows = [
        _row(core, passed.name, "", passed.deadline, one, channels, at)
        for one in _first(core, tx, passed.roles, passed.visit, at, urgent=passed.name == ADVICE)
    ]
    if new := tx.add_notifications(with_mail_beside(rows, tx.people(), at, ready=core.ready)):
        to = (("to", each.recipient) for each in new)
        tx.add_acts(
            [Act(at=at, what=f"passed-on-{passed.name}", visit_id=passed.visit.id, deadline_id=passed.deadline.id,
                 details=tuple(to))]
        )  # fmt: skip


def _row(
    core: Core,
    name: str,
    about: str,
    deadline: Deadline,
    one: Recipient,
    channels: tuple[Channel, ...],
    at: datetime,
    *,
    note: str = "",
) -> Notification:
    channel = next(iter(usable(one.person, channels, core.ready)), Channel.MAIL)
    return Notification(
        id=notification_key(deadline.id, f"{name}:{about}", deadline.round, one.person.id, channel),
        deadline_id=deadline.id,
        step=name,
        round=deadline.round,
        recipient=one.person.id,
        channel=channel,
        role=one.role,
        ask=Ask.KNOW,
        lane=Lane.STAND_DOWN,
        due=at,
        recorded=at,
        token=random_word(),
        note=note,
    )
