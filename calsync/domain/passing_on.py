"""An answer that ended a visit -> what of it is passed on, in which message and to which roles (law 16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.ladders import ends_day
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    DeadlineKind,
    PassOn,
    Policy,
    Role,
    Tag,
    Told,
    Visit,
    Watched,
)

COMPLETED = "completed"
GOING_HOME = "going-home"
NOT_GONE_IN = "not-gone-in"
ADVICE = "advice"
INCIDENT = "incident-told"
OVERDUE = "incident-overdue"
FAMILY = "tell-the-family"
AFTER = (COMPLETED, GOING_HOME, NOT_GONE_IN, ADVICE, INCIDENT, OVERDUE, FAMILY)
"""Names of the messages that come after a visit, or once it is off. They are owed also when its deadline is closed."""

WHO_KNOWS = (Role.NAMED_COLLEAGUE, Role.LINE_MANAGER, Role.DEPUTY, Role.BUDDY)
"""Whom a completed visit is told: the first of them who is at work."""
WHO_MANAGES = (Role.LINE_MANAGER, Role.DUTY_MANAGER, Role.DEPUTY, Role.BUDDY)
"""Who hears of the end of a working day, of an incident, and of a wish for advice: the first who is at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPass:
    """One message about a visit that is over: its name, and to the first of these roles who is at work."""

    name: str
    deadline: Deadline
    visit: Visit
    roles: tuple[Role, ...]


def to_pass_on(
    answer: Answer,
    about: tuple[Visit, Deadline],
    closed: Sequence[tuple[Visit, Deadline]],
    open_: Sequence[Watched],
    policy: Policy,
) -> tuple[ToPass, ...]:
    """What the worker's own "safe" has passed on: `about` is what it speaks of, `closed` what it closed.

    What they ask for is passed on whether or not it closed anything. Under a code word nothing is: what was said then
    is nobody's good news.
    """
    visit, deadline = about
    if answer.kind is not AnswerKind.SAFE or answer.who != visit.worker:
        return ()
    names = [name for told, name in _WISHES if told in answer.told]
    home = PassOn.GOING_HOME in policy.pass_on and Told.GOING_HOME in answer.told and not _goes_on(answer.sent, open_)
    home = home and visit.tag is not Tag.POSSIBLE
    names += [GOING_HOME] if home else []
    passed = [ToPass(name=name, deadline=deadline, visit=visit, roles=WHO_MANAGES) for name in names]
    if not home and PassOn.GOING_HOME in policy.pass_on and Told.NOT_GONE_IN not in answer.told:
        passed += _last_of_day(answer, closed, open_, policy)
    told = {each.deadline.id for each in passed if each.name == COMPLETED}
    if PassOn.COMPLETED in policy.pass_on and Told.NOT_GONE_IN not in answer.told:
        passed += [
            ToPass(name=COMPLETED, deadline=each, visit=over, roles=WHO_KNOWS)
            for over, each in closed
            # Where responders were asked they hear of the end by being stood down; one message says it of going home.
            if _is_end(each) and not each.responders_asked and not (home and over.id == visit.id)
            if each.id not in told
            if over.tag is not Tag.POSSIBLE and _matters(over, policy)
        ]
    return tuple(passed)


def _last_of_day(
    answer: Answer, closed: Sequence[tuple[Visit, Deadline]], open_: Sequence[Watched], policy: Policy
) -> list[ToPass]:
    """That the day's last visit is over, after which nobody comes back to the office, though no word was of home."""
    ends = [
        (over, each)
        for over, each in closed
        if _is_end(each) and not each.responders_asked and over.tag is not Tag.POSSIBLE and ends_day(policy, over)
    ]
    if not ends or _goes_on(answer.sent, open_):
        return []
    visit, deadline = max(ends, key=lambda each: (each[0].end, each[0].id))
    return [ToPass(name=COMPLETED, deadline=deadline, visit=visit, roles=WHO_MANAGES)]


_WISHES = ((Told.NOT_GONE_IN, NOT_GONE_IN), (Told.ADVICE, ADVICE))


def _is_end(deadline: Deadline) -> bool:
    kind, alarm = deadline.kind, deadline.alarm
    return not deadline.is_open and kind is DeadlineKind.VISIT_END and alarm is AlarmKind.SILENCE


def _matters(visit: Visit, policy: Policy) -> bool:
    """Whether the end of a visit is told in a message of its own: a risk visit, or one out of hours (law 16)."""
    return visit.risk or not policy.office.open(visit.end)


def _goes_on(sent: datetime, open_: Sequence[Watched]) -> bool:
    """Whether another visit of theirs begins later on that day: then "going home" is not the end of it."""
    later = (each for each in open_ if sent < each.visit.start and each.visit.start.date() == sent.date())
    return any(deadline.is_open for each in later for deadline in each.deadlines)
