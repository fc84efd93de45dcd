"""The verb `dispatch`: notification rows -> messages handed to their channels. Delivery is at least once (law 13)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import AFTER_CLOSING, STOOD_DOWN
from calsync.domain.before.messages import deadline_of, is_before
from calsync.domain.before.wording import before_visit
from calsync.domain.drills import is_drill
from calsync.domain.model import (
    AlarmKind,
    Channel,
    Lane,
    Notification,
    NotificationState,
    Receipt,
    Role,
)
from calsync.domain.passing_on import AFTER
from calsync.domain.responders import address
from calsync.domain.scene import Scene
from calsync.domain.wording import compose
from calsync.engine.calling import phone_call, ring
from calsync.engine.core import Core, log, tell_outside_ladder
from calsync.engine.direct import is_direct, visits_in, words_of_row
from calsync.engine.faults import fault
from calsync.engine.giving_way import give_way, message_act
from calsync.engine.home_record import opened
from calsync.engine.joint import wake_late
from calsync.engine.lanes import AT_ONCE, take
from calsync.engine.one_call import lines_of, waits_for_line
from calsync.engine.other_mail import Outgoing, or_by_other_mail
from calsync.engine.overflow import overflow
from calsync.engine.refused_for_good import taken_again, tell_refusal
from calsync.engine.retries import TIMEOUT, WAITS
from calsync.engine.ringing_texts import direct_text
from calsync.engine.scenes import folded_scene, message_scene
from calsync.engine.still_owed import still_owed, superseded
from calsync.engine.story import Happened
from calsync.engine.summary import settle_carried, taken_along
from calsync.engine.texting import text_message
from calsync.engine.trying import tried
from calsync.engine.webhooking import webhook_message
from calsync.errors import Conflict, DeliveryFailed, StoreUnavailable
from calsync.ports import Claim, Message, PhoneCall, SentMail, TextMessage, Transaction

GIVES_WAY_AFTER = 45.0
"""Seconds of failures after which the person's next channel is called in."""
QUICK = 2.0
"""Seconds of elapsed time for which one call goes on taking what waits: then it is the next tick's."""

_RANK = {lane: rank for rank, lane in enumerate(Lane)}
_Queue = tuple[str, str, str]
"""Deadline, recipient and channel; of calls the telephone alone."""


class Dispatching:
    """Sends what was recorded: reads the deadline once more before each message, sends outside the transaction."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._under_way: Counter[str] = Counter()
        """How many messages of each channel this process is handing over."""
        self._failed = 0
        """How many tries of this process were in vain."""
        self._last: dict[_Queue, asyncio.Future[None]] = {}
        """What the next message of a queue waits for: the end of those before it."""

    async def dispatch(self, *, limit: int = AT_ONCE) -> int:
        """How many messages were handed over, with `limit` of each channel on their way at once.

        It may be called again while it waits for a channel: each call takes what there is room for by then. What was
        left for want of room is taken at once, as long as no channel is slow and nothing fails: whom a failure calls in
        is told at the next tick, when the channel may be well again.
        """
        elapsed = asyncio.get_running_loop().time
        begun, sent, failed = elapsed(), 0, self._failed
        while claims := self._claimed(limit):
            sent += await self._hand_all_over(claims)
            if self._failed > failed or elapsed() - begun >= QUICK:
                break
        return sent

    def sends_by(self, channel: Channel) -> bool:
        """Whether messages are just going out by a channel, so that what becomes of one may be known before its id."""
        return self._under_way[channel] > 0

    async def _hand_all_over(self, claims: Sequence[Claim]) -> int:
        queues: dict[_Queue, list[Claim]] = {}
        lines = lines_of(self._core, claims)
        for claim in claims:
            # What one person is owed by one channel about one deadline goes in order, so that each message sees what
            # went before it. By two channels it does not: a text that hangs would hold back the mail beside it. Each is
            # read once more before it goes, so that neither says what is no longer true.
            # Calls to one telephone go in order whatever they are about: a try of which nobody knows what came looks
            # for its call among those to that number, and must know which of them are another one's.
            row = claim.notification
            calls = row.channel is Channel.VOICE
            key = ("", lines[row.recipient], row.channel) if calls else (row.deadline_id, row.recipient, row.channel)
            queues.setdefault(key, []).append(claim)
        return sum(await asyncio.gather(*(self._in_order(key, queue) for key, queue in queues.items())))

    def _claimed(self, limit: int) -> list[Claim]:
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            claims = self._taken(tx, self._under_way, limit, at)
            if overflow(core, tx, at, besides={claim.notification.id for claim in claims}):
                claims += self._taken(tx, self._under_way + _by_channel(claims), limit, at)
        self._under_way.update(_by_channel(claims))
        return sorted(claims, key=lambda claim: _place(claim.notification))

    def _taken(self, tx: Transaction, under_way: Counter[str], limit: int, at: datetime) -> list[Claim]:
        claims: list[Claim] = []
        for channel in tx.waiting_by(at):
            if (room := limit - under_way[channel]) > 0:
                claims += take(self._core, tx, channel, room, at)
        return claims

    async def _in_order(self, key: _Queue, queue: Sequence[Claim]) -> int:
        before, ended = self._last.get(key), asyncio.get_running_loop().create_future()
        self._last[key] = ended
        sent = 0
        try:
            if before is not None:
                await before
            for claim in queue:
                sent += await self._guarded(claim)
        finally:
            self._under_way[key[2]] -= len(queue)
            ended.set_result(None)
            if self._last.get(key) is ended:
                del self._last[key]
        return sent

    async def _guarded(self, claim: Claim) -> bool:
        """Whether one message was handed over; what goes wrong with it stops no other (law 14)."""
        try:
            return await self._send(claim)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("message %s could not be dealt with: %s", claim.notification.id, fault(error))
            return self._not_sent(claim, DeliveryFailed(fault(error)))

    async def _send(self, claim: Claim) -> bool:
        core, row = self._core, claim.notification
        at = core.clock.now()
        if is_direct(row):
            return await self._send_direct(claim)
        with core.store.transaction() as tx:
            deadline, visit = tx.deadline(deadline_of(row)), None
            if deadline is not None:
                visit = tx.visit(deadline.visit_id)
            if deadline is None or visit is None or not still_owed(row, deadline, at):
                tx.put_outcome(claim, replace(row, state=NotificationState.CANCELLED))
                tx.unfold(row)
                return False
            scene = message_scene(core, tx, row, deadline, visit)
            if superseded(row, scene.told):
                tx.put_outcome(claim, replace(row, state=NotificationState.FOLDED))
                tx.unfold(row)
                return False
            if waits_for_line(core, tx, claim, deadline, at):
                return False
            # A call for help is told by itself, whatever else the same scan owed to the same person.
            alone = deadline.alarm is not AlarmKind.SILENCE or is_drill(visit)
            others = [] if alone else tx.carried_by(row)
            carried = [(each, folded_scene(core, tx, each)) for each in others]
            summary = None if is_drill(visit) else taken_along(core, tx, row, visit, at)
        try:
            also = [(each, about) for each, about in carried if about is not None]
            message = self._message(row, scene, also)
            if summary is not None and isinstance(message, Message):
                message = replace(message, text=f"{message.text}\n{summary.words}")
            sent = await or_by_other_mail(core, message, self._hand_over(message), TIMEOUT)
        except DeliveryFailed as error:
            return self._not_sent(claim, error)
        except Exception as error:
            # One message that can't be made or sent must not stop the others (law 14).
            return self._not_sent(claim, DeliveryFailed(fault(error)))
        if summary is not None:
            with core.store.transaction() as tx:
                settle_carried(tx, summary, sent, core.clock.now())
        return self._sent(claim, [scene, *(about for _, about in also)], message, sent, others)

    async def _send_direct(self, claim: Claim) -> bool:
        """Whether a message that belongs to no deadline was handed over: its words stand in its row."""
        core, row = self._core, claim.notification
        with core.store.transaction() as tx:
            person = tx.people().get(row.recipient)
        subject, text = words_of_row(row)
        try:
            message: Message | TextMessage
            if row.channel is Channel.TEXT:
                message = direct_text(row, person)
            else:
                where = address(person, row.channel) if person is not None else ""
                if not where or row.channel not in core.notifiers:
                    raise DeliveryFailed("no address is known for this person and channel", permanent=True)
                message = Message(notification=row, address=where, subject=subject, text=text)
            async with asyncio.timeout(TIMEOUT):
                sent = await self._hand_over(message)
        except TimeoutError:
            return self._not_sent(claim, DeliveryFailed(f"no answer within {TIMEOUT:.0f} seconds"))
        except DeliveryFailed as error:
            return self._not_sent(claim, error)
        with core.store.transaction() as tx:
            if tx.put_outcome(claim, _handed_over(row, sent, core.clock.now())):
                tx.add_acts([message_act(row, core.clock.now(), "notification-sent")])
            visit = next((found for each in visits_in(row) if (found := tx.visit(each)) is not None), None)
        if visit is not None:
            core.observe(
                Happened(
                    at=row.recorded,
                    what="notify",
                    visit=visit,
                    role=row.role,
                    ask=row.ask,
                    channel=row.channel,
                    text=_as_shown(message),
                )
            )
        return True

    async def _hand_over(self, message: Outgoing) -> SentMail:
        """Give the message to its channel: a text to the carrier, a call to whoever rings, all else to a notifier."""
        if isinstance(message, Message):
            return await self._core.notifiers[message.notification.channel].send(message)
        if isinstance(message, PhoneCall):
            return await ring(self._core, message)
        if self._core.carrier is None:
            raise DeliveryFailed("nothing here sends by text", permanent=True)
        return await self._core.carrier.send(message)

    def _message(self, row: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> Outgoing:
        if row.channel is Channel.TEXT:
            return text_message(row, scene, also)
        if row.channel is Channel.VOICE:
            return phone_call(row, scene, also)
        if row.channel is Channel.WEBHOOK:
            return webhook_message(row, scene)
        person = scene.people.get(row.recipient)
        where = address(person, row.channel) if person is not None else ""
        if not where:
            raise DeliveryFailed("no address is known for this person and channel", permanent=True)
        if row.channel not in self._core.notifiers:
            raise DeliveryFailed(f"nothing here sends by {row.channel}", permanent=True)
        subject, text = (before_visit if is_before(row) else compose)(row, scene, also)
        return Message(notification=row, address=where, subject=subject, text=text)

    def _sent(
        self,
        claim: Claim,
        scenes: Sequence[Scene],
        message: Outgoing,
        sent: SentMail,
        carried: Sequence[Notification],
    ) -> bool:
        core, at, scene = self._core, self._core.clock.now(), scenes[0]
        row = _handed_over(claim.notification, sent, at)
        with core.store.transaction() as tx:
            wake_late(tx, row, carried)
            if tx.put_outcome(claim, row):
                tx.add_acts([message_act(row, at, "notification-sent"), *opened(row, scenes, _as_shown(message), at)])
                taken_again(tx, row, at)
            now = tx.deadline(row.deadline_id)
            if (
                now is not None
                and not now.is_open
                and row.role is not Role.WORKER
                and row.step not in (STOOD_DOWN, AFTER_CLOSING, *AFTER)
            ):
                # It was closed while this was on its way: whoever reads it must hear of that too.
                tell_outside_ladder(core, tx, STOOD_DOWN, now, scene.visit, at)
        # What is told is when it was recorded: the moment at which the service acted, not the channel.
        core.observe(
            Happened(
                at=row.recorded,
                what="notify",
                visit=scene.visit,
                deadline=scene.deadline,
                role=row.role,
                ask=row.ask,
                channel=row.channel,
                text=_as_shown(message),
            )
        )
        return True

    def _not_sent(self, claim: Claim, error: DeliveryFailed) -> bool:
        core, at = self._core, self._core.clock.now()
        self._failed += 1
        tries = claim.notification.attempts + 1
        first = claim.notification.first_failed or at
        row = replace(
            claim.notification,
            attempts=tries,
            first_failed=first,
            last_error=str(error),
            not_before=at + core.real(WAITS[min(tries, len(WAITS)) - 1]),
            state=NotificationState.FAILED if error.permanent else NotificationState.WAITING,
        )
        gives_way = not row.gave_way and (error.permanent or at - first >= core.real(GIVES_WAY_AFTER))
        row = replace(row, gave_way=row.gave_way or gives_way)
        log.warning("message %s by %s failed, try %d: %s", row.id, row.channel, tries, error)

        def write(tx: Transaction, _: datetime) -> None:
            if not tx.put_outcome(claim, row):
                return
            tell_refusal(tx, row, error, at)
            if gives_way:
                tx.unfold(row)
                tx.add_acts([message_act(row, at, "notification-gave-way")])
                give_way(core, tx, row, at)

        with suppress(Conflict):  # then its lease ends, and it is tried again
            tried(core, write, "what became of a message could not be written")
        return False


def _by_channel(claims: Sequence[Claim]) -> Counter[str]:
    return Counter(str(claim.notification.channel) for claim in claims)


def _place(row: Notification) -> tuple[int, datetime, str]:
    return _RANK[row.lane], row.due, row.id


def _handed_over(row: Notification, sent: SentMail, at: datetime) -> Notification:
    return replace(
        row,
        state=NotificationState.SENT,
        attempts=row.attempts + 1,
        message_id=sent.message_id,
        conversation_id=sent.conversation_id,
        sent=at,
        last_error="",
        receipt=row.receipt if row.receipt.is_final else Receipt.WAITING if row.channel.rings else Receipt.NONE,
    )


def _as_shown(message: Outgoing) -> str:
    if isinstance(message, PhoneCall):
        return message.spoken.words
    return f"{message.subject}\n{message.text}" if isinstance(message, Message) else message.words.words
