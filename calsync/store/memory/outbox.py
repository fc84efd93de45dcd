"""The outbox, as the fake keeps it: read beside `sql_outbox.py`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Channel, Lane, Notification, NotificationState, PersonId
from calsync.ports import Claim
from calsync.store.memory.work import MemoryWork
from calsync.store.rows.outbox import LANE_RANK
from calsync.store.work import LEASE


class MemoryOutbox(MemoryWork):
    """The part of a transaction about notifications."""

    def add_notifications(self, notifications: Iterable[Notification]) -> list[Notification]:
        """Those that were new; one whose id stands already is left out, so nothing is told twice."""
        new = []
        for each in notifications:
            if each.id not in self._state.notifications:
                self._state.notifications[each.id] = each
                new.append(each)
        return new

    def claim_notifications(
        self, at: datetime, limit: int, *, channel: str | None = None, alarms: bool | None = None
    ) -> list[Claim]:
        """Waiting ones that may be tried now and nobody else holds, by lane and then by age, under a lease."""
        ready = [
            each
            for each in self._ready(at)
            if (channel is None or each.channel == channel) and (alarms is None or (each.lane is Lane.ALARM) is alarms)
        ]
        fence, until = secrets.token_hex(16), self._real_now() + LEASE
        claimed = sorted(ready, key=lambda each: (LANE_RANK[each.lane], each.due, each.id))[:limit]
        self._state.leases.update({each.id: (fence, until) for each in claimed})
        return [Claim(notification=each, fence=fence) for each in claimed]

    def waiting_by(self, at: datetime) -> list[str]:
        """By which channels messages wait that may be tried now and nobody else holds, in the order of their names."""
        return sorted({str(each.channel) for each in self._ready(at)})

    def mails_under_way(self, since: datetime) -> int:
        """How many notifications by mail were sent after that moment, or are just being sent."""
        mails = [each for each in self._state.notifications.values() if each.channel is Channel.MAIL]
        sent = sum(
            each.state is NotificationState.SENT and each.sent is not None and each.sent > since for each in mails
        )
        return sent + sum(each.state is NotificationState.WAITING and self._held(each.id) for each in mails)

    def alarms_behind(self, recorded: datetime, limit: int) -> list[Notification]:
        """Waiting ones of the alarm lane that were recorded at or before that moment and have not given way."""
        behind = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING
            and each.lane is Lane.ALARM
            and each.recorded <= recorded
            and not each.gave_way
        ]
        return sorted(behind, key=lambda each: (each.due, each.id))[:limit]

    def put_gave_way(self, notification_id: str) -> bool:
        """Write that a waiting one has given way; False when it had before, or waits no more."""
        row = self._state.notifications.get(notification_id)
        if row is None or row.gave_way or row.state is not NotificationState.WAITING:
            return False
        self._state.notifications[notification_id] = replace(row, gave_way=True)
        return True

    def put_outcome(self, claim: Claim, outcome: Notification) -> bool:
        """Write what became of a claimed notification and end the lease; False when the lease was lost."""
        name = claim.notification.id
        if self._state.leases.get(name, ("",))[0] != claim.fence:
            return False
        del self._state.leases[name]
        gave_way = outcome.gave_way or self._state.notifications[name].gave_way
        self._state.notifications[name] = replace(outcome, id=name, gave_way=gave_way)
        return True

    def notifications_of(self, deadline_id: str) -> list[Notification]:
        """Every message of one deadline, oldest first."""
        theirs = [each for each in self._state.notifications.values() if each.deadline_id == deadline_id]
        return sorted(theirs, key=lambda each: (each.due, each.id))

    def notification_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Notification | None:
        """The message that a reply answers: by message id, else token, else conversation; None: none of ours."""
        keys = [("message_id", each) for each in message_ids] + [("token", token), ("conversation_id", conversation_id)]
        for name, value in keys:
            found = [each for each in self._state.notifications.values() if value and getattr(each, name) == value]
            if found:
                return max(found, key=_newness)
        return None

    def cancel_waiting(self, deadline_id: str, *, lanes: Sequence[Lane], repeats_to_others_of: PersonId | None) -> int:
        """Cancel waiting messages of a deadline in these lanes (with an owner: only repeats to others); how many."""
        owner = repeats_to_others_of
        cancelled = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING
            and each.deadline_id == deadline_id
            and each.lane in lanes
            and not self._held(each.id)
            and (owner is None or (each.repeat and each.recipient != owner))
        ]
        for each in cancelled:
            self._state.notifications[each.id] = replace(each, state=NotificationState.CANCELLED)
            self.unfold(each)
        return len(cancelled)

    def carried_by(self, carrier: Notification) -> list[Notification]:
        """The messages about other deadlines that this one carries, oldest first."""
        same = (carrier.recipient, carrier.channel, carrier.lane, carrier.recorded)
        folded = [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.CARRIED
            and each.deadline_id != carrier.deadline_id
            and (each.recipient, each.channel, each.lane, each.recorded) == same
        ]
        return sorted(folded, key=lambda each: (each.due, each.id))

    def unfold(self, carrier: Notification) -> int:
        """Wake the messages about other deadlines that were folded into one that will not go out; how many."""
        folded = self.carried_by(carrier)
        for each in folded:
            self._state.notifications[each.id] = replace(each, state=NotificationState.WAITING)
        return len(folded)

    def failed_before(self, moment: datetime, limit: int) -> list[Notification]:
        """Waiting messages whose first attempt failed at or before that moment, the oldest first."""
        failed = [
            (each.first_failed, each.id, each)
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING and each.first_failed is not None and each.first_failed <= moment
        ]
        return [each for _, _, each in sorted(failed, key=lambda found: found[:2])][:limit]

    def _ready(self, at: datetime) -> list[Notification]:
        return [
            each
            for each in self._state.notifications.values()
            if each.state is NotificationState.WAITING
            and (each.not_before is None or each.not_before <= at)
            and not self._held(each.id)
        ]

    def _held(self, name: str) -> bool:
        lease = self._state.leases.get(name)
        return lease is not None and self._real_now() < lease[1]


def _newness(each: Notification) -> tuple[bool, float, datetime, str]:
    """What sorts the newest message last, one that went out after one that never did."""
    return (each.sent is not None, each.sent.timestamp() if each.sent else 0.0, each.due, each.id)
