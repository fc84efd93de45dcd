"""A PIN in what somebody wrote: taken out before anything is read, kept nowhere, and what it says of its writer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

from calsync.domain.danger import beside
from calsync.domain.model import Answer, AnswerKind, Person, Proof
from calsync.domain.pins import Says, says
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core
from calsync.engine.mail_text import answer_id, names_of, sent_of
from calsync.parsers.visible_text import visible_text
from calsync.ports import IncomingMail, IncomingText, Transaction

DIGITS = re.compile(r"(?<![\w+:./-])[0-9]{4,8}(?![\w:/-])")
MOST = 6
"""So many different numbers in one answer are tried; each takes a twentieth of a second."""
In = TypeVar("In", IncomingMail, IncomingText)


class PinReading:
    """Finds the PINs of those who write."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def take(self, mail: IncomingMail, sender: Person, read: Callable[[IncomingMail], bool]) -> bool:
        """Whether what somebody wrote was a new answer, as `read` finds it without their PIN in it.

        With the second PIN the code word is heard whatever else was written.
        """
        if not mail.proof.by_pin:
            with self._core.store.transaction() as tx:
                mail = self.without_pin(tx, mail, sender)
        taken = read(mail)
        if mail.proof.danger:
            word = Answer(
                id=f"{answer_id(mail)}:pin",
                who=sender.id,
                kind=AnswerKind.DURESS,
                sent=sent_of(mail),
                received=mail.received,
                via=mail.via,
            )
            return self._answering.answer(beside(word)) is not TAKEN_BEFORE or taken
        return taken

    def without_pin(self, tx: Transaction, came: In, sender: Person) -> In:
        """What came without the writer's PIN in it, and with what it was."""
        pin = tx.pin(sender.id)
        if pin is None or not pin.is_set:
            return came
        texts = {name: getattr(came, name) for name in ("text", "subject", "said", "words") if hasattr(came, name)}
        # In what they wrote alone: a number in a quote or a signature was typed by nobody.
        written = visible_text(came.text, frozenset(names_of(sender))) if isinstance(came, IncomingMail) else came.words
        numbers = dict.fromkeys(DIGITS.findall(written))
        known = {each: found for each in list(numbers)[:MOST] if (found := says(pin, each)) is not Says.WRONG}
        if not known:
            return came
        cut: dict[str, Any] = {name: _without(text, known) for name, text in texts.items()}
        return replace(came, **cut, proof=Proof(by_pin=True, danger=Says.DURESS in known.values()))


def _without(text: str, numbers: Collection[str]) -> str:
    return DIGITS.sub(lambda found: "" if found.group() in numbers else found.group(), text).strip()
