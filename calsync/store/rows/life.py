"""Answers, concerns and acts to rows and back."""

from __future__ import annotations

import json
from typing import Any

from calsync.domain.model import Act, Answer, AnswerKind, Concern, Via
from calsync.store.rows.row import Row
from calsync.store.steps import dump


def answer_row(answer: Answer) -> dict[str, Any]:
    """The answer's columns without what was written."""
    return {
        "id": answer.id,
        "deadline_id": answer.deadline_id,
        "who": answer.who,
        "kind": answer.kind.value,
        "sent": answer.sent,
        "received": answer.received,
        "via": answer.via.value,
        "leaving": answer.leaving,
        "minutes": answer.minutes,
        "until": answer.until,
        "log_number": answer.log_number,
    }


def answer_of(row: Row) -> Answer:
    """The answer in a row of both tables; where its words were erased, it has none."""
    values = dict(row)
    values["kind"] = AnswerKind(values["kind"])
    values["via"] = Via(values["via"])
    values["words"] = values["words"] or ""
    values["reason"] = values["reason"] or ""
    return Answer(**values)


def concern_row(concern: Concern) -> dict[str, Any]:
    """The concern's columns."""
    return {
        "visit_id": concern.visit_id,
        "worker": concern.worker,
        "kind": concern.kind,
        "words": concern.words,
        "raised": concern.raised,
        "cleared": concern.cleared,
    }


def concern_of(row: Row) -> Concern:
    """The concern in a row."""
    values = dict(row)
    del values["number"]
    return Concern(**values)


def act_row(act: Act) -> dict[str, Any]:
    """The columns of an act that is not sealed yet."""
    return {
        "at": act.at,
        "what": act.what,
        "who": act.who,
        "visit_id": act.visit_id,
        "deadline_id": act.deadline_id,
        "details": dump(act.details),
        "place": None,
        "seal": "",
    }


def act_of(row: Row) -> Act:
    """The act in a row."""
    return Act(
        at=row["at"],
        what=row["what"],
        who=row["who"],
        visit_id=row["visit_id"],
        deadline_id=row["deadline_id"],
        details=tuple((str(key), str(value)) for key, value in json.loads(row["details"])),
    )
