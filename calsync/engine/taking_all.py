"""Several answers of one mail -> each taken by itself."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.model import Answer
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import log


def take_verdicts(answering: Answering, said: Sequence[Answer]) -> bool:
    """Whether any of them is new."""
    new = False
    for each in said:
        outcome = answering.answer(each)
        if outcome is TAKEN_BEFORE:
            continue
        new = True
        log.info("mail %s was taken as %s: %s", each.id[-12:], each.kind, outcome.took_as)
    return new
