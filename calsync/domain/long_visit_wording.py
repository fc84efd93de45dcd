"""What those read who were told that a question during a long visit had no answer, once it has one.

Such an answer is no end: its worker is still on the visit, and nothing may sound as if they were out (law 6).
"""

from __future__ import annotations

from calsync.domain.model import AlarmKind, DeadlineKind
from calsync.domain.scene import Scene, all_of


def answered_during(scene: Scene) -> tuple[str, str]:
    """The subject and the text: who has answered, until when they are there, and when they are asked again."""
    deadline = scene.deadline
    names = all_of((scene.name(deadline.worker), *scene.beside))
    have, are = ("have", "are") if scene.beside else ("has", "is")
    when = scene.clock(deadline.closed_at or deadline.due)
    following = [
        each.due
        for each in scene.besides
        if each.is_open
        and each.alarm is AlarmKind.SILENCE
        and each.kind in (DeadlineKind.INTERVAL, DeadlineKind.VISIT_END)
    ]
    if not following:
        return f"Answered: {names}", f"{names} {have} answered at {when}, and {are} well."
    return (
        f"Answered, still on the visit: {names}",
        f"{names} {have} answered at {when}: all is well. The visit goes on until {scene.clock(scene.visit.end)}, and "
        f"they are asked again at {scene.clock(min(following))}.\n\nThere is nothing to do until then; you will "
        "be told if no word comes.",
    )
