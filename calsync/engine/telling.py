"""What happened -> the object that `demo --json` and `simulate --json` print, and the words that people read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from calsync.domain.model import Via
from calsync.engine.story import Happened


def facts(happened: Happened) -> dict[str, object]:
    """The promised fields of one thing that happened, in their order; the time in UTC with Z."""
    return {
        "at": happened.at.replace(microsecond=0).isoformat().replace("+00:00", "Z"),
        "late_minutes": happened.late_minutes,
        "deadline": str(happened.deadline.kind) if happened.deadline is not None else "",
        "what": happened.what,
        "role": str(happened.role),
        "ask": str(happened.ask),
        "channel": str(happened.channel),
        "text": happened.text,
    }


def words(happened: Happened, zone: str = "Europe/London") -> str:
    """What happened as half a sentence: who is sent or says what, and what became of it."""
    role = str(happened.role).replace("_", " ")
    first = happened.text.splitlines()[0] if happened.text else ""
    return {
        "notify": f'the {role} is sent "{first}"',
        "answer": f'the {role} {"presses" if happened.channel == Via.LINK else "says"} "{first}"',
        "contact": _contact(happened),
        "extended": f"the deadline moves to {_due(happened, zone)}",
        "acknowledged": f"the {role} has it",
        "closed": f"CLOSED: {first}",
        "concern": f"concern: {first}",
        "incident": "an incident: the emergency steps start now",
    }[happened.what]


def _contact(happened: Happened) -> str:
    """A word that is no end: it closes nothing but what was asked during the visit."""
    if happened.deadline is not None and happened.text and happened.text == happened.deadline.reason:
        return f"taken as contact: {happened.text}"
    return "taken as contact; it closes nothing"


def _due(happened: Happened, zone: str) -> str:
    if happened.deadline is None:
        return "another time"
    return happened.deadline.due.astimezone(ZoneInfo(zone)).strftime("%H:%M")
