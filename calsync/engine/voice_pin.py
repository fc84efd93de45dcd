"""A "safe" by a key in a call: where the policy asks for a PIN, it is typed on the keys as well (laws 6 and 7).

Whether it is asked for goes by what the worker's devices know, and never by a code word; after the PIN and the second
one the same sentence follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from calsync.domain.model import AlarmKind, Answer, AnswerKind, Proof
from calsync.domain.pins import Says, says
from calsync.domain.spoken import Spoken
from calsync.domain.unbelieved import shown
from calsync.domain.voice_wording import THANKS, type_pin
from calsync.engine.answer import Answering
from calsync.engine.core import Core
from calsync.engine.unproven import held_to_pin

HELP = "0"
TRIES = 3
"""How often a PIN is asked for in one call; then what was said is taken without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed when a PIN was asked for."""

    digits: str = ""
    """Empty: nothing was, in the time that there is for it."""
    times: int = 1
    """How often it was asked for."""


class VoicePin:
    """Takes the "safe" of a key, and the PIN that goes with it."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def take(self, answer: Answer) -> Spoken:
        """What is said to a key of a worker: their answer is taken, or their PIN is asked for first."""
        if self._is_asked(answer):
            return type_pin(1)
        self._answering.answer(answer)
        return THANKS

    def typed(self, answer: Answer, typed: Typed) -> Spoken:
        """What is said to a PIN; a wrong one is asked for again. `answer` is the "safe" that it goes with."""
        if typed.digits == HELP:
            self._answering.answer(replace(answer, kind=AnswerKind.HELP, leaving=False, back=False, home=False))
            return THANKS
        with self._core.store.transaction() as tx:
            pin = tx.pin(answer.who)
        found = says(pin, typed.digits) if pin is not None else Says.WRONG
        if found is Says.WRONG and typed.digits and typed.times < TRIES:
            return type_pin(typed.times + 1)
        answer = replace(answer, proof=Proof(by_pin=found is not Says.WRONG, danger=found is Says.DURESS))
        self._answering.answer(answer)
        return THANKS

    def _is_asked(self, answer: Answer) -> bool:
        """Whether the worker has a PIN, and a visit that is open on their devices needs it.

        A code word has a deadline of its own, which shows on none of them.
        """
        if answer.kind is not AnswerKind.SAFE:
            return False
        with self._core.store.transaction() as tx:
            pin = tx.pin(answer.who)
            if pin is None or not pin.is_set:
                return False
            open_ = [
                replace(each, deadlines=tuple(one for one in each.deadlines if _shows(one.is_open, one.alarm)))
                for each in shown(tx.deadlines_of(answer.who))
            ]
            return bool(held_to_pin(tx, self._core.policies, answer, open_).proof.unproven)


def _shows(is_open: bool, alarm: AlarmKind) -> bool:
    return is_open and alarm is not AlarmKind.DURESS
