"""What is written of visits that nobody stands behind: by worker and times, and never who or what is visited (law 15).

The worker of such a visit is told in words of their own, which name no alarm (law 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from calsync.domain.model import Concern, Visit

TO_WORKER = (
    "At that time nobody who watches it is at work. Before you go, ask your line manager, or your office, who is there "
    "for you."
)
"""The concern as the visit's own worker reads it."""


def to_responder(listed: Sequence[tuple[str, Visit, Concern]], zone: str, *, today: bool) -> tuple[str, str]:
    """The title and the text of one message about all of them: each the worker's name, the visit and the concern."""
    one = len(listed) == 1
    day = "today" if today else "tomorrow"
    lines = "\n".join(f"- {name}, {_when(visit, zone)}. {concern.words}" for name, visit, concern in listed)
    again = "" if today else " If it is still so in the morning, you are told once more."
    return (
        f"Nobody stands behind {'a visit' if one else f'{len(listed)} visits'} {day}",
        f"Please see to it that somebody can be reached about {'this visit' if one else 'these visits'} {day}:\n\n"
        f"{lines}\n\n{'It is' if one else 'They are'} watched as ever.{again} This mail needs no answer.",
    )


def for_it(name: str, concern: Concern, visit: Visit, zone: str) -> str:
    """The same in a notice to IT, where there is nobody else to tell."""
    return f"{name}, {_when(visit, zone)}. {concern.words}"


def _when(visit: Visit, zone: str) -> str:
    there = ZoneInfo(zone)
    day = visit.start.astimezone(there)
    return f"{day:%A} {day.day} {day:%B}, {day:%H:%M} to {visit.end.astimezone(there):%H:%M}"
