"""By what light and at what hour a visit takes place."""

from __future__ import annotations

from calsync.domain.before.sight import Sight


def after_dark(sight: Sight) -> str:
    """That it ends after sunset; empty by daylight, and where nobody knows when the sun sets (CL7)."""
    if sight.sunset is None or sight.visit.end <= sight.sunset + sight.checks.after_sunset:
        return ""
    return (
        f"It ends at {sight.local(sight.visit.end):%H:%M}, and the sun sets at {sight.local(sight.sunset):%H:%M}: move "
        "it into daylight where that is possible."
    )


def out_of_hours(sight: Sight) -> str:
    """That it takes place while the office is shut; empty within its hours."""
    if not sight.out_of_hours:
        return ""
    hours = sight.office.hours
    return f"It is outside the office's hours ({hours.start:%H:%M} to {hours.end:%H:%M}, without bank holidays)."
