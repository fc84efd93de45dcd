"""A concern's words -> how the visit's own worker reads them: as "you", and what is theirs to do about it."""

from __future__ import annotations

from calsync.domain.before.asking import COMPANY, DENIED, UNSAID
from calsync.domain.coverage import NOBODY_THERE, STILL_NOBODY
from calsync.domain.coverage_wording import TO_WORKER
from calsync.domain.model import Concern
from calsync.domain.model.checks import Check

_WHOLE = {
    UNSAID[Check.APPROVAL]: "You are to make it alone, and your line manager has not approved that.",
    UNSAID[Check.DISCUSSED]: "Your line manager has not said that you two have talked it over: speak to them first.",
    UNSAID[Check.CONFIRMED]: (
        "You have not said yet that you know what there is to know, and are happy to go: answer the mail that asks you."
    ),
    DENIED[Check.APPROVAL]: "Your line manager has not approved that you make it alone.",
    DENIED[Check.RISK_ASSESSMENT]: "Your line manager says that its risk was not assessed yet.",
    DENIED[Check.DISCUSSED]: "Your line manager says that you two have not talked it over yet.",
    DENIED[Check.CONFIRMED]: "You have said that you are not happy to go.",
    COMPANY: "You have asked for company.",
}
_PARTS = (
    ("The worker goes there", "You go there"),
    ("another visit of the same worker", "another visit of yours"),
)
_NOBODY = (NOBODY_THERE, STILL_NOBODY)
_NOTED = frozenset({*_NOBODY, *(check.value for check in Check if check.asks)})


def as_worker(words: str) -> str:
    """The words of a concern as its own worker reads them; as they are where they speak of the entry alone."""
    if words in _WHOLE:
        return _WHOLE[words]
    for theirs, yours in _PARTS:
        words = words.replace(theirs, yours)
    return words


def words_to_worker(concern: Concern) -> str:
    """A concern about a worker's own visit, as they read it."""
    return TO_WORKER if concern.kind in _NOBODY else as_worker(concern.words)


def is_to_mend(concern: Concern) -> bool:
    """Whether its entry is to be mended; what somebody has said, or has not, is only to be known."""
    return concern.kind not in _NOTED
