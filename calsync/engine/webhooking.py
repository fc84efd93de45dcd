"""A step that says `webhook` -> one row beside those to its people, and the JSON that it posts.

It has no person as its recipient: nobody was told by it, so it stands in for nobody, and nothing waits for it. It goes
once a step and not once a person. It says the least (law 15): ids, times, and which step of the policy was taken. Who
the worker is, whoever reads it looks up by their id; nothing in it tells of anybody visited.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.drills import is_drill
from calsync.domain.escalation import StepDue
from calsync.domain.keys import notification_key
from calsync.domain.model import Ask, Channel, Deadline, Lane, Notification, NotificationState, Role, Step
from calsync.domain.questions import asks_whether
from calsync.domain.scene import Scene
from calsync.engine.untried import random_word
from calsync.errors import DeliveryFailed
from calsync.ports import Message

RECIPIENT = "webhook"


def recipient(deadline_id: str) -> str:
    """In whose name the rows of a deadline stand: of no other's, since what one is told is folded together."""
    return f"{RECIPIENT} {deadline_id}"


def posted(
    deadline: Deadline, due: Iterable[StepDue], at: datetime, *, ready: frozenset[Channel]
) -> tuple[Notification, ...]:
    """The row of the newest step due that is to be posted; empty where none is.

    What is asked of an owner alone is not, nor anything of what may be no visit: of that nobody else hears (law 16).
    """
    if Channel.WEBHOOK not in ready or asks_whether(deadline):
        return ()
    for each in reversed(list(due)):
        if Channel.WEBHOOK in each.step.channels and each.only is None:
            lane = Lane.REMINDER if each.step.to_worker else Lane.ALARM
            return (_row(deadline, str(each.number), each.round, each.step, lane, each.due, at, repeat=each.repeat),)
    return ()


def stood_down(name: str, deadline: Deadline, told: Sequence[Notification], at: datetime) -> tuple[Notification, ...]:
    """The row that tells the webhook that it is over, where it was told of the alarm; else empty."""
    before = [each for each in told if each.channel is Channel.WEBHOOK and each.state is NotificationState.SENT]
    if name != STOOD_DOWN or not before:
        return ()
    step = deadline.steps[int(before[-1].step) - 1] if before[-1].step.isdigit() else deadline.steps[-1]
    return (_row(deadline, name, deadline.round, step, Lane.STAND_DOWN, at, at, repeat=False, ask=Ask.KNOW),)


def _row(
    deadline: Deadline,
    name: str,
    round_: int,
    step: Step,
    lane: Lane,
    due: datetime,
    at: datetime,
    *,
    repeat: bool,
    ask: Ask | None = None,
) -> Notification:
    whose = recipient(deadline.id)
    return Notification(
        id=notification_key(deadline.id, name, round_, whose, Channel.WEBHOOK),
        deadline_id=deadline.id,
        step=name,
        round=round_,
        recipient=whose,
        channel=Channel.WEBHOOK,
        role=step.roles[0],
        ask=ask or step.ask,
        lane=lane,
        due=due,
        recorded=at,
        token=random_word(),
        repeat=repeat,
    )


def webhook_message(row: Notification, scene: Scene) -> Message:
    """The row as it is posted. Raises DeliveryFailed, for good, for a row that stands in a person's name."""
    if row.recipient != recipient(row.deadline_id):
        raise DeliveryFailed("a webhook tells no person", permanent=True)
    deadline = scene.deadline
    is_step = row.step.isdigit()
    told = {
        "id": row.id,
        "event": "step" if is_step else row.step,
        "at": _z(row.recorded),
        "due": _z(row.due),
        "visit": deadline.visit_id,
        "worker": deadline.worker,
        "deadline": deadline.id,
        "deadline_kind": deadline.kind,
        "deadline_due": _z(deadline.due),
        "step": int(row.step) if is_step else None,
        "round": row.round,
        "repeat": row.repeat,
        "role": _role(row, deadline),
        "ask": row.ask,
        "lane": row.lane,
        **({"drill": True} if is_drill(scene.visit) else {}),
    }
    return Message(notification=row, address="", subject="", text=json.dumps(told))


def trial_message(at: datetime) -> bytes:
    """What `calsync doctor` posts."""
    return json.dumps({"id": f"test-{at:%Y%m%d%H%M%S}", "event": "test", "at": _z(at)}).encode()


def _role(row: Notification, deadline: Deadline) -> list[Role]:
    if not row.step.isdigit() or int(row.step) > len(deadline.steps):
        return [row.role]
    return list(deadline.steps[int(row.step) - 1].roles)


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
