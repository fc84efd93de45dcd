"""Sessions of those who signed in, and forms kept over a new sign-in. Every moment here is a real one (law 12)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from calsync.domain.sessions import HeldForm, Session


class KeptSessions(Protocol):
    """Sign-ins, by hashes alone."""

    def put_session(self, session: Session) -> None:
        """Keep a session, in the place of one with the same hash."""

    def session(self, digest: str) -> Session | None:
        """The session of that hash, ended or not; None when there is none."""

    def session_seen(self, digest: str, real: datetime) -> None:
        """It was used. What else is kept of it stays as it is."""

    def end_session(self, digest: str, real: datetime) -> bool:
        """It stands no more; False where it had ended before, or is none."""

    def drop_sessions(self, before: datetime) -> int:
        """Forget those last used before that moment: how many."""

    def put_held(self, form: HeldForm, *, most: int, most_of_one: int) -> None:
        """Keep a form; of more than so many the oldest are forgotten, first those of the same person."""

    def held(self, digest: str) -> HeldForm | None:
        """The form of that hash; None when there is none."""

    def drop_held(self, before: datetime) -> int:
        """Forget the forms kept before that moment: how many."""
