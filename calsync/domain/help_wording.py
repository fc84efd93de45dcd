"""What a message about a call for help says of the visit beside it, and what closing ends."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.faces import faces_to_come
from calsync.domain.incidents import is_beside
from calsync.domain.model import AlarmKind, Deadline, DeadlineKind
from calsync.domain.scene import Scene
from calsync.domain.standing_help import may_wait

ALL_OVER = "all of it is over, the visit too, and why: at its end nobody is asked any more"


def not_out_either(scene: Scene, at: datetime) -> str:
    """That the visit's end has come as well while help stands, so that one message says both; empty otherwise."""
    end = end_beside(scene)
    if scene.deadline.alarm is not AlarmKind.HELP or end is None or end.due > at:
        return ""
    return f" They were to be out of the visit by {scene.clock(end.due)}, and have not said that they are."


def closing(scene: Scene, at: datetime) -> str:
    """How it is closed, as lines: what ends by it, and what does not.

    Under a code word nobody rings, and what they say in a call is no word to go by: somebody has to have seen them.
    """
    ends, over = what_ends(scene, at), ""
    if scene.word is not None or scene.deadline.alarm is AlarmKind.DURESS:
        if goes_on_until(scene, at) is not None and scene.deadline.alarm is not AlarmKind.SILENCE:
            over = '\n- "close: the visit is over, they are safe": the visit is over too, once they are out of it'
        return f'- "close: they are safe, the police have seen them": {ends}{over}'
    if scene.deadline.alarm is not AlarmKind.SILENCE and goes_on_until(scene, at) is not None:
        over = '\n- "close: they have left, I spoke to them": the visit is over too, and why'
    return f'- "close: safe and well, I spoke to them": {ends}{over}'


def what_ends(scene: Scene, at: datetime) -> str:
    """What a plain closing ends."""
    deadline = scene.deadline
    if deadline.alarm is AlarmKind.SILENCE and deadline.kind is not DeadlineKind.INTERVAL:
        return "it is over, and why"
    until = goes_on_until(scene, at)
    if deadline.alarm is AlarmKind.SILENCE:
        goes_on = f"; the visit is watched on, and its end is at {scene.clock(until)}" if until is not None else ""
        return f"they are well, and why{goes_on}"
    if until is not None:
        what = "the call for help" if deadline.alarm is AlarmKind.HELP else "this alarm"
        return f"{what} is over, and why; the visit is watched on, and its end is at {scene.clock(until)}"
    if deadline.alarm is AlarmKind.DURESS and deadline.base < scene.visit.start and end_beside(scene) is not None:
        return "this alarm alone is over, and why; of the visit's end you are told again, until that is closed too"
    if deadline.alarm is AlarmKind.HELP and is_beside(deadline) and end_beside(scene) is None:
        return "it is over, and why"  # the visit itself is answered for
    return ALL_OVER


def watched_on(scene: Scene) -> str:
    """That the visit is watched on, for those who are told that help is over; empty when it is not."""
    until = goes_on_until(scene, scene.deadline.closed_at or scene.deadline.due)
    return f" The visit itself goes on and is watched: its end is at {scene.clock(until)}." if until is not None else ""


def watched_again(scene: Scene) -> str:
    """How a closed alarm is watched again, for whoever writes that it is not over."""
    word = scene.deadline.alarm is AlarmKind.DURESS or scene.word is not None
    again = 'have them write "+30" within the hour, and the visit is watched again. Can nobody reach them: '
    return f'Is it not over: {"" if word else again}answer "they need help", and the emergency steps start.'


def goes_on_until(scene: Scene, at: datetime) -> datetime | None:
    """The end of the visit that is watched on once this call is closed; None where closing it ends the visit too."""
    end = end_beside(scene)
    if end is None and scene.deadline.is_open and scene.deadline.alarm is AlarmKind.DURESS:
        closed_for_show = (each for each in faces_to_come(scene.besides, at) if each.kind is DeadlineKind.VISIT_END)
        end = next(closed_for_show, None)
    return end.due if end is not None and end.due > at else None


def end_beside(scene: Scene) -> Deadline | None:
    """The open deadline of the visit's end beside a call for help or a code word; None when there is none."""
    return next((each for each in scene.besides if each.kind is DeadlineKind.VISIT_END and may_wait(each)), None)
