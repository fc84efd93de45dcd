"""Times, and who a person is: what every other noun is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

PersonId = str
"""A person is their Entra object id: it survives marriages, renames and new addresses."""


def utc(moment: datetime) -> datetime:
    """`moment`, or ValueError if it carries no zone or another one than UTC: such times stop at the border."""
    if moment.tzinfo is not UTC and moment.utcoffset() != timedelta(0):
        raise ValueError(f"{moment!r} is not an aware time in UTC")
    return moment
