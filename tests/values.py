"""Single values of the house, for rules that are tried by themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calsync.domain.deadlines import plan
from calsync.domain.model import Deadline, Visit, VisitState
from calsync.parsers.location import read_place
from tests.house import CLARENDON, ELM_ROAD, clock


def a_visit(**changes: Any) -> Visit:
    """Sam's visit of 13:00 to 14:00, begun."""
    values: dict[str, Any] = {
        "id": "v1",
        "worker": "sam",
        "event_id": "e1",
        "start": clock("13:00"),
        "end": clock("14:00"),
        "state": VisitState.BEGUN,
        "matched_by": "location",
        "reasons": (),
        "subject": "Home visit: Mrs Whitcombe",
        "place": read_place(ELM_ROAD),
        "first_seen": clock("09:00"),
        "last_seen": clock("09:00"),
    }
    return Visit(**{**values, **changes})


def a_deadline(**changes: Any) -> Deadline:
    """Its deadline at 14:00, with Clarendon's ladder."""
    (deadline,) = plan(a_visit(), CLARENDON)
    return replace(deadline, **changes)
