"""What a policy has looked at before a visit: which checks, from when on each counts, and whom a single message tells.

Every check is off unless the policy's file turns it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum


class Check(StrEnum):
    """One thing that is looked at before a visit. The value is also the kind of the Concern that it brings.

    In the order in which people read them: what may keep a visit from taking place comes first.
    """

    ALONE_NOW = "alone-now"
    """Two workers are needed, and close to the start no second one is proven."""
    FLAGGED_PLACE = "flagged-place"
    """An Incident at the place is still open: nobody goes there alone."""
    APPROVAL = "approval"
    """Going alone is the exception, and the manager has not approved it."""
    RISK_ASSESSMENT = "risk-assessment"
    """The risk was to be assessed, and nobody has said that it was."""
    DISCUSSED = "discussed"
    """The manager has not said that they and the worker have spoken about the visit, and are content with it."""
    CONFIRMED = "confirmed"
    """The worker has not said that they have read what there is to read, and are happy to go."""
    REPORTING_IN = "reporting-in"
    """It begins before the worker reports in, and was not in the diary the evening before."""
    UNPLANNED = "unplanned"
    """It was entered shortly before it begins."""
    CHANGED_TODAY = "changed-today"
    """Its time or place was changed on its own day."""
    SERIES_CHANGED = "series-changed"
    """One date of a series was moved, or taken out."""
    AFTER_DARK = "after-dark"
    """It ends after sunset."""
    OUT_OF_HOURS = "out-of-hours"
    """It is outside the office's hours."""
    ADDRESS = "address"
    """Its address is missing or vague."""
    TELEPHONE = "telephone"
    """It has no telephone number."""
    VENUE = "venue"
    """It is at another venue, and nobody who is there can be rung."""
    PUBLIC_TRANSPORT = "public-transport"
    """The worker goes by bus or train, and the risk of the way was not assessed."""
    TRAVEL = "travel"
    """There is no time for the way from the visit before it."""
    OPEN_CALENDAR = "open-calendar"
    """The whole organisation can read the worker's diary. This one is about a diary, not about a visit."""

    @property
    def key(self) -> str:
        """Its name in a policy file."""
        return self.value.replace("-", "_")

    @property
    def asks_manager(self) -> bool:
        """Whether the line manager can settle it by an answer."""
        return self in (Check.APPROVAL, Check.RISK_ASSESSMENT, Check.DISCUSSED)

    @property
    def asks(self) -> bool:
        """Whether somebody can settle it by an answer."""
        return self.asks_manager or self is Check.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one check is kept."""

    before: timedelta
    """From how long before the start it counts: then it is a Concern, and what can be asked is asked."""
    remind: timedelta | None = None
    """How long before the start who was asked and has not answered is asked once more; None: never."""
    alert: timedelta | None = None
    """How long before the start it is told by a message of its own where it still stands (law 16); None: never."""
    only: tuple[str, ...] = ()
    """To which visits it applies, any of these words being enough (`domain/before/applies.py`); empty: to all."""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The checks of one policy. Of none of them anything is known where it is off."""

    rules: tuple[tuple[Check, Rule], ...] = ()
    logged_by: time = time(17, 0)
    """By when, in local time of the day before, a visit before reporting in stands in the diary."""
    first_thing: timedelta = timedelta(minutes=30)
    """A visit that begins less than so long after the worker's day begins leaves no time to come in first."""
    made_before: timedelta = timedelta(minutes=60)
    """A visit that was entered less than so long before its start is unplanned."""
    way: timedelta = timedelta(minutes=10)
    """How much time between two visits at different places is the least."""
    after_sunset: timedelta = timedelta(0)
    """How long after sunset a visit may end before it counts as after dark."""
    near: tuple[float, float] | None = None
    """Where the organisation is, as degrees north and east: for the sunset, where a place has no postcode."""

    def rule(self, check: Check) -> Rule | None:
        """How a check is kept; None when it is off."""
        return next((rule for each, rule in self.rules if each is check), None)

    @property
    def any(self) -> bool:
        """Whether any check is on."""
        return bool(self.rules)
