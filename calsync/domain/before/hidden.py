"""Concerns that nothing sent to a visit's own worker may say: a code word was understood, they would show (law 7)."""

from __future__ import annotations

from collections.abc import Iterable

from calsync.domain.before.asking import NOT_BELIEVED
from calsync.domain.before.company import FLAGGED_BY_OWN
from calsync.domain.before.to_worker import words_to_worker
from calsync.domain.model import Concern, PersonId

_NEVER_TOLD = (FLAGGED_BY_OWN, NOT_BELIEVED)


def words_for(reader: PersonId, concerns: Iterable[Concern]) -> list[str]:
    """The words of these concerns as this reader may have them, who may be the worker themselves."""
    theirs = told_to(reader, concerns)
    return [words_to_worker(each) if each.worker == reader else each.words for each in theirs]


def told_to(reader: PersonId, concerns: Iterable[Concern]) -> list[Concern]:
    """Those of these concerns that this reader may have."""
    return [each for each in concerns if each.worker != reader or each.words not in _NEVER_TOLD]
