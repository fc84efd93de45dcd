"""A unit of work that somebody comes in between is read and decided anew; after a few tries it is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from calsync.engine.trying import TRIES, tried
from calsync.errors import Conflict
from calsync.ports import Transaction
from tests.house import House


def coming_between(times: int) -> tuple[list[datetime], object]:
    """The moments of the tries, and a work that so many of them fail."""
    moments: list[datetime] = []

    def work(_: Transaction, at: datetime) -> int:
        moments.append(at)
        if len(moments) <= times:
            raise Conflict("somebody came in between")
        return len(moments)

    return moments, work


def test_what_somebody_came_in_between_is_tried_again_and_given_once_it_is_committed():
    moments, work = coming_between(TRIES - 1)
    assert tried(House().core, work, "it could not be done") == TRIES == len(moments)


def test_after_so_many_tries_it_is_told_what_could_not_be_done():
    moments, work = coming_between(TRIES)
    with pytest.raises(Conflict, match=f"it could not be done in {TRIES} tries"):
        tried(House().core, work, "it could not be done")
    assert len(moments) == TRIES


def test_what_goes_wrong_by_itself_is_tried_once():
    moments: list[datetime] = []

    def work(_: Transaction, at: datetime) -> int:
        moments.append(at)
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        tried(House().core, work, "it could not be done")
    assert len(moments) == 1
