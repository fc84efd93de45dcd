"""What a message is composed of: a row, and all that it may speak of."""

from __future__ import annotations

from typing import Any

from calsync.domain.escalation import advance
from calsync.domain.model import Ask, Channel, Deadline, Lane, Notification, Role
from calsync.domain.scene import Scene
from tests.house import CAST, CLARENDON, clock
from tests.values import a_deadline, a_visit


def a_scene(deadline: Deadline | None = None, **changes: Any) -> Scene:
    values: dict[str, Any] = {
        "deadline": deadline or a_deadline(), "visit": a_visit(), "people": CAST, "agencies": CLARENDON.agencies
    }  # fmt: skip
    return Scene(**{**values, **changes})


def a_row(
    step: str = "1", role: Role = Role.WORKER, ask: Ask = Ask.CHECK_IN, recorded: str = "14:20", **changes: Any
) -> Notification:
    values: dict[str, Any] = {
        "id": "n1",
        "deadline_id": a_deadline().id,
        "round": 0,
        "recipient": "sam" if role is Role.WORKER else "morgan",
        "channel": Channel.MAIL,
        "lane": Lane.ALARM,
        "due": clock(recorded),
        "recorded": clock(recorded),
        "token": "ABCDEF",
    }
    return Notification(step=step, role=role, ask=ask, **{**values, **changes})


TO_MANAGER = a_row("4", Role.LINE_MANAGER, Ask.INFORM_EMERGENCY_SERVICES)
TO_DEPUTY = a_row("3", Role.DEPUTY, Ask.CALL_WORKER, "14:10")
ALARM = advance(a_deadline(), clock("14:20")).deadline
