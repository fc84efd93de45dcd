"""A notification by telephone: whom it rings, what is said when they answer, and the call itself (laws 13 and 15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.before.messages import deadline_of
from calsync.domain.links import Link, digest_of, key_name
from calsync.domain.model import Deadline, Notification, PersonId, Role, Visit
from calsync.domain.scene import Scene
from calsync.domain.spoken import Spoken
from calsync.domain.text_brief import Brief, brief_of
from calsync.domain.voice_wording import alarm, question
from calsync.engine.core import Core
from calsync.engine.own_number import line_of, own_number
from calsync.engine.standing_word import word_beside
from calsync.errors import DeliveryFailed
from calsync.parsers.dialling import dialled, same_number
from calsync.ports import PhoneCall, SentMail, Transaction

UNTRIED = timedelta(seconds=45)
"""So long after it was recorded a message may have been tried by a process that ended before it could say so."""
_CALL = "call "


def phone_call(row: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> PhoneCall:
    """The row as a call. Raises DeliveryFailed, for good, where its reader has no number that may be rung."""
    person = scene.people.get(row.recipient)
    number = own_number(person, dialled, "telephone")
    return PhoneCall(
        notification=row, number=number, spoken=spoken_to(row, brief_of(row, scene, also, dial=same_number))
    )


async def ring(core: Core, call: PhoneCall) -> SentMail:
    """Have the person rung; what is needed to find the row again is kept first (law 13). Raises DeliveryFailed."""
    if core.caller is None or core.links is None:
        raise DeliveryFailed("nothing here rings by telephone", permanent=True)
    row, at = call.notification, core.clock.now()
    token = core.links.call_token(row)
    page = Link(
        digest=digest_of(_CALL + token),
        notification_id=row.id,
        deadline_id=row.deadline_id,
        who=row.recipient,
        made=at,
        key=key_name(core.links.secret),
    )
    with core.store.transaction() as tx:
        before = tx.link(page.digest)
        if before is None:
            tx.put_link(page)
        others = _others(tx, row)
    # Its page is kept just before the first try. What was given back to wait for the line was never tried, however old.
    old = row.not_before is None and at - row.recorded >= core.real(UNTRIED.total_seconds())
    tried = row.attempts > 0 or before is not None or old
    return await core.caller.ring(
        PhoneCall(
            notification=row,
            number=call.number,
            spoken=call.spoken,
            page=f"{core.links.address}/voice/call/{token}",
            tried_since=(before.made if before is not None else row.recorded) if tried else None,
            others=others,
        )
    )


def _others(tx: Transaction, row: Notification) -> frozenset[str]:
    """The carrier's ids of the calls to the same telephone that are known to be other messages'."""
    people = tx.people()
    line = line_of(people, row.recipient)
    sent = tx.calls_sent(row.recorded - UNTRIED)
    lines = {who: line_of(people, who) for who in {each.recipient for each in sent}}
    return frozenset(each.message_id for each in sent if lines[each.recipient] == line)


def first_tried(core: Core, tx: Transaction, row: Notification) -> datetime | None:
    """When a call was first tried, whatever came of it; None when it never was."""
    link = tx.link(digest_of(_CALL + core.links.call_token(row))) if core.links is not None else None
    return link.made if link is not None else None


def rung_row(tx: Transaction, token: str) -> Notification | None:
    """The message that a call brings, by the last part of its page's address; None when there is none."""
    link = tx.link(digest_of(_CALL + token))
    rows = tx.notifications_of(link.deadline_id) if link is not None else []
    return next((row for row in rows if link is not None and row.id == link.notification_id), None)


def brief_now(core: Core, tx: Transaction, row: Notification) -> Brief | None:
    """What a call may speak of at this moment; None when what it was about is gone."""
    about = _scene(core, tx, row)
    if about is None:
        return None
    carried = [(each, scene) for each in tx.carried_by(row) if (scene := _scene(core, tx, each)) is not None]
    still = [(each, scene) for each, scene in carried if scene.deadline.is_open]
    return brief_of(row, about, still, dial=same_number)


def told_of(tx: Transaction, row: Notification) -> dict[PersonId, str]:
    """The workers of whom a call told, those of a call folded into it too, each with the deadline that it was about."""
    about: dict[PersonId, str] = {}
    for each in (row, *tx.carried_by(row)):
        if (deadline := tx.deadline(deadline_of(each))) is not None:
            about.setdefault(deadline.worker, deadline.id)
    return about


def spoken_to(row: Notification, brief: Brief) -> Spoken:
    """What whoever answers hears first."""
    return question(brief) if row.role is Role.WORKER else alarm(brief)


def _scene(core: Core, tx: Transaction, row: Notification) -> Scene | None:
    """As much as is spoken of: no household, no entry's words, no place."""
    deadline: Deadline | None = tx.deadline(deadline_of(row))
    visit: Visit | None = tx.visit(deadline.visit_id) if deadline is not None else None
    if deadline is None or visit is None:
        return None
    told, people = tx.notifications_of(row.deadline_id), tx.people()
    word = word_beside(tx, row, deadline, visit, people, core.zone)
    return Scene(deadline=deadline, visit=visit, people=people, told=told, zone=core.zone, word=word)
