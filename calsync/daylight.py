"""When the sun sets, by the `astral` library: the one place that asks it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from astral import Observer
from astral.sun import sunset as _sunset


def sunset(north: float, east: float, day: date) -> datetime | None:
    """The moment of sunset on that day, in UTC; None where the sun does not set on it."""
    try:
        return _sunset(Observer(latitude=north, longitude=east), date=day, tzinfo=UTC).astimezone(UTC)
    except ValueError:
        return None
