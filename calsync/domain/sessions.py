"""Somebody who signed in: how long that lasts, and a form of theirs that is kept over a new sign-in.

The life of a session is elapsed time (law 12): the moments here are real ones, handed in as `real`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.app_roles import AppRole
from calsync.domain.model import PersonId

CLOCK_SLIP = timedelta(minutes=1)
"""What begins later than this from now was written before the machine's clock was put back: it lasts no more."""
KEPT_FOR = timedelta(hours=24)
"""For so long after its last use it is known whose a session was, so that what they typed can be kept for them."""
HELD_FOR = timedelta(minutes=30)
"""For so long a form is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom the directory says that it signed in."""

    who: PersonId
    """Their object id in Entra."""
    name: str
    roles: tuple[AppRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in, by the hash of the random id that the browser holds."""

    digest: str
    who: PersonId
    name: str
    roles: tuple[AppRole, ...]
    began: datetime
    seen: datetime
    """When it was last used, to the minute."""
    ended: datetime | None = None
    """When they signed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """How long a session lasts."""

    idle: timedelta = timedelta(minutes=60)
    """Without being used."""
    longest: timedelta = timedelta(hours=8)
    """However much it is used."""

    def lasts(self, session: Session, real: datetime) -> bool:
        """Whether it still stands."""
        if session.ended is not None or session.began > real + CLOCK_SLIP or session.seen > real + CLOCK_SLIP:
            return False
        return real - session.seen < self.idle and real - session.began < self.longest


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldForm:
    """A form that was sent when nobody was signed in any more: sealed, and for whoever typed it alone."""

    digest: str
    """The hash of what the browser holds; the seal opens by that alone."""
    who: PersonId
    sealed: str
    held: datetime


def digest(secret: str) -> str:
    """By what the store knows a random id that a browser holds."""
    return hashlib.sha256(secret.encode()).hexdigest()
