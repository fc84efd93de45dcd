"""Whether a visit that two should make would be made by one."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.before.sight import Second, Sight

LONG_ENOUGH = timedelta(minutes=30)
"""So close to the start a second worker of whom nothing is known counts as not proven: doubt is not safety."""
FLAGGED = (
    "An incident at this place is not settled: nobody goes there alone until a manager has closed it. Take a second "
    "worker along, or ring your line manager before you go."
)
FLAGGED_BY_OWN = (
    "An incident of this worker at this place is not settled: nobody goes there alone until a manager has closed it. "
    "Find a second worker, or another time."
)
"""The same where it happened to the visit's own worker, whom it is never told (law 7)."""


def alone_now(sight: Sight, *, close: bool) -> str:
    """That no second worker is proven shortly before a visit that needs two; empty when one is (AH5, AH7, CO2).

    `close`: it begins so soon that what is not known counts as not proven.
    """
    match sight.second:
        case Second.PROVEN:
            return ""
        case Second.AWAY:
            return "It needs two workers, and the colleague who agreed to come is away: nobody should go alone."
        case Second.UNKNOWN if not close:
            return ""
        case _:
            return (
                "It needs two workers, and no colleague who accepted it has it in their own diary: nobody should go "
                "alone."
            )


def flagged_place(sight: Sight) -> str:
    """That an incident at the place is open, and no second worker is proven; empty otherwise (AH16)."""
    if not sight.flagged or sight.second is Second.PROVEN:
        return ""
    return FLAGGED_BY_OWN if sight.flagged_by_own else FLAGGED
