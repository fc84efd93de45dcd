"""Messages before, while and after they are sent, in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from calsync.domain.model import Act, Lane, Notification, NotificationState, PersonId
from calsync.ports import Claim
from calsync.store.rows.life import act_row
from calsync.store.rows.outbox import LANE_RANK, notification_of, notification_row
from calsync.store.rows.row import Row
from calsync.store.tables import acts, notifications
from calsync.store.work import Work

# A partial index is used only when the query says the same words: a bound value would not do.
_WAITING = notifications.c.state == literal_column("'waiting'")


class OutboxWork(Work):
    """The messages' part of a transaction."""

    def add_notifications(self, notifications: Iterable[Notification]) -> list[Notification]:
        """Those that were new; one whose id stands already is left out, so nothing is told twice."""
        offered: dict[str, Notification] = {}
        for each in notifications:
            offered.setdefault(each.id, each)
        if not offered:
            return []
        rows = [notification_row(each) for each in sorted(offered.values(), key=lambda each: each.id)]
        written = set(self._connection.execute(self._new(), rows).scalars())
        return [each for each in offered.values() if each.id in written]

    def claim_notifications(
        self, at: datetime, limit: int, *, channel: str | None = None, alarms: bool | None = None
    ) -> list[Claim]:
        """Waiting ones that may be tried now and nobody else holds, by lane and then by age, under a lease."""
        which = [_WAITING, _may_be_tried(at), self._unheld()]
        if channel is not None:
            which.append(notifications.c.channel == channel)
        if alarms is not None:
            is_alarm = notifications.c.lane == Lane.ALARM.value
            which.append(is_alarm if alarms else ~is_alarm)
        rows = self._rows(
            select(notifications)
            .where(*which)
            .order_by(notifications.c.lane_rank, notifications.c.due, notifications.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        if not rows:
            return []
        fence = secrets.token_hex(16)
        self._connection.execute(
            update(notifications)
            .where(notifications.c.id.in_([row["id"] for row in rows]))
            .values(fence=fence, leased_until=self._lease_end())
        )
        return [Claim(notification=each, fence=fence) for each in self._understood(rows, at)]

    def waiting_by(self, at: datetime) -> list[str]:
        """By which channels messages wait that may be tried now and nobody else holds, in the order of their names."""
        query = select(notifications.c.channel).where(_WAITING, _may_be_tried(at), self._unheld()).distinct()
        return sorted(self._connection.execute(query).scalars())

    def mails_under_way(self, since: datetime) -> int:
        """How many notifications by mail were sent after that moment, or are just being sent."""
        by_mail = notifications.c.channel == literal_column("'mail'")
        sent = (by_mail, notifications.c.sent > since, notifications.c.state == NotificationState.SENT.value)
        held = (_WAITING, by_mail, ~self._unheld())
        count = select(func.count()).select_from(notifications)
        return sum(self._connection.execute(count.where(*which)).scalar_one() for which in (sent, held))

    def alarms_behind(self, recorded: datetime, limit: int) -> list[Notification]:
        """Waiting ones of the alarm lane that were recorded at or before that moment and have not given way."""
        query = select(notifications).where(
            _WAITING,
            notifications.c.lane_rank == LANE_RANK[Lane.ALARM],
            notifications.c.recorded <= recorded,
            notifications.c.gave_way.is_(False),
        )
        return list(_readable(self._rows(query.order_by(notifications.c.due, notifications.c.id).limit(limit))))

    def put_gave_way(self, notification_id: str) -> bool:
        """Write that a waiting one has given way; False when it had before, or waits no more."""
        written = self._connection.execute(
            update(notifications)
            .where(notifications.c.id == notification_id, _WAITING, notifications.c.gave_way.is_(False))
            .values(gave_way=True)
        )
        return written.rowcount == 1

    def put_outcome(self, claim: Claim, outcome: Notification) -> bool:
        """Write what became of a claimed notification and end the lease; False when the lease was lost."""
        values = {name: value for name, value in notification_row(outcome).items() if name != "id"}
        if not outcome.gave_way:
            del values["gave_way"]  # it may have given way while it was on its way
        written = self._connection.execute(
            update(notifications)
            .where(notifications.c.id == claim.notification.id, notifications.c.fence == claim.fence)
            .values(**values, fence=None, leased_until=None)
        )
        return written.rowcount == 1

    def notifications_of(self, deadline_id: str) -> list[Notification]:
        """Every message of one deadline, oldest first."""
        query = select(notifications).where(notifications.c.deadline_id == deadline_id)
        rows = self._rows(query.order_by(notifications.c.due, notifications.c.id))
        return list(_readable(rows))

    def notification_for(self, *, message_ids: Sequence[str], conversation_id: str, token: str) -> Notification | None:
        """The message that a reply answers: by message id, else token, else conversation; None: none of ours."""
        for message_id in message_ids:
            if message_id and (found := self._newest(notifications.c.message_id == message_id)):
                return found
        if token and (found := self._newest(notifications.c.token == token)):
            return found
        return self._newest(notifications.c.conversation_id == conversation_id) if conversation_id else None

    def cancel_waiting(self, deadline_id: str, *, lanes: Sequence[Lane], repeats_to_others_of: PersonId | None) -> int:
        """Cancel waiting messages of a deadline in these lanes (with an owner: only repeats to others); how many.

        One that is just being sent is left to its sender, who looks at the deadline once more.
        """
        which = [
            _WAITING,
            notifications.c.deadline_id == deadline_id,
            notifications.c.lane.in_([lane.value for lane in lanes]),
            self._unheld(),
        ]
        if repeats_to_others_of is not None:
            which += [notifications.c.repeat.is_(True), notifications.c.recipient != repeats_to_others_of]
        # The fence stays: a sender who was merely slow still writes that the message did go out.
        carriers = list(_readable(self._rows(select(notifications).where(*which))))
        if not carriers:
            return 0
        self._connection.execute(
            update(notifications)
            .where(notifications.c.id.in_([each.id for each in carriers]))
            .values(state=NotificationState.CANCELLED.value)
        )
        for each in carriers:
            self.unfold(each)
        return len(carriers)

    def unfold(self, carrier: Notification) -> int:
        """Wake the messages about other deadlines that were folded into one that will not go out; how many."""
        woken = self._connection.execute(
            update(notifications).where(*_same_scan(carrier)).values(state=NotificationState.WAITING.value)
        )
        return woken.rowcount

    def carried_by(self, carrier: Notification) -> list[Notification]:
        """The messages about other deadlines that this one carries, oldest first."""
        query = select(notifications).where(*_same_scan(carrier))
        return list(_readable(self._rows(query.order_by(notifications.c.due, notifications.c.id))))

    def _new(self) -> ReturningInsert[str]:
        return self._insert(notifications).on_conflict_do_nothing().returning(notifications.c.id)

    def _unheld(self) -> ColumnElement[bool]:
        return or_(notifications.c.leased_until.is_(None), *self._ended(notifications.c.leased_until))

    def _understood(self, rows: Iterable[Row], at: datetime) -> Iterator[Notification]:
        """The messages in rows; one that can't be understood fails alone and holds up no other (law 14)."""
        for row in rows:
            try:
                yield notification_of(row)
            except ValueError as error:
                self._connection.execute(
                    update(notifications)
                    .where(notifications.c.id == row["id"])
                    .values(state=NotificationState.FAILED.value, last_error=f"its row can't be understood: {error}")
                )
                act = Act(at=at, what="message-unreadable", deadline_id=row["deadline_id"])
                self._connection.execute(acts.insert(), act_row(act))

    def _newest(self, which: ColumnElement[bool]) -> Notification | None:
        """The newest such message, one that went out before one that never did."""
        rows = self._rows(
            select(notifications)
            .where(which)
            .order_by(
                notifications.c.sent.is_(None),
                notifications.c.sent.desc(),
                notifications.c.due.desc(),
                notifications.c.id.desc(),
            )
            .limit(1)
        )
        return notification_of(rows[0]) if rows else None


def _may_be_tried(at: datetime) -> ColumnElement[bool]:
    return or_(notifications.c.not_before.is_(None), notifications.c.not_before <= at)


def _same_scan(carrier: Notification) -> list[ColumnElement[bool]]:
    """What a message carries: owed in the same scan to the same person by the same channel, of other deadlines."""
    return [
        notifications.c.state == NotificationState.CARRIED.value,
        notifications.c.recipient == carrier.recipient,
        notifications.c.channel == carrier.channel.value,
        notifications.c.lane == carrier.lane.value,
        notifications.c.recorded == carrier.recorded,
        notifications.c.deadline_id != carrier.deadline_id,
    ]


def _readable(rows: Iterable[Row]) -> Iterator[Notification]:
    """The messages in rows, without one that can't be understood: an alarm without its history is better than none."""
    for row in rows:
        with suppress(ValueError):
            yield notification_of(row)
