"""What is written after a visit: that it is over, that somebody goes home, what happened, and what is still due.

Nothing here names whom was visited, nor where (law 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.model import DueAct, Incident, IncidentKind, Notification, Role
from calsync.domain.passing_on import ADVICE, COMPLETED, FAMILY, GOING_HOME, INCIDENT, NOT_GONE_IN
from calsync.domain.scene import Scene
from calsync.domain.standing_word import StandingWord

WHAT_HAPPENED = {
    IncidentKind.HELP: "they called for help",
    IncidentKind.DURESS: "they gave the code word",
    IncidentKind.INCIDENT: "something happened",
    IncidentKind.VIOLENCE: "somebody was violent or threatened them",
    IncidentKind.SAFEGUARDING: "there is a safeguarding concern",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a message after a visit speaks of, as people read it."""

    worker: str
    span: str
    """When the visit was, such as "13:00 to 14:00"."""
    phones: str
    said: str = ""
    """When the worker said so, such as "14:02"; empty where that is not known."""
    word: StandingWord | None = None
    """A code word that stands, of theirs or of somebody who is with them; None in whatever goes to them."""


def after_a_visit(notification: Notification, scene: Scene) -> tuple[str, str]:
    """The title and the first words of a message after a visit; what is due stands in its note."""
    theirs = [each.sent for each in scene.answers if each.who == scene.visit.worker]
    said = [each for each in theirs if each <= notification.recorded]
    about = After(
        worker=scene.name(scene.visit.worker),
        span=scene.span(),
        phones=scene.phones(),
        said=scene.clock(said[-1]) if said else "",
        word=scene.word,
    )
    write = to_worker if notification.role is Role.WORKER else to_responder
    return write(notification.step, about)


def to_responder(name: str, about: After) -> tuple[str, str]:
    """The title and the first words of a message to somebody else than the worker."""
    if about.word is not None:
        return _beside_a_word(name, about, about.word)
    who, at = about.worker, f" at {about.said}" if about.said else ""
    match name:
        case x if x == COMPLETED:
            return f"Completed: {who}", f"{who} is out of the visit of {about.span} and safe. {_NOTHING}"
        case x if x == GOING_HOME:
            return f"Going home: {who}", f"{who} has finished for today and is going home, as they said{at}. {_NOTHING}"
        case x if x == NOT_GONE_IN:
            return (
                f"Did not go in: {who}",
                f"{who} did not go in to the visit of {about.span}, and rearranges it. They are safe. "
                f"Please talk it over with them: {about.phones}.",
            )
        case x if x == ADVICE:
            return (
                f"Please ring {who}: they ask for advice",
                f"{who} is out and safe, and asks for your advice about the visit of {about.span}. Please ring them: "
                f"{about.phones}.",
            )
        case x if x == INCIDENT:
            return f"Incident: {who}", f"About the visit of {who}, {about.span}. Their number: {about.phones}."
    return f"Still due: {who}", f"This is still due after an incident on the visit of {who}, {about.span}."


def _beside_a_word(name: str, about: After, word: StandingWord) -> tuple[str, str]:
    """The same while a code word stands: nobody is rung, and what the worker said may have been dictated."""
    span = f"the visit of {about.span}"
    title, said = {
        COMPLETED: ("said to be out", f"{about.worker} is said to be out of {span} and safe."),
        GOING_HOME: ("said to go home", f"{about.worker} is said to have finished for today and to go home."),
        NOT_GONE_IN: ("said not to have gone in", f"{about.worker} is said not to have gone in to {span}."),
        ADVICE: ("advice is asked for", f"Your advice is asked for about {span}."),
        INCIDENT: ("incident", f"This was told of {span}."),
    }.get(name, ("still due", f"This is still due after an incident on {span}."))
    return f"{word.subject}; {about.worker}: {title}", f"{word.first}\n\n{said} Do not ring them about it."


_NOTHING = "There is nothing for you to do."


def to_worker(name: str, about: After) -> tuple[str, str]:
    """The same to the worker, in calm words (law 7)."""
    if name == FAMILY:
        return (
            "Does the family know?",
            "An appointment of yours was changed or taken out of your diary. If those who wait for you do not know of "
            "it yet, please tell them, or ask your office to. This mail needs no answer.",
        )
    if name == INCIDENT:
        return "What is due now", f"You told of something that happened on your visit of {about.span}. Thank you."
    return "Still due", f"This is still due after your visit of {about.span}."


def what_is_due(incident: Incident, due: Sequence[DueAct], role: Role, zone: str, at: datetime) -> str:
    """What happened, and what is due of whom and when, as the lines of a note; to the worker only what is theirs."""
    mine = [each for each in due if each.done is None and (role is not Role.WORKER or each.role is Role.WORKER)]
    lines = [f"- {each.number}. {each.what}, by {_when(each.due, zone, at)} ({_by(each.role)})" for each in mine]
    if role is Role.WORKER:
        return "\n".join(["Please do, in time:", *lines])
    alarm = " The alarm for it was closed." if incident.kind.calls else " They are out and safe."
    told = f"What was said: {WHAT_HAPPENED[incident.kind]}.{alarm}"
    if not lines:
        return f"{told} Please speak to them at once. {_how(incident)}"
    return "\n".join([f"{told} Please speak to them at once. Due:", *lines, _how(incident)])


def what_is_overdue(incident: Incident, due: Sequence[DueAct], role: Role, zone: str, at: datetime) -> str:
    """The acts whose time has passed, as the lines of a note."""
    lines = [f"- {each.number}. {each.what}, was due by {_when(each.due, zone, at)}" for each in due]
    return "\n".join([*lines, *([] if role is Role.WORKER else [_how(incident)])])


def _how(incident: Incident) -> str:
    return f"Whoever looks after calsync marks each as done, and closes it: calsync incidents, {incident.id}."


def _by(role: Role) -> str:
    return "the worker" if role is Role.WORKER else role.replace("_", " ")


def _when(moment: datetime, zone: str, at: datetime) -> str:
    local, today = moment.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(zone)).date()
    return local.strftime("%H:%M") if local.date() == today else local.strftime("%a %d %b %H:%M")
