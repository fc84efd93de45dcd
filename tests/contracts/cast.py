"""Sam, who visits, the visit to 14 Elm Road, and what comes of it: values for the store's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from calsync.domain.model import (
    Absence,
    Act,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    Duty,
    Hours,
    Lane,
    MailboxState,
    Notification,
    OfficeHours,
    People,
    Person,
    Place,
    PlaceKind,
    Role,
    Shift,
    Step,
    Team,
    Via,
    Visit,
    VisitState,
    WorkingHours,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ONE = NOON + 60 * MINUTE

STEPS = (
    Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, clause="4.1"),
    Step(
        after=15 * MINUTE,
        roles=(Role.LINE_MANAGER, Role.DEPUTY),
        ask=Ask.CALL_WORKER,
        channels=(Channel.TEXT, Channel.VOICE),
        every=timedelta(seconds=150.5),
        deadline=DeadlineKind.RETURN,
    ),
)

SAM = Person(
    id="sam",
    name="Sam Visits",
    mail="Sam@example.org",
    mobile="+447700900001",
    phones=("+441144960001",),
    manager="morgan",
    hours=WorkingHours(days=frozenset({0, 2, 4}), start=time(9, 30), end=time(17, 0)),
    absences=(Absence(start=NOON, end=None), Absence(start=NOON, end=NOON + MINUTE)),
    works=True,
    department="Family support",
    contacts=((Role.NAMED_COLLEAGUE, ("dee",)), (Role.BUDDY, ("dee", "morgan"))),
    lives_alone=True,
    home_phone="+441144960002",
    home_address="3 High Street, Leeds",
    vehicle="blue hatchback, AB12 CDE",
)
MORGAN = Person(id="morgan", name="Morgan Manages", mail="morgan@example.org")
DEE = Person(id="dee", name="Dee Deputises")
EVERYBODY = People(
    persons=(SAM, MORGAN, DEE),
    roles=((Role.DEPUTY, ("dee",)), (Role.LINE_MANAGER, ("morgan",)), (Role.BUDDY, ())),
    teams=(Team(name="Family support", roles=((Role.BUDDY, ("dee",)), (Role.ADMIN, ()))), Team(name="Outreach")),
    shifts=(
        Shift(role=Role.OUT_OF_HOURS, person="dee", hours=Hours.OUT),
        Shift(role=Role.BUDDY, person="dee", team="family support", own=WorkingHours(start=time(18), end=time(8))),
    ),
    office=OfficeHours(hours=WorkingHours(start=time(8, 30)), holidays=frozenset({date(2026, 12, 25)})),
)
DUTIES = (
    Duty(role=Role.DUTY_MANAGER, person="dee", start=NOON, end=NOON + 60 * MINUTE, rota="rota@example.org"),
    Duty(role=Role.ADMIN, person="morgan", start=NOON, end=NOON + MINUTE, rota="rota 2", team="outreach"),
)


def visit(name: str = "v1", **changes: Any) -> Visit:
    """Sam's visit from noon to one."""
    values: dict[str, Any] = {
        "id": name,
        "worker": "sam",
        "event_id": f"event-{name}",
        "start": NOON,
        "end": NOON + 60 * MINUTE,
        "state": VisitState.BEGUN,
        "matched_by": "subject",
        "reasons": ('the subject says "home visit"',),
        "risk": True,
        "subject": "Home visit Ä — 14 Elm Road",
        "place": Place(text="14 Elm Road, S60 3AB", kind=PlaceKind.ADDRESS, postcode="S60 3AB", street="14 elm road"),
        "categories": ("Visit", "Red, dark"),
        "attendees": ("dee@example.org",),
        "created": NOON - timedelta(days=1, microseconds=1),
        "first_seen": NOON - timedelta(days=1),
        "last_seen": NOON,
    }
    return Visit(**{**values, **changes})


def deadline(name: str = "d1", **changes: Any) -> Deadline:
    """The deadline at one, whose first step is due then."""
    values: dict[str, Any] = {
        "id": name,
        "visit_id": "v1",
        "worker": "sam",
        "kind": DeadlineKind.VISIT_END,
        "due": NOON + 60 * MINUTE,
        "planned": NOON + 60 * MINUTE,
        "extension": timedelta(minutes=30, microseconds=7),
        "steps": STEPS,
        "emergency": STEPS[1:],
        "policy": "charity",
        "base": NOON + 60 * MINUTE,
        "next_step_at": NOON + 60 * MINUTE,
    }
    return Deadline(**{**values, **changes})


def message(name: str = "n1", **changes: Any) -> Notification:
    """The question to Sam at one o'clock."""
    values: dict[str, Any] = {
        "id": name,
        "deadline_id": "d1",
        "step": "1",
        "round": 0,
        "recipient": "sam",
        "channel": Channel.MAIL,
        "role": Role.WORKER,
        "ask": Ask.CHECK_IN,
        "lane": Lane.REMINDER,
        "due": NOON + 60 * MINUTE,
        "recorded": NOON + 60 * MINUTE,
        "token": f"token-{name}",
    }
    return Notification(**{**values, **changes})


def answer(name: str = "a1", **changes: Any) -> Answer:
    """Sam's "safe" at one."""
    values: dict[str, Any] = {
        "id": name,
        "who": "sam",
        "kind": AnswerKind.SAFE,
        "sent": NOON + 60 * MINUTE,
        "received": NOON + 61 * MINUTE,
        "via": Via.REPLY,
        "deadline_id": "d1",
        "leaving": True,
        "minutes": 20,
        "until": NOON + 80 * MINUTE,
        "reason": "long talk",
        "log_number": "L-1",
        "words": "I am safe and leaving 14 Elm Road",
    }
    return Answer(**{**values, **changes})


def diary(worker: str = "sam", **changes: Any) -> MailboxState:
    """Sam's diary, to be read at noon."""
    values: dict[str, Any] = {"worker": worker, "watched_from": NOON - timedelta(days=1), "next_poll_at": NOON}
    return MailboxState(**{**values, **changes})


def act(what: str = "deadline-opened", **changes: Any) -> Act:
    """A line for the audit."""
    values: dict[str, Any] = {"at": NOON, "visit_id": "v1", "deadline_id": "d1", "details": (("step", "1"),)}
    return Act(what=what, **{**values, **changes})
