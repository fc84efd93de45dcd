"""What people read before a visit: questions about several visits in one mail, and a single concern that can't wait.

No subject names who or what is visited (law 15), and none that goes to a worker names an alarm (law 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from calsync.domain.before.messages import CONCERN, check_of
from calsync.domain.model import Channel, Notification, Role
from calsync.domain.model.checks import Check
from calsync.domain.scene import Scene
from calsync.domain.watching import ring_first

_QUESTIONS = {
    Check.APPROVAL: "May {worker} go alone?",
    Check.RISK_ASSESSMENT: "Was the risk assessed: the individuals, the history, the environment?",
    Check.DISCUSSED: "Have you and {worker} talked it over, and are you content that they go?",
    Check.CONFIRMED: "Have you read the information for this visit, and are you happy to go?",
}
_MANAGER = """Answer this mail:
- "approved": yes, to all of it
- "1 approved, 2 not approved: why": each by its number
- "approved always for this family": yes, and for a year for this worker and this place
- "not approved: why": no, and the worker is told"""
_WORKER = """Answer this mail:
- "yes": you have read it and are happy to go
- "accompany me": you want somebody to come with you
- "no: why": you are not happy to go
Several visits are answered by their numbers: "1 yes, 2 accompany me"."""


def before_visit(
    notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]] = ()
) -> tuple[str, str]:
    """The subject and the text of a message about visits that are still to come."""
    if notification.step == CONCERN:
        title, body = _concern(notification, scene)
    else:
        title, body = _asked(notification, scene, also)
    return f"{title} [{notification.token}]", f"{body}\n"


def _concern(notification: Notification, scene: Scene) -> tuple[str, str]:
    worker = notification.role is Role.WORKER
    # A text message names no visit but by its time, and stands alone: there is no room for more.
    whose = "Your visit" if worker else f"The visit of {scene.name(scene.visit.worker)}"
    when = _when(scene)
    parts = [f"{whose} of {when}: {notification.note}"]
    if worker and notification.channel is Channel.MAIL:
        parts.append(ring_first(scene.visit, scene.people, notification.recorded))
    elif not worker:
        parts.append(f"Please ring them: {_phones(scene)}." if notification.channel is Channel.MAIL else "")
    title = "Before your visit" if worker else f"Before a visit of {scene.name(scene.visit.worker)}"
    if scene.word is not None:  # nobody rings somebody who is held
        title, parts = f"{scene.word.subject}; {title[0].lower()}{title[1:]}", [scene.word.first, parts[0]]
    return title, "\n\n".join(part for part in parts if part)


def _asked(notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> tuple[str, str]:
    listed = sorted([(notification, scene), *also], key=lambda each: each[0].number)
    several = len(listed) > 1
    worker = notification.role is Role.WORKER
    notes = {row.note for row, _ in listed}
    above = notes.pop() if len(notes) == 1 else ""
    lines = [
        f"{f'{row.number}. ' if several else ''}{_visit(row, about, worker=worker)}\n"
        f"   {_QUESTIONS[check_of(row)].format(worker=about.name(about.visit.worker))}"
        f"{f' {row.note}' if row.note and not above else ''}"
        for row, about in listed
    ]
    words = dict.fromkeys(about.word.first for _, about in listed if about.word is not None)
    again = [*words, *([above] if above else [])]
    if worker:
        title = "Are you happy to go to these visits?" if several else "Are you happy to go?"
    elif several:
        title = f"{len(listed)} questions about visits"
    else:
        title = f"A question about a visit of {scene.name(scene.visit.worker)}"
    return title, "\n\n".join([*again, "\n\n".join(lines), _WORKER if worker else _MANAGER])


def _visit(row: Notification, scene: Scene, *, worker: bool) -> str:
    """A visit as its reader knows it again: by worker and times, and in a mail by the entry's own words."""
    whose = "" if worker else f"{scene.name(scene.visit.worker)}, "
    subject = " ".join(scene.visit.subject.split())
    words = f', "{subject}"' if subject and row.channel is Channel.MAIL else ""
    return f"{whose}{_when(scene)}{words}."


def _when(scene: Scene) -> str:
    visit = scene.visit
    day = visit.start.astimezone(ZoneInfo(scene.zone))
    return f"{day:%A} {day.day} {day:%B}, {scene.clock(visit.start)} to {scene.clock(visit.end)}"


def _phones(scene: Scene) -> str:
    person = scene.people.get(scene.visit.worker)
    return " or ".join(person.numbers if person is not None else ()) or "no number is known"
