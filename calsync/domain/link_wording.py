"""What a worker reads on the page behind a link: calm, without a name or a place, and under duress the same (law 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from calsync.domain.buttons import CALLS, MORE, Button
from calsync.domain.deadlines import latest
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import Deadline, DeadlineKind, Notification, Tag, Visit
from calsync.domain.whom_to_ring import Contact

LABELS = {
    Button.LEFT: "I have left and I am safe. I go on, or return",
    Button.LEFT_HOME: "I have left and I am safe. I am going home",
    Button.BACK: "I am back and I am safe",
    Button.GOING_HOME: "I have finished, and I am going home",
    Button.HOME: "I am at home and I am safe",
    Button.WELL: "All is well, and the visit goes on",
    Button.MORE_15: "15 min",
    Button.MORE_30: "30 min",
    Button.MORE_60: "60 min",
    Button.NOBODY_HOME: "No one home",
    Button.NOT_HELD: "The visit did not happen",
    Button.HAPPENED: "Safe, but something happened",
    Button.IS_VISIT: "Yes, it is a visit",
    Button.NO_VISIT: "This is not a visit",
    Button.CALL_ME: "Call me",
    Button.HELP: "I need help",
}
MORE_LABEL = {
    DeadlineKind.VISIT_END: "Safe, still here. I need more time:",
    DeadlineKind.INTERVAL: "Safe, still here. I need more time:",
    DeadlineKind.RETURN: "Safe, not back yet. I need more time:",
    DeadlineKind.HOME_SAFE: "Safe, not home yet. I need more time:",
}

DONE = "This is done. There is nothing to do here."
TYPE_DIGITS = "Type the two digits from the message:"
TYPE_PIN = "Type your PIN:"
NOT_THE_DIGITS = "These are not the two digits in the message. Nothing was changed. Type them, and press once more."
NO_DIGITS = "Type the two digits that stand in the message, then press. Nothing was changed."
NOT_THE_PIN = "This is not your PIN. Nothing was changed. Type it, and press once more."
NO_PIN = "Type your PIN, then press. Nothing was changed."
PICK = "Press one of the answers below. Nothing was changed."
MANAGER = "your line manager"
"""Whom a page names where nobody who is there is known by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """A page's own words."""

    title: str
    asks: tuple[str, ...]


def question(row: Notification, deadline: Deadline, visit: Visit, at: datetime, zone: str) -> PageWords:
    """What the page asks; of whom is visited it says the times alone."""
    if not deadline.is_open:
        return PageWords(title="Done", asks=(DONE,))
    span = f"{_clock(visit.start, zone)} to {_clock(visit.end, zone)}"
    due = _clock(deadline.due, zone)
    was = "was" if at >= deadline.due else "is"
    if visit.tag is Tag.POSSIBLE:
        if at < visit.end:
            return PageWords(title="Is it a visit?", asks=(f"Your entry of {span} may be a visit. Is it one?",))
        return PageWords(
            title="Have you left?",
            asks=(f"Your entry of {span} may be a visit. If it is one: have you left, and are you safe?",),
        )
    if at < visit.start and deadline.kind is not DeadlineKind.HOME_SAFE:
        return PageWords(title="Your visit", asks=(f"Your visit: {span}. You are asked when it is to be over.",))
    if row.step == DIARY_CHANGED and deadline.kind is DeadlineKind.VISIT_END:
        return PageWords(
            title="Have you finished?",
            asks=(
                f"Your visit of {span} is no longer in your diary as it was. Are you not going, or have you finished "
                "and are you safe?",
                f"Until you answer, your time stays at {due}.",
            ),
        )
    match deadline.kind:
        case DeadlineKind.RETURN:
            return PageWords(
                title="Are you back?",
                asks=(f"You {'were' if was == 'was' else 'are'} to be back by {due}. Are you back, and are you safe?",),
            )
        case DeadlineKind.HOME_SAFE:
            return PageWords(
                title="Are you home?",
                asks=(
                    f"You {'were' if was == 'was' else 'are'} to be at home by {due}. Are you home, and are you safe?",
                ),
            )
        case DeadlineKind.INTERVAL:
            return PageWords(
                title="Is all well?",
                asks=(f"Your visit is to last until {_clock(visit.end, zone)}. Is all well?",),
            )
        case DeadlineKind.VISIT_END:
            moved = "" if due == _clock(visit.end, zone) else f" Your time {was} {due}."
            return PageWords(
                title="Have you left?", asks=(f"Your visit: {span}.{moved}", "Have you left, and are you safe?")
            )


def still_calls(contact: Contact | None) -> str:
    """What stands beside what was not taken of a call for help."""
    return f"If you can't, ring {_named(contact)} now."


def thanks(
    button: Button, deadline: Deadline, at: datetime, zone: str, *, contact: Contact | None = None
) -> tuple[str, ...]:
    """What came of a press, by how the deadline stands after it: the same however often it is pressed.

    `deadline` is the one that the press is about; of more time during a visit that is the visit's end. `contact` is
    whom its worker rings.
    """
    due = _clock(deadline.due, zone)
    if button in CALLS:
        return ("Thank you. A colleague rings you.",)
    if button is Button.IS_VISIT:
        return (f"Thank you. You are asked at {due} whether you are out and safe.",)
    if button is Button.NO_VISIT and not deadline.is_open:
        return ("Thank you. It is taken as no visit.",)
    if button in MORE and deadline.is_open and deadline.due > at:
        if deadline.due >= latest(deadline):
            return (
                f"Thank you. Your new time is {due}.",
                f"It can't be moved further here. If you need longer, ring {_named(contact)}.",
            )
        return (f"Thank you. Your new time is {due}.",)
    if not deadline.is_open:
        return ("Thank you. That is all.",)
    if deadline.due > at:
        return (f"Thank you. It is noted. Your time is {due}.",)
    return ("Thank you. It is noted. A colleague rings you.",)


def _named(contact: Contact | None) -> str:
    return contact.name if contact is not None else MANAGER


def wait(seconds: float) -> str:
    """That it has to be pressed again, and when."""
    return f"Wait {a_while(seconds)}, and press once more. Nothing was changed. Or answer the message by a reply."


def a_while(seconds: float) -> str:
    """A short time in words, rounded up."""
    if seconds <= 10:
        return "ten seconds"
    return "a minute" if seconds <= 60 else f"{ceil(seconds / 60)} minutes"


def _clock(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")
