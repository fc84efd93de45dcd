"""A message that was sent -> a line of the audit where it showed somebody a worker's home details (RO9, CO21)."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.home_record import shown_in
from calsync.domain.model import Act, Notification, Role
from calsync.domain.scene import Scene


def opened(row: Notification, scene: Scene, text: str, at: datetime) -> list[Act]:
    """Who was shown what, and at which step; empty for every other message. The details themselves are not repeated."""
    what = shown_in(text, scene.people.get(scene.deadline.worker)) if row.role is not Role.WORKER else ()
    if not what:
        return []
    details = (("to", row.recipient), ("what", ", ".join(what)), ("step", row.step), ("notification", row.id))
    return [
        Act(at=at, what="home-details-shown", visit_id=scene.visit.id, deadline_id=row.deadline_id, details=details)
    ]
