"""What a worker has said of late, under whichever deadline it was filed -> the lines that responders read of it.

Searchers go by where somebody was last heard of, and an unclear word alarms nobody by itself: so neither may depend on
which question it answered (law 6).
"""

from __future__ import annotations

from calsync.domain.model import AlarmKind, AnswerKind, DeadlineKind, Notification, Tag
from calsync.domain.scene import Heard, Scene

LAST_HEARD, FROM_A_STRANGER, NOT_UNDERSTOOD = "Last heard", "Last heard from an unknown address", "Not understood"
THEY_WROTE = "They wrote, and it was not understood"
"""What stands before words that somebody wrote: the labels of the call sheet's lines, and of a message without one."""
_CALLS = {AnswerKind.DURESS: "the code word", AnswerKind.HELP: "a call for help"}
"""What stands in the place of words that are not kept: one that was passed on is nobody's own."""
STRANGER = ""
"""Who has said what came from an address that nobody here has."""


def heard(scene: Scene) -> list[Heard]:
    """All that the worker has said that a message about this deadline may quote, in the order of sending."""
    worker = scene.deadline.worker
    own = [Heard(answer=each, visit=scene.visit, deadline=scene.deadline) for each in scene.answers]
    known = {each.id for each in scene.answers}
    found = [*own, *(each for each in scene.elsewhere if each.answer.id not in known)]
    theirs = [each for each in found if each.answer.who == worker]
    return sorted(theirs, key=lambda each: (each.answer.sent, each.answer.id))


def last_heard(scene: Scene) -> str:
    """The last word of theirs; that there is none, where there is none."""
    said = heard(scene)
    return _quoted(said[-1], scene) if said else "nothing since the visit began"


def from_strangers(scene: Scene) -> list[str]:
    """What came from an address that nobody here has, in answer to a message of the worker's, each with its time."""
    found = [*scene.answers, *(each.answer for each in scene.elsewhere)]
    said = {each.id: each for each in found if each.who == STRANGER and each.words}
    return [
        f'{scene.clock(each.sent)}: "{each.words}" (it may be theirs, and counted for nothing)'
        for each in sorted(said.values(), key=lambda one: (one.sent, one.id))
    ]


def not_understood(scene: Scene) -> list[str]:
    """Their unclear words before the last one, each with its time."""
    return [_quoted(each, scene) for each in heard(scene)[:-1] if each.answer.kind is AnswerKind.UNCLEAR]


def not_read_yet(notification: Notification, scene: Scene) -> str:
    """Their unclear words since its reader was last told, for a message without a call sheet; empty for none.

    Beside a code word it says nothing: somebody at their side may have dictated them.
    """
    if not scene.by_mail or scene.deadline.alarm is AlarmKind.DURESS:
        return ""
    told = [
        row.recorded
        for row in scene.told
        if row.recipient == notification.recipient and row.id != notification.id and row.sent is not None
    ]
    new = [
        _quoted(each, scene)
        for each in heard(scene)
        if each.answer.kind is AnswerKind.UNCLEAR and all(moment < each.answer.received for moment in told)
    ]
    return f"{THEY_WROTE}: {'; '.join(new)}." if new else ""


def _quoted(each: Heard, scene: Scene) -> str:
    answer = each.answer
    what = f'"{answer.words}"' if answer.words else _CALLS.get(answer.kind, f'"{answer.kind}"')
    said = f"{scene.clock(answer.sent)}: {what}"
    about = _about(each, scene)
    return f"{said} ({about})" if about else said


def _about(each: Heard, scene: Scene) -> str:
    """What it was about, where that is not what the message is about; empty where it is."""
    deadline = scene.deadline
    if each.answer.kind is AnswerKind.NOT_DONE:
        return "to the word that the visit was marked as done in their diary"
    if each.deadline.kind is DeadlineKind.RETURN:
        return "" if deadline.kind is DeadlineKind.RETURN else "about being back"
    if each.deadline.kind is DeadlineKind.HOME_SAFE:
        return "" if deadline.kind is DeadlineKind.HOME_SAFE else "about being at home"
    of_an_outing = deadline.kind in (DeadlineKind.RETURN, DeadlineKind.HOME_SAFE)
    if each.visit.id == scene.visit.id and not of_an_outing:
        return ""
    what = "visit" if each.visit.tag is Tag.VISIT else "entry"
    return f"about the {what} of {scene.clock(each.visit.start)} to {scene.clock(each.visit.end)}"
