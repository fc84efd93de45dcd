"""Working hours and office hours as JSON text, and back."""

from __future__ import annotations

import json
from datetime import date, time
from functools import lru_cache
from typing import Any

from calsync.domain.model import OfficeHours, WorkingHours
from calsync.store.steps import dump


def dump_hours(hours: WorkingHours | None) -> str | None:
    """The hours as JSON text; None for somebody always at work."""
    return None if hours is None else dump(_values(hours))


def load_hours(text: str | None) -> WorkingHours | None:
    """The hours of that JSON text; ValueError, KeyError or TypeError when they can't be understood."""
    return None if text is None else _hours(json.loads(text))


def dump_office(office: OfficeHours | None) -> str | None:
    """The office hours as JSON text; None where there are none."""
    if office is None:
        return None
    return dump({"hours": _values(office.hours), "holidays": sorted(each.isoformat() for each in office.holidays)})


# The same few office hours stand in every deadline, so each text is understood once.
@lru_cache(maxsize=512)
def load_office(text: str | None) -> OfficeHours | None:
    """The office hours of that JSON text; ValueError when they can't be understood."""
    if text is None:
        return None
    try:
        values = json.loads(text)
        return OfficeHours(
            hours=_hours(values["hours"]), holidays=frozenset(date.fromisoformat(each) for each in values["holidays"])
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the office hours can't be understood ({type(error).__name__}: {error})") from error


def _values(hours: WorkingHours) -> dict[str, Any]:
    return {
        "days": sorted(hours.days),
        "start": hours.start.isoformat(),
        "end": hours.end.isoformat(),
        "zone": hours.zone,
    }


def _hours(values: dict[str, Any]) -> WorkingHours:
    return WorkingHours(
        days=frozenset(values["days"]),
        start=time.fromisoformat(values["start"]),
        end=time.fromisoformat(values["end"]),
        zone=values["zone"],
    )
