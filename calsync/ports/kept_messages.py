"""What is told, as the store keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from calsync.domain.model import Lane, Notice, Notification, PersonId
from calsync.ports.claims import Claim, NoticeClaim


class KeptNotifications(Protocol):
    """The outbox."""

    def add_notifications(self, notifications: Iterable[Notification]) -> list[Notification]:
        """Those that were new; one whose id stands already is left out, so nothing is told twice."""

    def claim_notifications(
        self, at: datetime, limit: int, *, channel: str | None = None, alarms: bool | None = None
    ) -> list[Claim]:
        """Waiting ones that may be tried now and nobody else holds, by lane and then by age, under a lease.

        With `channel` those by that channel alone; with `alarms` those of the alarm lane alone, or all but those.
        """

    def waiting_by(self, at: datetime) -> list[str]:
        """By which channels messages wait that may be tried now and nobody else holds, in the order of their names."""

    def mails_under_way(self, since: datetime) -> int:
        """How many notifications by mail were sent after that moment, or are just being sent."""

    def alarms_behind(self, recorded: datetime, limit: int) -> list[Notification]:
        """Waiting ones of the alarm lane that were recorded at or before that moment and have not given way."""

    def put_gave_way(self, notification_id: str) -> bool:
        """Write that a waiting one has given way; False when it had before, or waits no more."""

    def put_outcome(self, claim: Claim, outcome: Notification) -> bool:
        """Write what became of a claimed notification and end the lease; False when the lease was lost.

        One that gave way meanwhile stays so.
        """

    def notifications_of(self, deadline_id: str) -> list[Notification]:
        """Every message of one deadline, oldest first."""

    def notification_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Notification | None:
        """The message that a reply answers: by message id, else token, else conversation; None: none of ours."""

    def cancel_waiting(self, deadline_id: str, *, lanes: Sequence[Lane], repeats_to_others_of: PersonId | None) -> int:
        """Cancel waiting messages of a deadline in these lanes (with an owner: only repeats to others); how many.

        Messages about other deadlines that were folded into one of them are woken again.
        """

    def carried_by(self, carrier: Notification) -> list[Notification]:
        """The messages about other deadlines that this one carries, oldest first."""

    def unfold(self, carrier: Notification) -> int:
        """Wake the messages about other deadlines that were folded into one that will not go out; how many."""

    def failed_before(self, moment: datetime, limit: int) -> list[Notification]:
        """Waiting messages whose first attempt failed at or before that moment, the oldest first."""


class KeptNotices(Protocol):
    """Notices to IT."""

    def standing_notices(self) -> list[Notice]:
        """What keeps the service from its work now, the oldest first."""

    def cleared_notices(self, since: datetime) -> list[Notice]:
        """What was found to be well again at or after that moment, and is; the oldest first."""

    def add_notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Those that were new; one is left out while another of its cause and about stands."""

    def clear_notices(self, ids: Sequence[str], at: datetime) -> None:
        """It is well again since `at`."""

    def reopen_notices(self, come_back: Sequence[Notice]) -> None:
        """It came back: the notice stands again, with what was told. None of its cause and about may stand."""

    def claim_notices(self, at: datetime, unheard_since: datetime, limit: int) -> list[NoticeClaim]:
        """What may be told now and nobody else holds, the oldest first, under a lease.

        Among it is what was cleared at or after `unheard_since` before any channel took it, though one was tried.
        """

    def put_notice_outcome(self, claim: NoticeClaim, outcome: Notice) -> bool:
        """Write when it was told, or when it is tried again, and end the lease; False when the lease was lost."""
