"""The messages before a visit: how they are named, so that an answer finds its question.

They hang on no deadline's ladder: what was asked before a visit is nothing that was tried when somebody is late. Their
rows stand under a name of their own, made of the visit and the check.
"""

from __future__ import annotations

from calsync.domain.keys import deadline_key
from calsync.domain.model import DeadlineKind, Notification
from calsync.domain.model.checks import Check

ASK, REMIND, BACK, CONCERN = "ask", "remind", "ask-back", "concern"
"""A question; the same once more; asked back, since the answer was not clear; something that can't wait."""
_BETWEEN = ".before."


def about(visit_id: str, check: Check) -> str:
    """What stands in a message in the place of a deadline's id."""
    return f"{visit_id}{_BETWEEN}{check}"


def questions_about(visit_id: str) -> tuple[str, ...]:
    """What stands in the place of a deadline's id in all questions about a visit."""
    return tuple(about(visit_id, check) for check in Check if check.asks)


def is_before(row: Notification) -> bool:
    """Whether a message is one of those before a visit."""
    return _BETWEEN in row.deadline_id


def visit_of(row: Notification) -> str:
    """The id of the visit that such a message is about."""
    return row.deadline_id.partition(_BETWEEN)[0]


def check_of(row: Notification) -> Check:
    """What such a message is about."""
    return Check(row.deadline_id.partition(_BETWEEN)[2])


def deadline_of(row: Notification) -> str:
    """The id of the deadline whose visit a message is about, whichever kind of message it is."""
    return deadline_key(visit_of(row), DeadlineKind.VISIT_END) if is_before(row) else row.deadline_id
