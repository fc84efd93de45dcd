"""What an entry itself lacks, or when it was made: the telephone, the way there, who is at a venue, made too late."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from calsync.domain.before.sight import Sight
from calsync.domain.classify import same_place
from calsync.domain.model import Series, VisitKind, VisitState

ASSESSED = "risk-assessed"
"""The flag by which an entry says that its risk was assessed."""
BY_BUS = "public-transport"
PLACE_KINDS = ("no-address", "unclear-place")
"""The kinds of `domain/missing.py` that are about the address."""


def address(sight: Sight) -> str:
    """What is wrong with its address; empty when one could find its door."""
    return next((sight.lacking[kind] for kind in PLACE_KINDS if kind in sight.lacking), "")


def telephone(sight: Sight) -> str:
    """That it has no telephone number; empty when it has one."""
    if sight.said.phone:
        return ""
    return "It has no telephone number: write the household's number into its location or subject."


def venue(sight: Sight) -> str:
    """That nobody can be rung at another venue; empty for a home, and where a number is given (CO22)."""
    if sight.visit.kind is VisitKind.HOME or sight.said.phone:
        return ""
    return (
        "It is at another venue, and the entry names nobody there who can be rung: write the number of somebody who "
        "is present into its location or subject."
    )


def public_transport(sight: Sight) -> str:
    """That the way by bus or train was not assessed; empty for every other way (CO26)."""
    if BY_BUS not in sight.visit.flags or ASSESSED in sight.visit.flags:
        return ""
    return (
        "It is reached by public transport, and the risk of the way was not marked as assessed: assess it and mark the "
        'entry "Risk assessed", or meet in a public place, or go in twos.'
    )


def unplanned(sight: Sight) -> str:
    """That it was made shortly before it begins; empty when it was planned, or nobody knows when it was made."""
    visit = sight.visit
    if "unplanned" in visit.flags:
        return "It is marked as an unplanned visit."
    if visit.created is None or visit.created > visit.start or visit.start - visit.created >= sight.checks.made_before:
        return ""
    return f"It was entered {_minutes(visit.start - visit.created)} before it begins."


def reporting_in(sight: Sight) -> str:
    """That the worker goes there before reporting in, and it was not in the diary the evening before (RO16)."""
    visit, checks = sight.visit, sight.checks
    if visit.created is None or sight.before or not _first_thing(sight):
        return ""
    local = sight.local(visit.start)
    day_before = local.date() - timedelta(days=1)
    by = datetime.combine(day_before, checks.logged_by, local.tzinfo).astimezone(UTC)
    if visit.created <= by:
        return ""
    return (
        f"The worker goes there before reporting in, and it was not in the diary by {checks.logged_by:%H:%M} the day "
        "before: make sure that somebody knows of it."
    )


def _first_thing(sight: Sight) -> bool:
    """Whether it begins before the worker's day does, or so soon after that they can't have come in."""
    hours = sight.worker.hours or sight.office.hours
    start = sight.local(sight.visit.start)
    begins = datetime.combine(start.date(), hours.start, start.tzinfo)
    return start < begins + sight.checks.first_thing and start.time() < time(12)


def changed_today(sight: Sight) -> str:
    """That its time or place was changed on its own day; empty when it was not (CO15)."""
    changed = sight.changed
    if changed is None or sight.local(changed).date() != sight.local(sight.visit.start).date():
        return ""
    return f"Its time or place was changed today, seen at {sight.local(changed):%H:%M}."


def series_changed(sight: Sight) -> str:
    """That one date of a series was moved or taken out; empty for every other (CO14)."""
    visit = sight.visit
    if visit.series is Series.SINGLE:
        return ""
    if visit.state is VisitState.CANCELLED:
        return "This date of a series was taken out of the diary."
    if visit.series is Series.EXCEPTION or sight.changed is not None:
        return "This date of a series does not stand as it was planned: its time or place was changed."
    return ""


def travel(sight: Sight) -> str:
    """That there is no time for the way from the visit before; empty where there is, or no way (CL18)."""
    if words := sight.lacking.get("impossible-travel", ""):
        return words
    visit = sight.visit
    for other in sight.before:
        gap = visit.start - other.end
        here, there = visit.place, other.place
        if not (here.is_address and there.is_address) or same_place(here, there):
            continue
        if timedelta(0) <= gap < sight.checks.way:
            return (
                f"It begins {_minutes(gap)} after another visit at another address ends: leave at least "
                f"{_minutes(sight.checks.way)} for the way."
            )
    return ""


def risk_unmarked(sight: Sight) -> bool:
    """Whether nothing in the entry says that its risk was assessed (AH6, AH8, BX1, RO6)."""
    return ASSESSED not in sight.visit.flags


def _minutes(length: timedelta) -> str:
    whole = round(length.total_seconds() / 60)
    return "1 minute" if whole == 1 else f"{whole} minutes"
