"""What people read of a pause: those whom it covers, and whoever looks at a screen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.model import Pause, PauseFor, People, Person


def whom(pause: Pause, people: People) -> str:
    """For whom it is, in a few words."""
    if pause.whom is PauseFor.ALL:
        return "everybody"
    return f"the team {pause.about}" if pause.whom is PauseFor.TEAM else _name(pause.about, people)


def banner(pause: Pause, people: People, zone: str) -> str:
    """The first line of every screen while it stands."""
    begins = _clock(pause.agreed_at or pause.asked_at, pause, zone)
    return (
        f"PAUSED: visits of {whom(pause, people)} that begin between {begins} and {_clock(pause.over_at, pause, zone)} "
        f"are not watched: {_reason(pause)} (asked by {_name(pause.asked_by, people)}, agreed by "
        f"{_name(pause.agreed_by, people)}; pause {pause.id})."
    )


def of_beginning(pause: Pause, person: Person, people: People, at: datetime) -> tuple[str, str]:
    """The title and the text for somebody whom it covers, as it begins."""
    begins, ends = (_clock(moment, pause, person.zone) for moment in (at, pause.over_at))
    return (
        f"You are not watched until {ends}",
        f"You are not watched from {begins} to {ends}, because: {_reason(pause)}.\n\n"
        "If you begin a visit in that time, nobody is told when you do not come back from it. Before it and after it, "
        f"ring {_ring(person, people)} yourself. Answer at its end all the same when you can: at {ends} whoever has "
        "not answered is asked.\n\n"
        f"A visit that you had begun by {begins} is watched to its end, as ever. If you need help, say so at any time: "
        "that is always passed on.",
    )


def of_own_visit(pause: Pause, person: Person, people: People) -> str:
    """What a worker's own list says of a visit that it holds."""
    ends = _clock(pause.over_at, pause, person.zone)
    ring = _ring(person, people)
    return f"Not watched: paused until {ends} ({_reason(pause)}). Ring {ring} yourself, before it and after it."


def beside_visit(pause: Pause, zone: str) -> str:
    """What everybody else's list says of a visit that it holds."""
    return f"NOT WATCHED: paused until {_clock(pause.over_at, pause, zone)} ({_reason(pause)})"


def of_the_end(pause: Pause, person: Person, at: datetime) -> tuple[str, str]:
    """The title and the text for somebody whom it covered, once it is over."""
    return (
        "You are watched again",
        f"The pause is over: since {_clock(at, pause, person.zone)} your visits are watched again. If you are on a "
        "visit now, or were on one, you are asked about it as ever: please answer.",
    )


def told_late(pause: Pause, zone: str) -> str:
    """What a message says of a step that a pause kept back."""
    begins, ends = (_clock(moment, pause, zone) for moment in (pause.agreed_at or pause.asked_at, pause.over_at))
    return (
        f"Visits that began between {begins} and {ends} were not watched, because: {_reason(pause)}. What fell due in "
        "that time is told only now."
    )


def _reason(pause: Pause) -> str:
    return " ".join(pause.reason.split()).rstrip(".")


def _ring(person: Person, people: People) -> str:
    manager = people.get(person.manager) if person.manager else None
    if manager is None:
        return "your line manager"
    return f"{manager.name} ({manager.numbers[0]})" if manager.numbers else manager.name


def _name(person_id: str | None, people: People) -> str:
    person = people.get(person_id) if person_id else None
    return person.name if person is not None else "somebody who has left"


def _clock(moment: datetime, pause: Pause, zone: str) -> str:
    """Hours and minutes, with the day where the pause goes over midnight."""
    local = ZoneInfo(zone)
    days = {each.astimezone(local).date() for each in (pause.agreed_at or pause.asked_at, pause.until)}
    return moment.astimezone(local).strftime("%H:%M" if len(days) == 1 else "%H:%M on %A")
