"""A notification and its scene -> the subject and the text of a message.

A message to the worker never speaks of alarm, police or escalation (law 7). Names and addresses of the people visited
stand in no subject (law 15); a responder's mail carries the whole call sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.after_wording import after_a_visit
from calsync.domain.answering import NOT_TAKEN, STOOD_DOWN
from calsync.domain.call_sheet import call_sheet
from calsync.domain.drill_wording import as_drill, marked_mail
from calsync.domain.drills import is_drill
from calsync.domain.model import Notification, Role
from calsync.domain.one_line import CONFIRMED
from calsync.domain.passing_on import AFTER
from calsync.domain.responder_wording import duty, to_responder
from calsync.domain.scene import Scene
from calsync.domain.second_worker import on_one_visit
from calsync.domain.worker_wording import to_worker

MORE = (
    'There is more. An answer "I have it" counts for all of it, "close" for the one above alone. Write a name to speak '
    'of one of the others: "I have it: Sam", or "close: Sam is safe, I spoke to them".'
)
TOGETHER = (
    'They are on this visit together, and each of them must be out. An answer "I have it" counts for all of them, '
    '"close" for the first alone; "close: both out, I spoke to them" for all.'
)


def compose(
    notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]] = ()
) -> tuple[str, str]:
    """The subject and the plain text of a message; `also` are those that were folded into it."""
    drill = is_drill(scene.visit)
    scene, also = (as_drill(scene), ()) if drill else (scene, also)  # a drill never carries anything else
    if notification.step in AFTER:
        title, body = after_a_visit(notification, scene)
    elif notification.role is Role.WORKER:
        title, body = to_worker(notification, scene, also)
    else:
        title, body = to_responder(notification, _naming_all(notification, scene, also))
    note = "" if notification.step in CONFIRMED else notification.note  # its one line has it
    parts = [note, body] if notification.step == NOT_TAKEN else [body, note]
    if also and notification.role is not Role.WORKER and notification.step != STOOD_DOWN:
        title = title if _are_together(scene, also) else f"{title}, and {len(also)} more"
        parts.append(TOGETHER if _are_together(scene, also) else MORE)
        parts += [
            f"{duty(each, about, about.name(about.deadline.worker))}\n\n{call_sheet(about)}" for each, about in also
        ]
    text = "\n\n".join(part for part in parts if part) + "\n"
    title, text = marked_mail(title, text, notification, scene) if drill else (title, text)
    return f"{title} [{notification.token}]", text


def _are_together(scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> bool:
    return bool(also) and all(on_one_visit(scene.visit, about.visit, scene.people) for _, about in also)


def _naming_all(notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> Scene:
    """The scene with those named who are on the visit together, so that the subject tells of all.

    What is over is over for all of whom the one word was, wherever their entries are by now.
    """
    if notification.step != STOOD_DOWN and not _are_together(scene, also):
        return scene
    return replace(
        scene,
        word=scene.word or next((about.word for _, about in also if about.word is not None), None),
        beside=tuple(about.name(about.deadline.worker) for _, about in also),
        beside_due=tuple(about.deadline.due for _, about in also),
    )
