"""A visit that somebody told of in one line of mail: what the line says, or lacks, and how the visit is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calsync.domain.classify import fold, same_place
from calsync.domain.model import Place, Visit

TOLD_BY_MAIL = "line:"
"""With what the name of its entry begins while no diary has one."""
WATCHED, WATCHED_BEFORE = "told-by-mail", "told-by-mail-before"
"""The words to its worker that it is watched, and that it was before they told of it."""
CONFIRMED = (WATCHED, WATCHED_BEFORE)


class Lack(StrEnum):
    """Why a line makes no visit."""

    NO_PLACE = "no-place"
    NO_END = "no-end"
    PAST = "past"
    TOO_LONG = "too-long"
    SEVERAL = "several"
    OTHER_DAY = "other-day"
    NO_NAME = "no-name"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneLine:
    """What the line says."""

    who: str
    """The name of who visits, as written; empty: whoever wrote it."""
    place: str
    start: datetime
    """In UTC; when it was sent, where it names no time."""
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that makes no visit, and why."""

    lack: Lack
    who: str = ""
    """The name of who visits, as far as it names one."""


def is_told_by_mail(visit: Visit) -> bool:
    """Whether a visit was told by mail and stands in no diary."""
    return visit.event_id.startswith(TOLD_BY_MAIL)


def same_door(one: Place, other: Place) -> bool:
    """Whether two places are the same door, also where one of them is written with its number last: "Elm Road 12"."""
    return same_place(one, other) or _number_last(one, other) or _number_last(other, one)


def _number_last(known: Place, written: Place) -> bool:
    """Whether the street and number of one place stand in the other's words the other way round."""
    number, _, street = fold(known.street).partition(" ")
    apart = known.postcode and written.postcode and known.postcode != written.postcode
    if written.street or apart or not street or not number[:1].isdigit():
        return False
    words = " ".join(re.findall(r"[^\W_]+", fold(written.text)))
    return f" {street} {number} " in f" {words} "
