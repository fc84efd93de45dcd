"""A stranger's mail that answers a worker's message and calls for help -> told to people; it changes nothing (law 6).

Somebody in danger may write from a private address. So it stands in the call sheet, IT reads of it, and a responder
rings the worker in ordinary words, once for each message's deadline, unless a code word of theirs stands. Without a cry
it is set aside as any other.
"""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.last_heard import STRANGER
from calsync.domain.model import Act, Answer, AnswerKind, Notification, Role, Via
from calsync.domain.notices import Cause
from calsync.domain.ring_wording import ring_mailed
from calsync.engine.core import Core
from calsync.engine.held import is_held
from calsync.engine.mail_text import sent_of, text_of
from calsync.engine.notices import clear_notice, raise_notice
from calsync.engine.ringing import ask_to_ring
from calsync.engine.set_aside import set_mail_aside
from calsync.parsers.code_words import without_code_words
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.visible_text import visible_text
from calsync.ports import IncomingMail, Transaction

FROM_STRANGER = "mail-from-stranger"
_STANDS = timedelta(days=1)
"""How long a message may be answered so, and a notice about it stands."""
_KEPT, _LONGEST_ADDRESS = 300, 100
_BY_WORD = "a word that somebody has agreed on as a call for help"


def take_stranger(core: Core, mail: IncomingMail, row: Notification | None) -> bool:
    """Always False, since it is no answer; `row` is the message that it answers, if any."""
    codes, at = core.policies.code_words, core.clock.now()
    text = text_of(mail, (), codes)
    intent = read_reply(text, sent=sent_of(mail), zone=core.zone, code_words=codes).intent
    if (
        row is None
        or row.role is not Role.WORKER
        or at - row.recorded > _STANDS
        or intent not in (Intent.HELP, Intent.DURESS)
    ):
        return set_mail_aside(core, mail, FROM_STRANGER, row)
    plain = " ".join(without_code_words(visible_text(text), codes).split())
    said = Answer(
        id=f"{FROM_STRANGER}:{mail.message_id or mail.id}",
        who=STRANGER,
        kind=AnswerKind.UNCLEAR,
        sent=sent_of(mail),
        received=mail.received,
        via=Via.REPLY,
        deadline_id=row.deadline_id,
        words=(_BY_WORD if intent is Intent.DURESS else plain)[:_KEPT],
    )
    with core.store.transaction() as tx:
        if tx.add_answer(said):
            tx.add_acts([Act(at=at, what=FROM_STRANGER, deadline_id=row.deadline_id)])
            _tell(core, tx, mail, row)
    return False


def _tell(core: Core, tx: Transaction, mail: IncomingMail, row: Notification) -> None:
    at = core.clock.now()
    standing = [each for each in tx.standing_notices() if each.cause == Cause.MAIL_CALLS]
    for each in standing:
        if at - each.raised >= _STANDS:
            clear_notice(tx, Cause.MAIL_CALLS, each.about, at)
    if any(each.about == row.deadline_id for each in standing):
        return  # whoever has such a mail may send a thousand
    worker, deadline = tx.people().get(row.recipient), tx.deadline(row.deadline_id)
    name = worker.name if worker is not None else row.recipient
    address = " ".join(mail.sender.split())[:_LONGEST_ADDRESS]
    words = f"A mail calls for help, and answers a message to {name}. It came from {address}, which is nobody's here."
    raise_notice(tx, Cause.MAIL_CALLS, row.deadline_id, words, at)
    if worker is not None and not is_held(tx, worker):
        visit = tx.visit(deadline.visit_id) if deadline is not None else None
        ask_to_ring(core, tx, worker, row.deadline_id, visit, at, words=ring_mailed(worker))
