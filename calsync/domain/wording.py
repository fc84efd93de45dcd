"""A notification and its scene -> the subject and the text of a message.

A message to the worker never speaks of alarm, police or escalation (law 7). Names and addresses of the people visited
stand in no subject (law 15); a responder's mail carries the whole call sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.answering import NOT_TAKEN
from calsync.domain.call_sheet import call_sheet
from calsync.domain.model import Notification, Role
from calsync.domain.responder_wording import duty, to_responder
from calsync.domain.scene import Scene
from calsync.domain.worker_wording import to_worker


def compose(
    notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]] = ()
) -> tuple[str, str]:
    """The subject and the plain text of a message; `also` are those that were folded into it after darkness."""
    if notification.role is Role.WORKER:
        title, body = to_worker(notification, scene, also)
    else:
        title, body = to_responder(notification, scene)
    parts = [notification.note, body] if notification.step == NOT_TAKEN else [body, notification.note]
    if also and notification.role is not Role.WORKER:
        parts.append('There is more. An answer "I have it" counts for all of it, "close" for the one above alone.')
        parts += [
            f"{duty(each, about, about.name(about.deadline.worker))}\n\n{call_sheet(about)}" for each, about in also
        ]
    return f"{title} [{notification.token}]", "\n\n".join(part for part in parts if part) + "\n"
