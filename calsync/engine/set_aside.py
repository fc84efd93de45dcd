"""A mail that is nobody's answer -> remembered, so that it is looked at once; its words are not kept."""

from __future__ import annotations

from calsync.domain.model import Act, Answer, AnswerKind, Notification, Via
from calsync.engine.core import Core
from calsync.ports import IncomingMail


def set_mail_aside(core: Core, mail: IncomingMail, what: str, row: Notification | None) -> bool:
    """False, since nothing was answered; `what` stands in the audit, once."""
    # Under a name of its own, so that a stranger's mail is read anew should they turn out to be somebody known.
    seen = Answer(
        id=f"{what}:{mail.message_id or mail.id}",
        who="",
        kind=AnswerKind.UNCLEAR,
        sent=mail.sent,
        received=mail.received,
        via=Via.REPLY,
    )
    with core.store.transaction() as tx:
        if tx.add_answer(seen):
            about = row.deadline_id if row is not None else ""
            tx.add_acts([Act(at=core.clock.now(), what=what, deadline_id=about)])
    return False
