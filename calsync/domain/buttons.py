"""A button of a worker's page -> the answer that it gives: the same as its words would in a reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import Answer, AnswerKind, Ask, Deadline, DeadlineKind, Notification, Tag, Told, Via, Visit


class Button(StrEnum):
    """What a worker can say by one press."""

    LEFT = "left"
    LEFT_HOME = "left-going-home"
    BACK = "back"
    GOING_HOME = "going-home"
    HOME = "home"
    WELL = "well"
    MORE_15 = "more-15"
    MORE_30 = "more-30"
    MORE_60 = "more-60"
    NOBODY_HOME = "nobody-home"
    NOT_HELD = "not-held"
    HAPPENED = "happened"
    IS_VISIT = "is-visit"
    NO_VISIT = "no-visit"
    CALL_ME = "call-me"
    HELP = "help"


MORE = {Button.MORE_15: 15, Button.MORE_30: 30, Button.MORE_60: 60}
CALLS = frozenset({Button.CALL_ME, Button.HELP})
"""They are taken whatever becomes of the deadline: a call for help is never dropped."""
VERDICTS = frozenset({Button.IS_VISIT, Button.NO_VISIT})


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: AnswerKind
    words: str
    """What is kept of the press, and shown to responders."""
    facts: Mapping[str, Any]


_SAFE, _HELP = AnswerKind.SAFE, AnswerKind.HELP
MEANINGS: Mapping[Button, _Meaning] = {
    Button.LEFT: _Meaning(_SAFE, "I have left and I am safe.", {"leaving": True}),
    Button.LEFT_HOME: _Meaning(
        _SAFE,
        "I have left and I am safe. I am going home.",
        {"leaving": True, "back": True, "told": (Told.GOING_HOME,)},
    ),
    Button.BACK: _Meaning(_SAFE, "I am back and I am safe.", {"leaving": True, "back": True}),
    Button.GOING_HOME: _Meaning(
        _SAFE, "I have finished, and I am going home.", {"leaving": True, "back": True, "told": (Told.GOING_HOME,)}
    ),
    Button.HOME: _Meaning(
        _SAFE,
        "I am at home and I am safe.",
        {"leaving": True, "back": True, "home": True, "told": (Told.GOING_HOME,)},
    ),
    Button.WELL: _Meaning(AnswerKind.CONTACT, "Still here, all fine.", {}),
    **{
        each: _Meaning(AnswerKind.EXTEND, f"Safe, still here: {minutes} more minutes.", {"minutes": minutes})
        for each, minutes in MORE.items()
    },
    Button.NOBODY_HOME: _Meaning(_SAFE, "No one home.", {"leaving": True, "told": (Told.NOBODY_HOME,)}),
    Button.NOT_HELD: _Meaning(_SAFE, "I did not go in.", {"leaving": True, "told": (Told.NOT_GONE_IN,)}),
    Button.HAPPENED: _Meaning(_SAFE, "Safe, but something happened.", {"told": (Told.INCIDENT,)}),
    Button.IS_VISIT: _Meaning(AnswerKind.VISIT, "It is a visit.", {}),
    Button.NO_VISIT: _Meaning(AnswerKind.NOT_VISIT, "It is not a visit.", {}),
    Button.CALL_ME: _Meaning(_HELP, "Call me.", {}),
    Button.HELP: _Meaning(_HELP, "I need help.", {}),
}

_END = (Button.LEFT, Button.LEFT_HOME, *MORE, Button.NOBODY_HOME, Button.NOT_HELD, Button.HAPPENED)
_BY_KIND: Mapping[DeadlineKind, tuple[Button, ...]] = {
    DeadlineKind.VISIT_END: _END,
    DeadlineKind.RETURN: (Button.BACK, Button.GOING_HOME, *MORE, Button.HAPPENED),
    DeadlineKind.HOME_SAFE: (Button.HOME, *MORE, Button.HAPPENED),
    DeadlineKind.INTERVAL: (Button.WELL, Button.LEFT, Button.LEFT_HOME, *MORE, Button.HAPPENED),
}


def buttons_for(
    row: Notification, deadline: Deadline, visit: Visit, at: datetime, *, reads_otherwise: bool = False
) -> tuple[Button, ...]:
    """What can be pressed, in the order of the page: what fits the deadline, and the two calls always.

    `reads_otherwise`: the entry says something else by now than when it was asked about; then nobody can call it none.
    """
    if not deadline.is_open:
        return (Button.CALL_ME, Button.HELP)
    if visit.tag is Tag.POSSIBLE:
        none = () if reads_otherwise else (Button.NO_VISIT,)
        only_whether = row.ask is Ask.IS_IT_A_VISIT or at < visit.end
        about = (Button.IS_VISIT, *none) if only_whether and at < visit.end else (*_END, *none)
    elif at < visit.start and deadline.kind is not DeadlineKind.HOME_SAFE:
        about = ()  # nobody has left what has not begun (law 6)
    else:
        about = _BY_KIND[deadline.kind]
    if deadline.late_entry:
        about = tuple(each for each in about if each not in MORE)
    return (*about, Button.CALL_ME, Button.HELP)


def answer_by_link(
    button: Button, *, answer_id: str, row: Notification, deadline: Deadline, at: datetime, words: str = ""
) -> Answer:
    """The answer that a press gives, plainly: what a PIN makes of it comes after."""
    meaning = MEANINGS[button]
    changed = row.step == DIARY_CHANGED and meaning.kind is AnswerKind.SAFE
    return Answer(
        id=answer_id,
        who=deadline.worker,
        kind=meaning.kind,
        sent=at,
        received=at,
        via=Via.LINK,
        deadline_id=deadline.id,
        words=words or meaning.words,
        # "Are you not going, or have you finished?" asks of this visit alone.
        finished=changed,
        alone=changed and button is Button.NOT_HELD,
        **meaning.facts,
    )
