"""Letters and declarations to rows and back."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from calsync.domain.model import utc
from calsync.domain.model.letters import Declaration, Declared, Letter, LetterKind, LetterState, Listed
from calsync.store.rows.row import Row


def letter_row(letter: Letter) -> dict[str, Any]:
    """The letter's columns, without its lease."""
    return {
        "id": letter.id,
        "kind": letter.kind.value,
        "day": letter.day.isoformat(),
        "recipient": letter.recipient,
        "part": letter.part,
        "due": letter.due,
        "recorded": letter.recorded,
        "token": letter.token,
        "state": letter.state.value,
        "attempts": letter.attempts,
        "not_before": letter.not_before,
        "settled": letter.settled,
        "listed": json.dumps(
            [[each.visit_id, each.start.isoformat(), each.end.isoformat(), each.about] for each in letter.listed]
        ),
        "message_id": letter.message_id,
        "conversation_id": letter.conversation_id,
        "last_error": letter.last_error,
        "about": letter.about,
    }


def letter_of(row: Row) -> Letter:
    """The letter in a row. Raises ValueError when it can't be understood."""
    values = dict(row)
    del values["fence"], values["leased_until"]
    listed = tuple(
        Listed(
            visit_id=str(visit),
            start=utc(datetime.fromisoformat(start)),
            end=utc(datetime.fromisoformat(end)),
            about=str(about),
        )
        for visit, start, end, about in json.loads(values["listed"])
    )
    return Letter(
        **values
        | {
            "kind": LetterKind(values["kind"]),
            "day": date.fromisoformat(values["day"]),
            "state": LetterState(values["state"]),
            "listed": listed,
        }
    )


def declaration_row(declaration: Declaration) -> dict[str, Any]:
    """The declaration's columns."""
    return {
        "id": declaration.id,
        "who": declaration.who,
        "what": declaration.what.value,
        "about": declaration.about,
        "at": declaration.at,
    }


def declaration_of(row: Row) -> Declaration:
    """The declaration in a row."""
    return Declaration(**dict(row) | {"what": Declared(row["what"])})
