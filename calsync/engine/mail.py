"""Mail in the service mailbox -> answers. A stranger's mail and an automatic reply change nothing (law 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from calsync.domain.before.messages import is_before
from calsync.domain.danger import beside
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    Notification,
    People,
    Person,
    PersonId,
    Role,
)
from calsync.engine.about_closed import of_closed
from calsync.engine.about_told import about_told
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.answer_kinds import KINDS, RESPONDER_KINDS
from calsync.engine.away import worker_of_topic
from calsync.engine.away_answers import AwayAnswers
from calsync.engine.before_answers import BeforeAnswers
from calsync.engine.burst_answers import BurstAnswers
from calsync.engine.carried import OF_ALL, take_carried
from calsync.engine.core import Core, log
from calsync.engine.cries_of_others import CriesOfOthers
from calsync.engine.declaring import needs_no_answer, take_declaration
from calsync.engine.direct import WORD, is_direct, is_line
from calsync.engine.faults import fault
from calsync.engine.line_beside import take_line_beside
from calsync.engine.mail_text import answer_id, is_automatic, names_of, sent_of, text_of
from calsync.engine.marked_done import about_marked, is_marked
from calsync.engine.more_time_recorded import more_time_of
from calsync.engine.one_line import OneLines
from calsync.engine.passed_on import PassedOn
from calsync.engine.pin_reading import PinReading
from calsync.engine.ring_answers import RingAnswers, about_of
from calsync.engine.ringing import is_ring, rung
from calsync.engine.set_aside import set_mail_aside
from calsync.engine.strangers import take_stranger
from calsync.engine.taking_over import step_answered
from calsync.engine.verdicts import Asked, asked_about, take_verdicts, verdicts
from calsync.engine.whose_word import WhoseWord
from calsync.errors import Conflict, StoreUnavailable
from calsync.parsers.answer_mail import TOKEN
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.no_visit import read_why_no_visit
from calsync.parsers.not_going import says_not_going
from calsync.parsers.reply import Intent, Reply, read_reply
from calsync.parsers.responder_reply import read_responder_reply, speaks_of_everybody
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.ports import IncomingMail, Transaction

CURSOR = "mail"
OVERLAP = timedelta(minutes=15)
"""Mail is read again this far back: the order in which a mailbox shows it is no promise."""
FIRST_LOOK_BACK = timedelta(days=1)
NO_VISIT = "not a visit"
"""What a responder says who gives a reason besides."""
KEPT = 500
"""How many characters of an answer are kept."""


class MailReading:
    """Reads the service mailbox by time received; its read flags mean nothing."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering
        self._away = AwayAnswers(core)
        self._before_visits = BeforeAnswers(core, answering)
        self._passed_on = PassedOn(core, answering)
        self._whose_word = WhoseWord(core, self._passed_on)
        self._cries = CriesOfOthers(core, self._passed_on)
        self._bursts = BurstAnswers(core, self._passed_on)
        self._rings = RingAnswers(core, answering)
        self._pins = PinReading(core, answering)
        self._lines = OneLines(core, answering)

    async def read_mail(self) -> int:
        """How many answers were taken. Raises SourceError when the mailbox can't be read."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            read_until = tx.cursor(CURSOR)
        since = read_until - OVERLAP if read_until is not None else at - FIRST_LOOK_BACK
        taken = 0
        newest = read_until
        for mail in await core.mailbox.received_since(since):
            try:
                taken += self._take(mail)
            except (StoreUnavailable, Conflict):
                raise
            except Exception as error:
                # One mail that can't be understood must not keep every later one from being read (law 14).
                log.error("a mail could not be read: %s", fault(error))
                self._set_aside(mail, "mail-unreadable", None)
            newest = max(newest or since, min(mail.received, at))  # a moment that is still to come hides nothing
        if newest is not None and newest != read_until:
            with core.store.transaction() as tx:
                tx.put_cursor(CURSOR, newest)
        await self._lines.writing.write()
        return taken

    def _take(self, mail: IncomingMail) -> bool:
        with self._core.store.transaction() as tx:
            row, sender = self._answered(tx, mail), tx.people().by_mail(mail.sender)
        if is_automatic(mail, sender, self._core.policies.code_words):
            return self._set_aside(mail, "mail-automatic", row)
        if sender is None:
            return take_stranger(self._core, mail, row)
        return self._pins.take(mail, sender, lambda cut: self.take_from(sender, cut, row))

    def take_from(self, sender: Person, mail: IncomingMail, row: Notification | None) -> bool:
        """Whether what somebody known wrote was a new answer; `row` is the message that it answers, if any."""
        return self._bursts.take(sender, mail, row, self._take_one)

    def _take_one(self, sender: Person, mail: IncomingMail, row: Notification | None) -> bool:
        with self._core.store.transaction() as tx:
            deadline = tx.deadline(row.deadline_id) if row is not None else None
            whether = asked_about(tx, row) if row is not None else None
            agreed = self._agreed(deadline, tx.people())
            # Somebody who has left the group is heard as long as a visit of theirs is open.
            visits = sender.works or bool(tx.deadlines_of(sender.id))
        if row is not None and is_line(row):
            if (taken := self._lines.answered(mail, sender, self._text(mail, sender), row)) is not None:
                return taken
            row = None  # whoever told of a colleague's visit writes a mail of their own
        if row is not None and is_direct(row):
            if (taken := self._about_away(mail, sender, row)) is not None:
                return taken
            row = None  # what is no answer to that speaks for itself
        if row is not None and is_before(row):
            if (taken := self._before(mail, sender, row)) is not None:
                return taken
            row = None  # what it says besides is read as a mail of its own
        names, text = frozenset(names_of(sender)), self._text(mail, sender)
        take_line_beside(self._core, self._lines, mail, sender, text, alone=row is None)
        told = self._answer(mail, sender, None, AnswerKind.DURESS, "")
        if (taken := self._whose_word.take(told, text, sender, row, deadline)) is not None:
            return taken
        if row is None and (taken := self._cries.take(told, text, sender)) is not None:
            return taken
        if row is None and (declared := take_declaration(self._core, mail, sender, names=names)) is not None:
            return declared
        row, deadline = of_closed(self._core, mail, sender, row, deadline, text, self._away)
        answer = self._read(mail, sender, row, deadline, agreed, visits=visits)
        own_word = answer if visits and (row is None or row.role is Role.WORKER) else None
        duress = own_word is not None and own_word.kind is AnswerKind.DURESS
        if duress and answer is not None and is_automatic(mail, None, ()):
            # Without the word it would be no answer, and the worker be asked as before (law 7).
            return self._answering.answer(beside(answer)) is not TAKEN_BEFORE
        if own_word is not None and (taken := self._not_working(mail, sender, own_word)) is not None:
            return taken
        codes = self._code_words(sender, agreed)
        if (taken := self._lines.hear(mail, sender, text, answer, codes, own_word, alone=row is None)) is not None:
            return taken
        if answer is None or (
            row is None and answer.kind is AnswerKind.UNCLEAR and needs_no_answer(self._core, mail, sender)
        ):
            return self._set_aside(mail, "mail-about-nothing", row)
        said = self._verdicts(mail, sender, answer, whether, codes)
        if answer.kind is AnswerKind.DURESS and whether is not None and answer.deadline_id is not None:
            answer = replace(answer, plain=tuple(said) or self._plainly(mail, sender, answer, codes))
        elif answer.kind is AnswerKind.DURESS and own_word is not None:
            plain = self._plainly(mail, sender, answer, codes, row)
            # What is unclear beside the word is shown as a plain "safe" is: it would be asked back otherwise.
            answer = replace(answer, plain=tuple(each for each in plain if each.kind is not AnswerKind.UNCLEAR))
        elif said:
            return take_verdicts(self._answering, said)
        if (outcome := self._answering.answer(answer)) is TAKEN_BEFORE:
            return False
        silent = deadline is not None and deadline.alarm is AlarmKind.SILENCE
        of_all = answer.kind in OF_ALL or (answer.kind is AnswerKind.CLOSE and speaks_of_everybody(answer.reason))
        if of_all and row is not None and silent:
            take_carried(self._core, self._answering, answer, row)
        log.info("mail %s was taken as %s: %s", mail.id[-12:], answer.kind, outcome.took_as)
        return True

    def _about_away(self, mail: IncomingMail, sender: Person, row: Notification) -> bool | None:
        """Whether an answer about somebody away, or whom to ring, was new; None when it is something else."""
        text, names, topic = self._text(mail, sender), frozenset(names_of(sender)), row.deadline_id
        if topic.startswith(WORD):
            return self._whose_word.answered(self._answer(mail, sender, None, AnswerKind.DURESS, ""), text, row, sender)
        worker = rung(topic) if is_ring(topic) else worker_of_topic(topic)
        intent = self._reply(text, sender, mail, self._core.policies.code_words).intent
        if worker and sender.id != worker and (intent is Intent.DURESS or self._passed_on.heard(text, [worker])):
            return self._code_word_passed_on(mail, sender, row, worker)
        if is_ring(topic):
            # Whom it was said of is safe or not; of whoever was asked to ring it says nothing, or a call for help.
            written = self._answer(mail, sender, None, AnswerKind.UNCLEAR, visible_text(text, names))
            taken = self._rings.take(written, sender, row, text, names)
            calls = sender.works and intent in (Intent.HELP, Intent.DURESS)
            if taken is not None:
                return taken
            return None if calls else self._set_aside(mail, "mail-about-nothing", row)
        if intent is Intent.DURESS:
            return self._code_word_of_own(mail, sender, row)
        return self._away.take(
            answer_id(mail), sender, row, text, names, of_themselves=sender.works and intent is not Intent.UNKNOWN
        )

    def _code_word_passed_on(self, mail: IncomingMail, sender: Person, row: Notification, worker: PersonId) -> bool:
        """Whether a code word that somebody was told was new; what they order beside it is shown as without it."""
        about = about_of(self._core, row)
        answer = self._answer(mail, sender, None, AnswerKind.DURESS, "")
        taken, names = self._passed_on.take(answer, worker, about), frozenset(names_of(sender))
        for plain in self._passed_on.apart(self._text(mail, sender), [worker]):
            if self._away.orders(sender, row, plain, names):
                return self._away.take(f"{answer.id}:day", sender, row, plain, names, believed=False) or taken
        return taken

    def _code_word_of_own(self, mail: IncomingMail, sender: Person, row: Notification) -> bool | None:
        """Whether a worker's own code word was new; None where they order nothing of their own day.

        What they order besides is done as without it, since their devices show that (law 7).
        """
        words, names = self._code_words(sender, ()), frozenset(names_of(sender))
        written = self._text(mail, sender)
        text = without_code_words(unquoted(written), words)
        own = sender.id == worker_of_topic(row.deadline_id) and says_code_word(unquoted(written), words)
        if not own or not self._away.orders(sender, row, text, names):
            return None
        answer = self._answer(mail, sender, None, AnswerKind.DURESS, visible_text(written, names))
        taken = self._answering.answer(beside(answer)) is not TAKEN_BEFORE
        return self._away.take(f"{answer.id}:day", sender, row, text, names, believed=False) or taken

    def _not_working(self, mail: IncomingMail, sender: Person, answer: Answer) -> bool | None:
        """Whether a worker's word on their own day (not working, "they stand") was new; None for any other word.

        Beside a code word their devices are shown the same, and nothing of it is believed (law 7).
        """
        text, names = self._text(mail, sender), frozenset(names_of(sender))
        if answer.kind is AnswerKind.DURESS:
            text = without_code_words(unquoted(text), self._code_words(sender, ()))
            if not self._away.is_of_own_day(sender, text, names, answer.sent):
                return None
            taken = self._answering.answer(beside(answer)) is not TAKEN_BEFORE
            return self._away.of_own_day(f"{answer.id}:day", sender, text, names, answer.sent, believed=False) or taken
        if answer.kind is not AnswerKind.UNCLEAR or not self._away.is_of_own_day(sender, text, names, answer.sent):
            return None
        return self._away.of_own_day(answer.id, sender, text, names, answer.sent)

    def _before(self, mail: IncomingMail, sender: Person, row: Notification) -> bool | None:
        """Whether a mail that answers a question before a visit is new; None when it is to be read as any other."""
        text, names = self._text(mail, sender), frozenset(names_of(sender))
        answer = self._answer(mail, sender, None, AnswerKind.UNCLEAR, visible_text(text, names))

        def kind_of(words: str) -> AnswerKind:
            return KINDS.get(self._reply(words, sender, mail, ()).intent, AnswerKind.UNCLEAR)

        code_words = self._code_words(sender, ())
        return self._before_visits.take(answer, text, row, names, code_words=code_words, kind_of=kind_of)

    def _verdicts(
        self, mail: IncomingMail, sender: Person, answer: Answer, whether: Asked | None, code_words: Sequence[str]
    ) -> list[Answer]:
        """What a mail says of each entry that may be a visit, code words apart; empty when it says something else.

        A call for help is never read over.
        """
        if whether is None or answer.deadline_id is None or answer.kind is AnswerKind.HELP:
            return []
        text = self._text(mail, sender)
        if answer.kind is AnswerKind.DURESS:
            text = without_code_words(unquoted(text), code_words)
        names = frozenset(names_of(sender))
        said = verdicts(answer, text, whether, names)
        if said or answer.kind is not AnswerKind.UNCLEAR or answer.reason or answer.who == whether.worker:
            return said
        why = read_why_no_visit(text, names=names)
        return [replace(each, reason=why) for each in verdicts(answer, NO_VISIT, whether, names)] if why else []

    def _plainly(
        self,
        mail: IncomingMail,
        sender: Person,
        answer: Answer,
        code_words: Sequence[str],
        row: Notification | None = None,
    ) -> tuple[Answer, ...]:
        """What a mail with a code word says without it, where that is no verdict; empty where "safe" stands for it.

        A call for help beside a code word brings no more than the code word does.
        """
        text = without_code_words(unquoted(self._text(mail, sender)), code_words)
        reply = self._reply(text, sender, mail, ())
        plain = replace(answer, kind=KINDS.get(reply.intent, AnswerKind.UNCLEAR), finished=False)
        if is_marked(row):
            plain = about_marked(plain, text, names_of(sender), row)
        plain = about_told(self._core, plain, text, row, names_of(sender))
        if plain.kind in (AnswerKind.SAFE, AnswerKind.HELP):
            return ()
        return (replace(plain, minutes=reply.minutes, until=reply.until, leaving=False),)

    def _read(
        self,
        mail: IncomingMail,
        sender: Person,
        row: Notification | None,
        deadline: Deadline | None,
        agreed: Sequence[str],
        *,
        visits: bool,
    ) -> Answer | None:
        """What somebody known says; None when it is about nothing that is theirs to answer.

        `agreed` are the code words of the deadline's policy.
        """
        if deadline is not None and sender.id == deadline.worker:
            return self._from_worker(mail, sender, row, agreed)
        about_others = row is not None and row.role is not Role.WORKER
        own = self._from_worker(mail, sender, None) if visits else None
        if not about_others or row is None:
            return own  # a worker who writes under somebody else's question speaks of themselves
        said = replace(self._from_responder(mail, sender, row, agreed), step=step_answered(row, deadline))
        if said.kind is AnswerKind.UNCLEAR and own is not None and own.kind in (AnswerKind.HELP, AnswerKind.DURESS):
            return own  # somebody who visits too, and answers an alarm by calling for help, needs it themselves
        return more_time_of(self._core, said, self._text(mail, sender), deadline)

    def _answered(self, tx: Transaction, mail: IncomingMail) -> Notification | None:
        """Our message that this one answers: by its ids, else by the word in its subject."""
        token = TOKEN.search(mail.subject)
        ids = [each for each in (mail.in_reply_to, *mail.references) if each]
        return tx.notification_for(
            message_ids=ids, conversation_id=mail.conversation_id, token=token.group(1) if token else ""
        )

    def _agreed(self, deadline: Deadline | None, people: People) -> tuple[str, ...]:
        """The code words of a deadline's policy: its worker may have said one on the phone to whoever answers."""
        if deadline is None:
            return ()
        return self._core.policies.named(deadline.policy, people.get(deadline.worker)).code_words

    def _code_words(self, sender: Person, agreed: Sequence[str]) -> tuple[str, ...]:
        """What somebody may say under duress of their own visits: by their policy, and as `agreed` before."""
        return tuple(dict.fromkeys((*agreed, *self._core.policies.of(sender).code_words)))

    def _from_worker(
        self, mail: IncomingMail, sender: Person, row: Notification | None, agreed: Sequence[str] = ()
    ) -> Answer:
        code_words = self._code_words(sender, agreed)
        text = said = self._text(mail, sender)
        reply = self._reply(text, sender, mail, code_words)
        if reply.intent is Intent.DURESS:
            # The worker's devices show what the same words would bring without the code word (law 7).
            said = without_code_words(unquoted(text), code_words)
            plain = self._reply(said, sender, mail, ())
            reply = replace(reply, leaving=plain.leaving, back=plain.back, home=plain.home, told=plain.told)
        kind, names = KINDS.get(reply.intent, AnswerKind.UNCLEAR), frozenset(names_of(sender))
        answer = self._answer(mail, sender, row, kind, visible_text(text, names))
        # "Are you not going, or have you finished and are you safe?": a plain yes to that says that they are not there.
        finished = row is not None and row.step == DIARY_CHANGED
        answer = about_told(self._core, answer, said, row, names)
        if finished and says_not_going(said, names):
            if answer.kind is AnswerKind.UNCLEAR:
                answer = replace(answer, kind=AnswerKind.SAFE, alone=True)
            elif answer.kind is AnswerKind.DURESS:
                answer = replace(answer, alone=True)
        answer = replace(answer, leaving=reply.leaving, back=reply.back, home=reply.home, told=reply.told)
        answer = replace(answer, minutes=reply.minutes, until=reply.until, finished=finished)
        return about_marked(answer, said, names, row) if is_marked(row) and kind is not AnswerKind.DURESS else answer

    def _reply(self, text: str, sender: Person, mail: IncomingMail, code_words: Sequence[str]) -> Reply:
        zone, names = self._core.zone, names_of(sender)
        return read_reply(text, sent=sent_of(mail), zone=zone, code_words=code_words, names=names)

    def _from_responder(self, mail: IncomingMail, sender: Person, row: Notification, agreed: Sequence[str]) -> Answer:
        text, names = self._text(mail, sender), names_of(sender)
        reply = read_responder_reply(text, code_words=agreed, names=names)
        answer = self._answer(mail, sender, row, RESPONDER_KINDS[reply.kind], visible_text(text, names))
        return replace(answer, reason=reply.reason or reply.hint, log_number=reply.log_number)

    def _answer(
        self, mail: IncomingMail, sender: Person, row: Notification | None, kind: AnswerKind, words: str
    ) -> Answer:
        return Answer(
            id=answer_id(mail),
            who=sender.id,
            kind=kind,
            sent=sent_of(mail),
            received=mail.received,
            via=mail.via,
            proof=mail.proof,
            deadline_id=row.deadline_id if row is not None else None,
            words=((words and mail.said) or words)[:KEPT],
        )

    def _text(self, mail: IncomingMail, sender: Person) -> str:
        return text_of(mail, names_of(sender), self._core.policies.code_words)

    def _set_aside(self, mail: IncomingMail, what: str, row: Notification | None) -> bool:
        return set_mail_aside(self._core, mail, what, row)
