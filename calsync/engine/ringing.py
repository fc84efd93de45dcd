"""A code word or a cry that counts for nobody yet -> one mail to a responder, who is asked to ring (law 7)."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.model import Act, Ask, Channel, Lane, Person, PersonId, Role, Visit, VisitState
from calsync.domain.responders import Recipient, whom_to_tell
from calsync.domain.ring_wording import ring_now
from calsync.engine.core import Core, log
from calsync.engine.direct import direct_row
from calsync.engine.ringing_texts import rung_by_text
from calsync.ports import Transaction

RING = "ring"
ROLES = (Role.LINE_MANAGER, Role.DEPUTY)
"""Who is asked: the first of these who is at work, else whoever stands in for them."""
_TOPIC = "ring:"


def ask_to_ring(
    core: Core,
    tx: Transaction,
    worker: Person,
    about: str,
    visit: Visit | None,
    at: datetime,
    *,
    words: tuple[str, str] | None = None,
) -> bool:
    """Whether somebody is asked to ring a worker; False when nobody can be reached by mail.

    `about` names what is rung about, so that the messages of one matter stand together; `visit` is the entry's, if it
    is one. `words` are the title and the text, where it is no entry's subject that it is about.
    """
    topic = f"{_TOPIC}{worker.id}:{about.rpartition(' ')[2]}"
    asked = _whom(core, tx, visit or no_visit(worker, at), at)
    if not asked:
        log.error("nobody can be asked by mail to ring worker %s, about %s", worker.id, about)
        return False
    listed = [visit.id] if visit is not None else []
    told = tx.notifications_of(topic)  # a word that is written anew is asked about anew
    rows = [
        direct_row(
            topic, RING, each.person, words or ring_now(worker), at, ready=core.ready, role=each.role, lane=Lane.ALARM,
            ask=Ask.CALL_WORKER, about=listed, told=told,
        )
        for each in asked
    ]  # fmt: skip
    tx.add_notifications([*rows, *rung_by_text([each.person for each in asked], rows, worker, at, ready=core.ready)])
    details = tuple(("of", each.person.id) for each in asked)
    tx.add_acts([Act(at=at, what="ringing-asked", visit_id=visit.id if visit is not None else "", details=details)])
    return True


def is_ring(topic: str) -> bool:
    """Whether a message under this topic asks to ring somebody."""
    return topic.startswith(_TOPIC)


def rung(topic: str) -> PersonId:
    """Whom such a message asks to ring."""
    return topic.removeprefix(_TOPIC).rpartition(":")[0]


def _whom(core: Core, tx: Transaction, visit: Visit, at: datetime) -> list[Recipient]:
    people, ready = tx.people(), core.ready
    for role in ROLES:
        told = whom_to_tell((role,), visit, people, at, channels=(Channel.MAIL,), ready=ready, stand_ins=False)
        if told.own:
            return list(told.recipients[:1])
    told = whom_to_tell(ROLES, visit, people, at, channels=(Channel.MAIL,), ready=ready)
    passed = {each.person.id for each in told.passed_over}
    return [each for each in told.recipients if each.person.id not in passed] or list(told.recipients)


def no_visit(worker: Person, at: datetime) -> Visit:
    """What stands for the worker where no visit does: they hold no role for themselves."""
    return Visit(
        id="", worker=worker.id, event_id=_TOPIC, start=at, end=at, state=VisitState.BEGUN, matched_by="", reasons=(),
        first_seen=at, last_seen=at,
    )  # fmt: skip
