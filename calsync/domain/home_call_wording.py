"""What whoever is asked to ring a worker's home reads: the number, or whom to ask for it where none is known."""

from __future__ import annotations

from calsync.domain.holding import holders
from calsync.domain.model import PersonId, Role
from calsync.domain.scene import Scene, all_of

_WHO_MAY_KNOW = (Role.LINE_MANAGER, Role.DEPUTY, Role.BUDDY, Role.ADMIN)
_MOST = 2


def ring_home(reader: PersonId, scene: Scene, worker: str) -> str:
    """The one thing to do: ring it, or ask those named for the number; by name only where they have a number."""
    person = scene.people.get(scene.deadline.worker)
    if person is not None and person.home_phone:
        return f"Please ring {worker}'s home: {person.home_phone}. Ask only whether they are there."
    known = [
        f"{each.name} ({each.numbers[0]})"
        for role in _WHO_MAY_KNOW
        for key in holders(role, scene.visit, scene.people)
        if key not in (reader, scene.deadline.worker) and (each := scene.people.get(key)) is not None and each.numbers
    ]
    whom = list(dict.fromkeys(known))[:_MOST]
    ask = (
        f"Ask {all_of(whom)} for it, ring it, and ask only whether they are there. If nobody has it, the step"
        if whom
        else "Nobody is known who may have it: if you have none, the step"
    )
    return (
        f"You are asked to ring {worker}'s home, and no number of it is known here. {ask} can't be done: "
        f"ring {worker} once more instead ({scene.phones()}), and answer what came of it."
    )
