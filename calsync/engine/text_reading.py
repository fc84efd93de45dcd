"""Texts that came in -> answers, by the grammar and the way of answers by mail (laws 5, 6 and 7).

A text names no message that it answers. It is the answer to the newest open one that its sender was sent by text; and
where they were asked of their own visit and of somebody else's, a bare "1" or "OK" is nobody's word.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.answering import PUT_BACK, UNCLEAR, WHICH
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    DeadlineKind,
    Notification,
    Person,
    Role,
    Via,
)
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core, log
from calsync.engine.drill_texts import is_muddled, without_drills
from calsync.engine.faults import fault
from calsync.engine.mail import KEPT, MailReading
from calsync.engine.mail_text import answer_id, names_of
from calsync.engine.marked_done import answers_marked
from calsync.engine.of_open import is_of_open
from calsync.engine.out_now import running_of
from calsync.engine.pin_reading import PinReading
from calsync.engine.subject_words import words_for
from calsync.engine.unplaced_texts import SHARED, STRANGER, UNREADABLE, UnplacedTexts
from calsync.engine.which_alarm import which_alarm
from calsync.errors import Conflict, StoreUnavailable
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.dialling import same_number
from calsync.parsers.reply import Intent, Reply, read_reply
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.short_answer import AFFIRMED, spelled_out
from calsync.ports import IncomingMail, IncomingText, Transaction

CURSOR = "texts"
OVERLAP = timedelta(minutes=15)
FIRST_LOOK_BACK = timedelta(hours=12)
ASKED_WITHIN = timedelta(hours=12)
"""How long ago a text can have been sent that another one answers."""
ROUNDING = timedelta(seconds=1)
"""Carriers tell whole seconds. What was sent after a text came in is not what that text answers."""
ALL_WELL = "still here, all fine"


class TextReading:
    """Reads what came in at the carrier; the same text acts once, however often it is read."""

    def __init__(self, core: Core, mail: MailReading) -> None:
        self._core, self._mail, self._answering = core, mail, Answering(core)
        self._one_at_a_time = threading.Lock()  # what a carrier tells by itself comes in another thread
        self._pins = PinReading(core, self._answering)
        self._unplaced = UnplacedTexts(core)

    async def read_texts(self) -> int:
        """How many answers were taken; 0 also where nothing goes by text. Raises SourceError."""
        core, at = self._core, self._core.clock.now()
        if core.carrier is None:
            return 0
        with core.store.transaction() as tx:
            read_until = tx.cursor(CURSOR)
        since = read_until - OVERLAP if read_until is not None else at - FIRST_LOOK_BACK
        taken, newest = 0, read_until
        for text in await core.carrier.received_since(since):
            taken += self.take(text)
            newest = max(newest or since, min(text.received, at))  # a moment that is still to come hides nothing
        if newest is not None and newest != read_until:
            with core.store.transaction() as tx:
                tx.put_cursor(CURSOR, newest)
        return taken

    def take(self, text: IncomingText) -> bool:
        """Whether a text was a new answer; taken before, it does nothing. Raises Conflict and StoreUnavailable."""
        try:
            with self._one_at_a_time:
                return self._take(text)
        except (StoreUnavailable, Conflict):
            raise
        except Exception as error:
            # One text that can't be understood must not keep every later one from being read (law 14).
            log.error("a text could not be read: %s", fault(error))
            return self._unplaced.set_aside(text, UNREADABLE)

    def _take(self, text: IncomingText) -> bool:
        number = same_number(text.number)
        if text.unreadable:
            with self._core.store.transaction() as tx:
                whose = [each for each in tx.people().persons if number and same_number(each.mobile) == number]
            return self._unplaced.set_aside(text, UNREADABLE, whose, text.unreadable)
        with self._core.store.transaction() as tx:
            people = tx.people().persons
            theirs = {each.id: each for each in people if number and same_number(each.mobile) == number}
            (sender,) = theirs.values() if len(theirs) == 1 else (None,)
            text = self._pins.without_pin(tx, text, sender) if sender is not None else text
            words, row, known = self._answered(tx, sender, text) if sender is not None else ("", None, True)
        if sender is None:
            return self._unplaced.set_aside(text, SHARED if theirs else STRANGER, tuple(theirs.values()))
        # That somebody is in danger is heard rather than asked back.
        heard = (ResponderIntent.UNKNOWN, ResponderIntent.DURESS)
        if row is not None and not known and read_responder_reply(words).kind not in heard:
            return self._ask_which(sender, text, row)
        mail = _as_mail(text, sender, words)
        return self._pins.take(mail, sender, lambda cut: self._mail.take_from(sender, cut, row))

    def _ask_which(self, sender: Person, text: IncomingText, row: Notification) -> bool:
        """Whether a text that may be about any of several alarms is new: its writer is asked which one they mean."""
        mail = _as_mail(text, sender, text.words)
        said = Answer(
            id=answer_id(mail),
            who=sender.id,
            kind=AnswerKind.UNCLEAR,
            sent=text.received,
            received=text.received,
            via=Via.TEXT,
            deadline_id=row.deadline_id,
            words=text.words[:KEPT],
            reason=WHICH,
        )
        return self._answering.answer(said) is not TAKEN_BEFORE

    def _answered(self, tx: Transaction, sender: Person, text: IncomingText) -> tuple[str, Notification | None, bool]:
        """The words, spelled out as the grammar knows them, and the message that they answer; None: by law 6.

        The last says whether it is known of which of several alarms they speak.
        """
        told = [
            row
            for row in reversed(tx.texts_sent(text.received - ASKED_WITHIN, to=sender.id))
            if row.sent is not None and row.sent < text.received + ROUNDING
        ]
        open_, dropped = without_drills(tx, [row for row in told if is_of_open(tx, row)])
        own = next((row for row in open_ if row.role is Role.WORKER), None)
        others = [row for row in open_ if row.role is not Role.WORKER]
        codes = self._core.policies.code_words
        if told and (words := answers_marked(tx, text, sender, told[0], codes)):
            return words, told[0], True  # the newest word to them asks whether they marked their visit as done
        if said := next((each for each in codes if says_code_word(text.words, (each,))), ""):
            # Beside a code word the rest means what it would without it, for the worker's devices show that (law 7).
            spoken = which_alarm(tx, sender, text.words, _that_ask(others))
            theirs, plain = spoken.row, spelled_out(without_code_words(text.words, codes))
            words, row = self._meant(tx, sender, text, plain, own, None if own is not None else theirs, told)
            if self._is_their_own(tx, sender, text):
                return f"{words}\n{said}", own, True
            # Of whom it was said may be unknown: then whoever passes it on is asked, and whoever may be meant is rung.
            asked = not spoken.is_known and not sender.works
            return f"{words}\n{said}", own if asked else row or theirs, True
        spoken = which_alarm(tx, sender, text.words, _that_ask(others))
        words, row = self._meant(tx, sender, text, spelled_out(spoken.words), own, spoken.row, told)
        known = spoken.is_known or row is not spoken.row
        if is_muddled(dropped, row, text.words, named=spoken.words != text.words):
            return (f"{words}?", row, True) if row is own else (words, row, False)  # asked back, either way
        return words, row, known

    def _is_their_own(self, tx: Transaction, sender: Person, text: IncomingText) -> bool:
        """Whether a code word is that of whoever wrote it, and passed on for nobody: of a worker who is out it is."""
        own = says_code_word(text.words, words_for(self._core, tx, sender))
        return own and running_of(tx, sender, text.received) is not None

    def _meant(
        self,
        tx: Transaction,
        sender: Person,
        text: IncomingText,
        words: str,
        own: Notification | None,
        theirs: Notification | None,
        told: Sequence[Notification],
    ) -> tuple[str, Notification | None]:
        """The words and what they answer, of the newest open questions of their `own` and of others; `told` is all."""
        bare = words in AFFIRMED
        if own is not None and theirs is not None:
            if bare:
                return f"{words}?", own  # of two questions nobody knows which: it is asked back
            return words, self._plainly_of(sender, text, words, own, theirs)
        if theirs is not None:
            if words == "1":
                return "I have it", theirs
            said = self._as_own_word(sender, text, words)
            # "Safe and well" to a colleague's alarm is said of them: of oneself one says that one has left.
            of_them = bare or said.intent is Intent.UNKNOWN or (said.intent is Intent.SAFE and not said.leaving)
            return words, theirs if of_them or not sender.works else None
        asked = _asks_of_own_visit(told[0]) if told else _has_come(tx, sender, text.received)
        if bare and not asked:
            return ALL_WELL, own  # "OK" to what was no question says that it was read, and closes nothing
        if bare and own is not None and _kind(tx, own) is DeadlineKind.INTERVAL:
            return ALL_WELL, own
        return words, own

    def _plainly_of(
        self, sender: Person, text: IncomingText, words: str, own: Notification, theirs: Notification
    ) -> Notification:
        if self._as_own_word(sender, text, words).intent is not Intent.UNKNOWN:
            return own
        said = read_responder_reply(words).kind
        if said is not ResponderIntent.UNKNOWN:
            return theirs
        return max((own, theirs), key=lambda row: (row.sent or row.recorded, row.id))

    def _as_own_word(self, sender: Person, text: IncomingText, words: str) -> Reply:
        """The words as those of a worker about themselves."""
        codes = self._core.policies.of(sender).code_words
        return read_reply(words, sent=text.received, zone=self._core.zone, code_words=codes, names=names_of(sender))


def _as_mail(text: IncomingText, sender: Person, words: str) -> IncomingMail:
    return IncomingMail(
        id=text.id,
        message_id=f"text:{text.id}",
        conversation_id="",
        sender=sender.mail,
        subject="",
        text=words,
        said=text.words,
        proof=text.proof,
        sent=text.received,
        received=text.received,
        via=Via.TEXT,
    )


def _that_ask(others: Sequence[Notification]) -> list[Notification]:
    """The messages about others that ask for something; all of them where none does."""
    return [row for row in others if row.ask is not Ask.KNOW] or list(others)


def _has_come(tx: Transaction, sender: Person, at: datetime) -> bool:
    """Whether somebody has an open deadline whose time had come, of which they were asked by mail at least.

    Of a code word nobody asked them (law 7).
    """
    own = [one for each in tx.deadlines_of(sender.id) for one in each.deadlines if one.alarm is not AlarmKind.DURESS]
    return any(one.is_open and one.due <= at for one in own)


def _kind(tx: Transaction, row: Notification) -> DeadlineKind | None:
    deadline = tx.deadline(row.deadline_id)
    return deadline.kind if deadline is not None else None


def _asks_of_own_visit(row: Notification) -> bool:
    """Whether a text asked its worker whether they are out and safe, or whether an entry is a visit."""
    asks_if_safe = row.ask is Ask.CHECK_IN and (row.step.isdigit() or row.step in (UNCLEAR, DIARY_CHANGED, PUT_BACK))
    asks_if_safe = asks_if_safe or row.step == LOOKED_AFTER
    return row.role is Role.WORKER and (asks_if_safe or row.ask is Ask.IS_IT_A_VISIT)
