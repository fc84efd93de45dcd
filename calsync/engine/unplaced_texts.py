"""A text that is nobody's answer -> remembered, and told where it calls for help or can't be read (laws 7, 10 and 14).

Nothing of anybody's is changed by it. Whoever may have written it is rung by a responder, in ordinary words: a number
that several people have, or one of an office, may be in the hand of somebody who is in danger.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.model import Act, Answer, AnswerKind, Person, Via
from calsync.domain.notices import Cause
from calsync.domain.ring_wording import ring_texted
from calsync.engine.core import Core
from calsync.engine.held import is_held
from calsync.engine.notices import clear_notice, raise_notice
from calsync.engine.out_now import running_of
from calsync.engine.ringing import ask_to_ring
from calsync.parsers.code_words import says_code_word
from calsync.parsers.dialling import same_number
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.short_answer import spelled_out
from calsync.ports import IncomingText, Transaction

SHARED, STRANGER, UNREADABLE = "text-from-shared-number", "text-from-stranger", "text-unreadable"
MOST_RUNG = 5
"""So many people are rung at most because of one text: those who are out now before the others."""
STANDS = timedelta(days=1)
"""How long a notice about one text stands."""


class UnplacedTexts:
    """Sets aside what is nobody's answer; its words are not kept."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def set_aside(self, text: IncomingText, what: str, whose: Sequence[Person] = (), why: str = "") -> bool:
        """Always False, since it is no answer. `whose` have that mobile number; `why` says what is wrong with it."""
        at = self._core.clock.now()
        seen = Answer(
            id=f"{what}:{text.id}",
            who="",
            kind=AnswerKind.UNCLEAR,
            sent=text.received,
            received=text.received,
            via=Via.TEXT,
        )
        with self._core.store.transaction() as tx:
            if not tx.add_answer(seen):
                return False
            tx.add_acts([Act(at=at, what=what)])
            names = " and ".join(sorted(each.name or each.id for each in whose))
            if what == SHARED:
                words = f"{names} have the same mobile number, and a text came from it."
                raise_notice(tx, Cause.NUMBER_SHARED, " ".join(sorted(each.id for each in whose)), words, at)
            _end_old(tx, at)
            if self._calls(text):
                self._told_of_call(tx, text, whose or _by_other_number(tx, text), at)
            elif what == UNREADABLE:
                about = f"{text.id} {why}" if why else text.id
                who = f" It came from the number of {names}." if names else _from(text)
                raise_notice(tx, Cause.TEXT_UNREADABLE, about, f"{why or 'It could not be dealt with.'}{who}", at)
        return False

    def _told_of_call(self, tx: Transaction, text: IncomingText, whose: Sequence[Person], at: datetime) -> None:
        names = " or ".join(sorted(each.name or each.id for each in whose))
        who = f" It may be of {names}." if names else " Nobody who is known here has that number."
        raise_notice(tx, Cause.TEXT_CALLS, text.id, f"A text calls for help.{_from(text)}{who}", at)
        if any(is_held(tx, each) for each in whose):
            return  # one telephone, and whoever holds one of them may hear it
        visiting = [each for each in whose if each.works]
        out = [each for each in visiting if running_of(tx, each, text.received) is not None]
        for each in (out or visiting)[:MOST_RUNG]:
            running = running_of(tx, each, text.received)
            visit = running.visit if running is not None else None
            ask_to_ring(self._core, tx, each, text.id, visit, at, words=ring_texted(each))

    def _calls(self, text: IncomingText) -> bool:
        """Whether the words call for help, openly or by anybody's code word."""
        codes = self._core.policies.code_words
        if says_code_word(text.words, codes):
            return True
        words = spelled_out(text.words)
        reply = read_reply(words, sent=text.received, zone=self._core.zone, code_words=codes)
        return reply.intent in (Intent.HELP, Intent.DURESS)


def _by_other_number(tx: Transaction, text: IncomingText) -> list[Person]:
    """Those of whom it is another number than their mobile one, such as that of their office."""
    number = same_number(text.number)
    people = tx.people().persons if number else ()
    return [each for each in people if any(same_number(one) == number for one in each.phones)]


def _from(text: IncomingText) -> str:
    return f" It came from {text.number}." if text.number else " Its number is not known."


def _end_old(tx: Transaction, at: datetime) -> None:
    """What was said of one text a day ago is over: nothing goes on failing because of it."""
    for each in tx.standing_notices():
        if each.cause in (Cause.TEXT_CALLS, Cause.TEXT_UNREADABLE, Cause.WHOSE_UNASKED) and at - each.raised >= STANDS:
            clear_notice(tx, Cause(each.cause), each.about, at)
