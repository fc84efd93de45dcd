"""What the page of a responder says: the act that comes next, the stages, who was told, and what came of a press.

It is read by those who are told of an alarm, and by nobody else. The household's number and that of the worker's home
stand in none of it: each is shown alone, by a press of its own that goes into the audit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from calsync.domain.acts_open import Does
from calsync.domain.answering import HAND_OVER, Outcome
from calsync.domain.deadlines import latest
from calsync.domain.drill_wording import instead_of
from calsync.domain.drills import is_drill
from calsync.domain.help_wording import watched_on
from calsync.domain.ladders import at_latest
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    Notification,
    NotificationState,
    PersonId,
    Receipt,
    Role,
)
from calsync.domain.outside import in_words, numbers_of
from calsync.domain.responder_wording import SCRIPT, what_happened, what_to_do
from calsync.domain.scene import ASK_WORDS, ROLE_WORDS, Scene, all_of

LABELS = {
    Does.TAKE: "I have it",
    Does.SAFE: "I spoke to them: they have left, and are safe and well",
    Does.NO_ANSWER: "No answer",
    Does.MESSAGE: "No answer, I left a message",
    Does.CODE_WORD: "They gave the code word, or are in danger",
    Does.UNCLEAR: "Record it",
    Does.EXTEND: "More time",
    Does.HAND_OVER: "Ask them to take it",
    Does.OUTSIDE: "Record that they were told",
    Does.STAND_DOWN: "Record that they were stood down",
    Does.CLOSE: "Close it",
    Does.IS_VISIT: "It is a visit: watch it",
    Does.NO_VISIT: "It is no visit",
    Does.SHEET: "Show the call sheet",
    Does.HOUSEHOLD: "Show the household's number",
    Does.HOME: "Show the number of their home",
}
CLOSINGS = {
    "safe": "safe and well",
    "false": "false alarm",
    "none": "the visit did not happen",
    "incident": "incident",
    "drill": "drill",
}
"""For what an alarm is closed, as the page names it."""
SPOKE = "safe and well: I spoke to them, they have left"
"""The reason that the button stands for; it says that the visit is over (`parsers/over.py`)."""
NOT_AGAIN = "That was taken before, and is not done twice. How it stands now is below."
NO_DIGITS = "Type the two digits that stand in your message beside the link. Nothing was changed."
NOT_THE_DIGITS = "These are not the digits of your message. Nothing was changed."
A_MOMENT = "There were several wrong digits. Wait {}, then try again; or answer the message by a reply."
NOT_NOW = "That can't be done as it stands now. Nothing was changed; this is how it stands."
ELSEWHERE = "Others look after this now."
OVER = "There is nothing more to do here."
OVER_BUT = f"{OVER} Only if the code word was given, or somebody is in danger, press it now."


def do_not_ring(worker: str) -> str:
    """What stands first where a code word was given."""
    return f"The code word was given: do NOT ring {worker}."


def why_told(row: Notification, scene: Scene) -> str:
    """Why its reader was told."""
    worker = scene.name(scene.deadline.worker)
    if row.ask is Ask.IS_IT_A_VISIT and scene.deadline.alarm is AlarmKind.SILENCE:
        return f"{worker} has an entry in their diary of {scene.span()} that may be a visit, and has not said so."
    return what_happened(row, scene, worker)


def act_now(row: Notification, scene: Scene, *, code_word: bool, known: bool = True) -> str:
    """The one thing to do now, with no number but the worker's own. `code_word`: one stands, on whichever visit.

    `known`: the call sheet stands on the page; before that it says how it is shown.
    """
    act = _act(row, scene, code_word=code_word)
    sheet = f"the call sheet (type the two digits, and press “{LABELS[Does.SHEET]}”)"
    return act if known else act.replace("the sheet below", sheet)


def _act(row: Notification, scene: Scene, *, code_word: bool) -> str:
    worker = scene.name(scene.deadline.worker)
    if scene.word is not None:
        return what_to_do(row, scene, worker)  # of a code word that stands elsewhere
    if code_word and row.ask is Ask.CALL_WORKER:
        return "Take it, and settle with the police what is done next and by whom."
    if scene.deadline.outside_body or (is_drill(scene.visit) and instead_of(row.ask)):
        return what_to_do(row, scene, worker)
    match row.ask:
        case Ask.CALL_HOUSEHOLD:
            return f"Please ring the household. {SCRIPT}"
        case Ask.CALL_HOME:
            return f"Please ring {worker}'s home. Ask only whether they are there."
        case Ask.IS_IT_A_VISIT:
            return f"Please ask {worker} whether the entry in their diary is a visit: {scene.phones()}."
    return what_to_do(row, scene, worker)


def who_has_it(scene: Scene, who: PersonId, at: datetime) -> str:
    """Whose it is, and until when."""
    deadline = scene.deadline
    if deadline.owner is None:
        return "Nobody has it yet."
    until = scene.clock(deadline.owned_until) if deadline.owned_until is not None else ""
    name = "You have it" if deadline.owner == who else f"{scene.name(deadline.owner)} has it"
    if deadline.owned(at):
        return f"{name}, until {until}."
    return f"{name.replace(' have', ' had').replace(' has', ' had')}, until {until}. Nobody has it now."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the ladder, as the page lists it."""

    at: str
    whom: str
    asked: str
    done: bool
    """Whether they were asked; what came of it stands elsewhere."""


def stages(scene: Scene) -> list[Stage]:
    """The ladder in the order of its steps: when, whom, what for, and whether it was taken."""
    deadline = scene.deadline
    return [
        Stage(
            at=scene.clock(deadline.base + after),
            whom=all_of([ROLE_WORDS[role] for role in step.roles]),
            asked=ASK_WORDS[step.ask],
            done=place < deadline.taken,
        )
        for place, (after, step) in enumerate(at_latest(deadline.steps))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One message, as the page lists it."""

    at: str
    whom: str
    what: str
    by: str
    came: str


def told_lines(scene: Scene) -> list[ToldLine]:
    """Who was told what, when, and what is known of its arrival; oldest first. A webhook tells no person."""
    people = [row for row in scene.told if row.channel is not Channel.WEBHOOK]
    return [
        ToldLine(
            at=scene.clock(row.sent or row.recorded),
            whom=scene.name(row.recipient),
            what="asked to take it over" if row.step == HAND_OVER else _what(row),
            by=str(row.channel),
            came=_came(row),
        )
        for row in sorted(people, key=lambda row: (row.sent or row.recorded, scene.name(row.recipient)))
        if row.state not in (NotificationState.CANCELLED, NotificationState.FOLDED)
    ]


def _what(row: Notification) -> str:
    if row.role is Role.WORKER:
        return "asked whether they are out and safe" if row.step.isdigit() else "told of it"
    return f"asked to {ASK_WORDS[row.ask]}" if row.step.isdigit() else "told of it"


def _came(row: Notification) -> str:
    if row.state is NotificationState.CARRIED:
        return "told in another message"
    if row.state is NotificationState.FAILED:
        return "could not be sent"
    if row.sent is None:
        return "on its way"
    return {
        Receipt.DELIVERED: "delivered",
        Receipt.FAILED: "did not arrive",
        Receipt.UNKNOWN: "no word of its arrival",
        Receipt.WAITING: "sent, no word yet",
    }.get(row.receipt, "sent")


def what_came(does: Does, outcome: Outcome, scene: Scene, *, again: bool, to: str = "") -> str:
    """What a press did, in a sentence or two; `scene` is as it stands after it, `to` who is asked to take it."""
    deadline = scene.deadline
    worker = scene.name(deadline.worker)
    if again:
        return NOT_AGAIN
    if outcome.took_as == "refused":
        return f"Not done. {outcome.why}"
    if outcome.took_as == "incident" and does is not Does.CODE_WORD:
        return f"Taken as the code word. Do NOT ring {worker} again. The emergency steps have begun."
    match does:
        case Does.TAKE if deadline.owned_until is not None:
            until = scene.clock(deadline.owned_until)
            return (
                f"You have it. The others are not asked again before {until}. It is not over: close it once you know "
                "that they are safe."
            )
        case Does.NO_ANSWER | Does.MESSAGE:
            return "Recorded. What comes next stands below."
        case Does.CODE_WORD:
            return f"Recorded. Do NOT ring {worker} again. The emergency steps have begun: what to do stands here."
        case Does.EXTEND if outcome.took_as == "extended":
            return f"The new time is {scene.clock(deadline.due)}. Whoever was asked to act is told."
        case Does.EXTEND:
            return f"It stays at {scene.clock(deadline.due)}; the latest that it can be moved to is {_latest(scene)}."
        case Does.HAND_OVER:
            return f"{to} is asked to take it. It changes hands when they say so, and not before."
        case Does.OUTSIDE:
            numbers = in_words(numbers_of(deadline.outside_body) or ("not given",))
            return f"Recorded: told, {numbers}. What {worker} answers closes nothing any more: speak to them yourself."
        case Does.STAND_DOWN if deadline.outside_body:
            return f"Recorded. Still told: {in_words(numbers_of(deadline.outside_body))}."
        case Does.STAND_DOWN:
            return "Recorded. Nobody outside is told of it any more: it can be closed."
        case Does.SAFE | Does.CLOSE if not deadline.is_open:
            return f"Closed. Whoever was told hears that it is over.{watched_on(scene)}"
        case Does.IS_VISIT:
            return "It is watched as a visit from now on."
        case Does.NO_VISIT:
            return "Recorded: it is no visit."
    return "Recorded."


def _latest(scene: Scene) -> str:
    return scene.clock(latest(scene.deadline))


def closed_words(scene: Scene) -> str:
    """That it is over: by whom, when, and why."""
    deadline = scene.deadline
    when = scene.clock(deadline.closed_at) if deadline.closed_at is not None else ""
    if deadline.closed_at is None:
        return "This is over."
    return f"Closed at {when} by {scene.name(deadline.closed_by or '')}: {deadline.reason.rstrip('. ')}."
