"""What else an entry says, besides that it is a visit: a number, a return, a longest time, and of whom it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an entry's subject and location say besides; personal text, shown to responders alone (law 15)."""

    phone: str = ""
    """A telephone number in the form of E.164 ("+441632960123"); empty when there is none."""
    phone_written: str = ""
    """The same number as somebody wrote it; empty when there is none."""
    back: datetime | None = None
    """When the worker means to be back, in UTC; None when the entry says nothing of it."""
    at_most: timedelta | None = None
    """How long it is to last at most; None when the entry says nothing of it."""
    whom: str = ""
    """The subject without what says that it is a visit, when and where: mostly who is visited. Empty when none is left.
    """
    postcode: str = ""
    """The postcode in the location, else the one in the subject, such as "S60 3AB"; empty when there is none."""
    half_postcode: str = ""
    """Half a postcode ("S60") where no whole one stands anywhere; empty when there is none."""
    postcodes: tuple[str, ...] = ()
    """Every postcode in the location, each once, as written first to last."""
    streets: tuple[str, ...] = ()
    """Every street address in the location, each once, as far as they stand apart."""

    def lines(self, zone: str = "Europe/London") -> tuple[tuple[str, str], ...]:
        """What it says as labels and values for people, times in `zone`; empty when it says nothing.

        Half a postcode and what stands more than once are no facts but lacks: `domain/missing.py` tells those.
        """
        found = [("Whom", self.whom), ("Telephone", self.phone_written), ("Postcode", self.postcode)]
        if self.back is not None:
            found.append(("Back by", f"{self.back.astimezone(ZoneInfo(zone)):%H:%M}"))
        if self.at_most is not None:
            found.append(("At most", f"{round(self.at_most.total_seconds() / 60)} minutes"))
        return tuple((label, value) for label, value in found if value)
