"""The [office] table of a policy file to the hours in which the office is open."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from calsync.domain.model.hours import OfficeHours, WorkingHours
from calsync.policies.fields import Table

YEARS = range(2024, 2036)
"""For which bank holidays are worked out: beyond what anybody plans, and without a clock."""


class Day(StrEnum):
    """The days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Nation(StrEnum):
    """Whose bank holidays the office keeps."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"
    NONE = "none"


SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def read_office(table: Table) -> dict[str, Any]:
    """The policy's `office`, with every problem noted: days, start, end and holidays are said, and none is guessed."""
    table.only(("days", "start", "end", "zone", "holidays"))
    table.required("days", 'on which the office is open, like days = ["mon", "tue"]')
    table.required("start", 'when it opens, like start = "08:00"')
    table.required("end", 'when it shuts, like end = "18:00"')
    table.required("holidays", f"whose bank holidays it keeps: one of {', '.join(Nation)}")
    start, end = table.clock("start"), table.clock("end")
    if start is not None and start == end:
        table.note(f"start and end are both {start:%H:%M}: an office that never shuts has no hours to tell apart")
    elif start is not None and end is not None and start > end != time(0):
        table.note(
            f"start = {start:%H:%M} is later than end = {end:%H:%M}: an office opens and shuts on the same day; "
            "were the two changed round?"
        )
    days = frozenset(list(Day).index(day) for day in table.words("days", Day))
    hours = WorkingHours(days=days, start=start or time(8), end=end or time(18), zone=_zone(table))
    return {"office": OfficeHours(hours=hours, holidays=bank_holidays(table.word("holidays", Nation, Nation.NONE)))}


def bank_holidays(nation: Nation) -> frozenset[date]:
    """The bank holidays of a nation in the years that anybody plans for; empty for none."""
    if nation is Nation.NONE:
        return frozenset()
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=YEARS))


def _zone(table: Table) -> str:
    name = table.text("zone") or "Europe/London"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.note(f"there is no time zone '{name}'; write it like zone = \"Europe/London\"")
        return "Europe/London"
    return name
