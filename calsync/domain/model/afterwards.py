"""What comes after a visit: what is passed on of it, and what kinds of incident there are."""

from __future__ import annotations

from enum import StrEnum


class PassOn(StrEnum):
    """What a policy has passed on in one short message, once a visit is over."""

    COMPLETED = "completed"
    """That a risk visit, or one out of hours, is over; of others the board and the daily list say it (law 16)."""
    GOING_HOME = "going-home"
    """That the worker has done for the day and is going home."""


class IncidentKind(StrEnum):
    """What happened."""

    HELP = "help"
    DURESS = "duress"
    INCIDENT = "incident"
    """Something, of which the worker tells once they are out and safe."""
    VIOLENCE = "violence"
    """Somebody was violent, or threatened to be."""
    SAFEGUARDING = "safeguarding"
    """It is about the safety of a child or of an adult who was visited."""

    @property
    def calls(self) -> bool:
        """Whether it was a call, open or hidden, that started the emergency steps."""
        return self in (IncidentKind.HELP, IncidentKind.DURESS)
