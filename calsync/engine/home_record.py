"""A message that was sent -> a line of the audit where it showed somebody a worker's home details (RO9, CO21), or the
number of the household."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from calsync.domain.home_record import shown_in
from calsync.domain.model import Act, Notification, PersonId, Role
from calsync.domain.scene import Scene

HOME = "home-details-shown"
HOUSEHOLD = "household-number-shown"
"""What the audit calls it, whether it was a message that showed them or a page."""


def opened(row: Notification, scenes: Sequence[Scene], text: str, at: datetime) -> list[Act]:
    """Who was shown what of whom, and at which step: one line for each worker, empty for every other message.

    `scenes` are all that the message speaks of. The details themselves are not repeated.
    """
    of_each: dict[PersonId, Scene] = {}
    for scene in scenes:
        of_each.setdefault(scene.deadline.worker, scene)
    return [act for scene in of_each.values() for act in _of_one(row, scene, text, at)]


def _of_one(row: Notification, scene: Scene, text: str, at: datetime) -> list[Act]:
    if row.role is Role.WORKER:
        return []
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    if what := shown_in(text, scene.people.get(scene.deadline.worker)):
        found.append((HOME, (("what", ", ".join(what)),)))
    if scene.said.phone_written and scene.said.phone_written in text:
        found.append((HOUSEHOLD, ()))
    who = (("to", row.recipient),)
    which = (("step", row.step), ("notification", row.id))
    return [
        Act(
            at=at,
            what=name,
            visit_id=scene.visit.id,
            deadline_id=scene.deadline.id,
            details=(*who, *what_of, *which),
        )
        for name, what_of in found
    ]
