"""What those who look for a worker need at the last: home address and vehicle, shown from an emergency step on (RO9).

They come from the people file alone. Nobody reads them on an ordinary day, and each message that shows one is in the
audit.
"""

from __future__ import annotations

from calsync.domain.model import AlarmKind, Ask, Deadline, Person, Role
from calsync.domain.scene import Scene


def is_opened(deadline: Deadline) -> bool:
    """Whether a ladder has come to where somebody may go and look: a call for help, an outside body, or the last level.

    That is a step that asks for the police or the emergency services, to go and look, or senior management.
    """
    if deadline.alarm is not AlarmKind.SILENCE or deadline.outside_body:
        return True
    return any(
        step.ask.outside_body or step.ask is Ask.GO_AND_LOOK or Role.SENIOR_MANAGEMENT in step.roles
        for step in deadline.steps[: deadline.taken]
    )


def home_lines(scene: Scene) -> list[tuple[str, str]]:
    """The lines of the call sheet; empty before such a step, in any channel but mail, and where nothing is known."""
    worker = scene.people.get(scene.deadline.worker)
    if worker is None or not scene.by_mail or not is_opened(scene.deadline):
        return []
    found = [("Vehicle", worker.vehicle), ("Home address", worker.home_address)]
    return [(label, value) for label, value in found if value]


def shown_in(text: str, worker: Person | None) -> tuple[str, ...]:
    """Which of a worker's home details stand in a message, in words; empty when none does."""
    if worker is None:
        return ()
    kept = (
        ("home telephone", worker.home_phone),
        ("home address", worker.home_address),
        ("vehicle", worker.vehicle),
    )
    return tuple(what for what, value in kept if value and value in text)
