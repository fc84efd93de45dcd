"""Who works here and how far diaries were read, as the store keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from calsync.domain.model import Duty, Load, MailboxState, People, Person, PersonId, Turn


class KeptPeople(Protocol):
    """Who works here."""

    def people(self) -> People:
        """Everybody, as last read from the directory; empty before the first time."""

    def put_people(self, people: People) -> None:
        """Replace what is known of everybody. A person who left stays readable where a deadline names them.

        Whom the rotas name stays as it was.
        """

    def put_rota(self, duties: Sequence[Duty]) -> None:
        """Write whom the rotas name for the coming days, and nothing else."""

    def put_settings(self, persons: Sequence[Person]) -> None:
        """Write the zone, hours and absences of these persons and nothing else of them; who is not known is left out.

        Who works here may be written by another process at the same moment, and stays as that one says.
        """


class KeptDiaries(Protocol):
    """How far diaries were read."""

    def mailbox(self, worker: PersonId) -> MailboxState | None:
        """How far a diary was read; None for one that was never known."""

    def mailboxes(self) -> list[MailboxState]:
        """All of them."""

    def put_mailbox(self, state: MailboxState) -> None:
        """Write one; the lease on it ends."""

    def put_mailboxes(self, states: Sequence[MailboxState]) -> None:
        """Write several at once; the leases on them end."""

    def claim_mailboxes(self, at: datetime, limit: int, *, begun_first: bool = True) -> list[MailboxState]:
        """Those whose `next_poll_at` has passed, leased to the caller for a minute of elapsed time.

        Diaries with a begun visit come first, then those with one soon, and of each what has been due longest. Without
        `begun_first` all others come before them, by when they are due.
        """

    def claim_these(self, workers: Sequence[PersonId]) -> list[MailboxState]:
        """Those of these workers' mailboxes that nobody holds, leased to the caller as by `claim_mailboxes`."""

    def poll_load(self, at: datetime) -> list[Load]:
        """How many diaries are read at which pace, without those that are not read any more."""

    def hasten_mailboxes(self, turn: Turn, pace: timedelta, next_poll_at: datetime, fresh_until: datetime) -> None:
        """Of the diaries read in this turn at this pace: none is read, or counts as fresh, later than these moments.

        Those that fail, and those that are not read any more, stay as they are.
        """

    def unread(self, at: datetime) -> list[MailboxState]:
        """The mailboxes that have not been read since their `fresh_until` (law 10), the oldest first."""

    def failing(self) -> list[MailboxState]:
        """The mailboxes whose last reading failed, the one that has failed longest first."""
