"""Mail in the service mailbox -> answers. A stranger's mail and an automatic reply change nothing (law 6)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import Act, Answer, AnswerKind, Notification, Person, Role, Via
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core, log
from calsync.parsers.automatic import is_automatic
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.visible_text import visible_text
from calsync.ports import IncomingMail, Transaction

CURSOR = "mail"
OVERLAP = timedelta(minutes=15)
"""Mail is read again this far back: the order in which a mailbox shows it is no promise."""
FIRST_LOOK_BACK = timedelta(days=1)
_TOKEN = re.compile(r"\[([A-HJ-NP-Z2-9]{6})\]")
KEPT = 500
"""How many characters of an answer are kept."""

_KINDS = {
    Intent.SAFE: AnswerKind.SAFE,
    Intent.CONTACT: AnswerKind.CONTACT,
    Intent.EXTEND: AnswerKind.EXTEND,
    Intent.HELP: AnswerKind.HELP,
    Intent.DURESS: AnswerKind.DURESS,
    Intent.UNKNOWN: AnswerKind.UNCLEAR,
}
_RESPONDER_KINDS = {
    ResponderIntent.ACKNOWLEDGE: AnswerKind.ACKNOWLEDGE,
    ResponderIntent.CLOSE: AnswerKind.CLOSE,
    ResponderIntent.TOLD_OUTSIDE: AnswerKind.TOLD_OUTSIDE,
    ResponderIntent.STAND_DOWN: AnswerKind.STAND_DOWN,
    ResponderIntent.DURESS: AnswerKind.DURESS,
    ResponderIntent.UNKNOWN: AnswerKind.UNCLEAR,
}


class MailReading:
    """Reads the service mailbox by time received; its read flags mean nothing."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    async def read_mail(self) -> int:
        """How many answers were taken. Raises SourceError when the mailbox can't be read."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            read_until = tx.cursor(CURSOR)
        since = read_until - OVERLAP if read_until is not None else at - FIRST_LOOK_BACK
        taken = 0
        newest = read_until
        for mail in await core.mailbox.received_since(since):
            taken += self._take(mail)
            newest = max(newest or mail.received, mail.received)
        if newest is not None and newest != read_until:
            with core.store.transaction() as tx:
                tx.put_cursor(CURSOR, newest)
        return taken

    def _take(self, mail: IncomingMail) -> bool:
        with self._core.store.transaction() as tx:
            people = tx.people()
            row = self._answered(tx, mail)
            deadline = tx.deadline(row.deadline_id) if row is not None else None
        sender = people.by_mail(mail.sender)
        if is_automatic(mail.headers, mail.subject, mail.sender):
            return self._set_aside(mail, "mail-automatic", row)
        if sender is None:
            return self._set_aside(mail, "mail-from-stranger", row)
        worker_id = deadline.worker if deadline is not None else None
        if sender.id == worker_id or (worker_id is None and sender.works):
            answer = self._from_worker(mail, sender, row)
        elif row is not None and row.role is not Role.WORKER:
            answer = self._from_responder(mail, sender, row)
        else:
            return self._set_aside(mail, "mail-about-nothing", row)
        outcome = self._answering.answer(answer)
        if outcome is TAKEN_BEFORE:
            return False
        log.info("mail %s was taken as %s: %s", mail.id[:12], answer.kind, outcome.took_as)
        return True

    def _answered(self, tx: Transaction, mail: IncomingMail) -> Notification | None:
        """Our message that this one answers: by its ids, else by the word in its subject."""
        token = _TOKEN.search(mail.subject)
        ids = [each for each in (mail.in_reply_to, *mail.references) if each]
        return tx.notification_for(
            message_ids=ids, conversation_id=mail.conversation_id, token=token.group(1) if token else ""
        )

    def _from_worker(self, mail: IncomingMail, sender: Person, row: Notification | None) -> Answer:
        sent = self._sent(mail)
        words = visible_text(mail.text)
        reply = read_reply(
            mail.text,
            sent=sent,
            zone=self._core.zone,
            code_words=self._core.policy.code_words,
            names=(sender.name, *sender.name.split()[:1]),
        )
        answer = self._answer(mail, sender, row, _KINDS.get(reply.intent, AnswerKind.UNCLEAR), words)
        # "Are you not going, or have you finished and are you safe?": a plain yes to that says that they are not there.
        finished = row is not None and row.step == DIARY_CHANGED
        return replace(answer, minutes=reply.minutes, until=reply.until, leaving=reply.leaving or finished)

    def _from_responder(self, mail: IncomingMail, sender: Person, row: Notification) -> Answer:
        reply = read_responder_reply(mail.text, code_words=self._core.policy.code_words)
        kind = _RESPONDER_KINDS.get(reply.kind, AnswerKind.UNCLEAR)
        answer = self._answer(mail, sender, row, kind, visible_text(mail.text))
        return replace(answer, reason=reply.reason, log_number=reply.log_number)

    def _answer(
        self, mail: IncomingMail, sender: Person, row: Notification | None, kind: AnswerKind, words: str
    ) -> Answer:
        return Answer(
            id=f"mail:{mail.message_id or mail.id}",
            who=sender.id,
            kind=kind,
            sent=self._sent(mail),
            received=mail.received,
            via=Via.REPLY,
            deadline_id=row.deadline_id if row is not None else None,
            words=words[:KEPT],
        )

    def _sent(self, mail: IncomingMail) -> datetime:
        """When it was said. A sender's clock may be wrong: later than it arrived it can't have been sent."""
        return min(mail.sent, mail.received)

    def _set_aside(self, mail: IncomingMail, what: str, row: Notification | None) -> bool:
        """Remember a mail that is nobody's answer, so that it is looked at once; its words are not kept."""
        seen = Answer(
            id=f"mail:{mail.message_id or mail.id}",
            who="",
            kind=AnswerKind.UNCLEAR,
            sent=mail.sent,
            received=mail.received,
            via=Via.REPLY,
        )
        with self._core.store.transaction() as tx:
            if tx.add_answer(seen):
                about = row.deadline_id if row is not None else ""
                tx.add_acts([Act(at=self._core.clock.now(), what=what, deadline_id=about)])
        return False
