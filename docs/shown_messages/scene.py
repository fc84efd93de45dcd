"""One visit of Sam's, with the people around it: what every message of the page is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from calsync.domain.deadlines import plan
from calsync.domain.model import (
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Deadline,
    Lane,
    Notification,
    NotificationState,
    People,
    Person,
    Place,
    Role,
    Tag,
    Via,
    Visit,
    VisitState,
)
from calsync.domain.scene import Scene
from calsync.domain.wording import compose
from calsync.policies.loader import load

ZONE = "Europe/London"
WORD = "K7QMWX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message of the page."""

    name: str
    subject: str = ""
    """Empty for a text message."""
    text: str


def at(clock: str, day: int = 1) -> datetime:
    return datetime.fromisoformat(f"2026-12-0{day}T{clock}").replace(tzinfo=UTC)


POLICY = load(str(files("calsync.demo").joinpath("clarendon_by_mail.toml")))
SAM = Person(id="sam", name="Sam Visits", mail="sam@example.org", mobile="07700 900101", manager="morgan", works=True)
MORGAN = Person(id="morgan", name="Morgan Manages", mail="morgan@example.org", mobile="07700 900102")
DEE = Person(id="dee", name="Dee Deputises", mail="dee@example.org", mobile="07700 900103")
PEOPLE = People(
    persons=(SAM, MORGAN, DEE),
    roles=((Role.LINE_MANAGER, ("morgan",)), (Role.DEPUTY, ("dee",)), (Role.ADMIN, ("dee",))),
)
VISIT = Visit(
    id="v1",
    worker="sam",
    event_id="e1",
    start=at("20:00"),
    end=at("21:00"),
    state=VisitState.BEGUN,
    matched_by="location",
    reasons=("The place is a street address.",),
    subject="Home visit: Mrs Whitcombe",
    place=Place(text="14 Elm Road, Rotherham S60 3AB"),
    first_seen=at("09:00"),
    last_seen=at("20:50"),
)
POSSIBLE = replace(VISIT, tag=Tag.POSSIBLE)
(DEADLINE,) = plan(VISIT, POLICY)


def a_row(step: str, role: Role, ask: Ask, recorded: str = "21:10", **changes: Any) -> Notification:
    row = Notification(
        id="n1", deadline_id=DEADLINE.id, step=step, round=0, recipient="sam" if role is Role.WORKER else "morgan",
        channel=Channel.MAIL, role=role, ask=ask, lane=Lane.ALARM, due=at(recorded), recorded=at(recorded),
        token=WORD,
    )  # fmt: skip
    return replace(row, **changes)


def a_scene(deadline: Deadline = DEADLINE, **changes: Any) -> Scene:
    asked = a_row("1", Role.WORKER, Ask.CHECK_IN, "21:00", state=NotificationState.SENT, sent=at("21:00"))
    values: dict[str, Any] = {
        "deadline": deadline, "visit": VISIT, "people": PEOPLE, "agencies": POLICY.agencies, "told": (asked,),
        "answers": (
            Answer(id="a", who="sam", kind=AnswerKind.CONTACT, via=Via.REPLY, words="still here", sent=at("20:40"),
                   received=at("20:40")),
        ),
        "code_questions": POLICY.code_questions, "by_mail": True,
    }  # fmt: skip
    return Scene(**{**values, **changes})


def a_mail(name: str, row: Notification, scene: Scene | None = None) -> Shown:
    subject, text = compose(row, scene or a_scene())
    return Shown(name=name, subject=subject, text=text)


def a_message(name: str, told: tuple[str, str]) -> Shown:
    return Shown(name=name, subject=told[0], text=told[1])
