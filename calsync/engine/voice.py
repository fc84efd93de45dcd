"""Calls that calsync makes: what is said when somebody answers, and what their keys do (laws 5, 6 and 7).

A key goes the way of every answer. A call and its step are the answer's name, so that a request which comes twice acts
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Ask, DeadlineKind, Notification, PersonId, Role, Via
from calsync.domain.spoken import Spoken
from calsync.domain.text_brief import LONGEST_NAME
from calsync.domain.voice_wording import (
    HEARD,
    NOTHING_LEFT,
    THANKS,
    gave_code_word,
    not_taken,
    settled,
    taken,
)
from calsync.engine.answer import Answering
from calsync.engine.call_ends import CallEnds, pressed, still_on
from calsync.engine.calling import brief_now, rung_row, spoken_to, told_of
from calsync.engine.carried import take_carried
from calsync.engine.core import Core
from calsync.engine.taking_over import step_answered
from calsync.engine.voice_pin import Typed, VoicePin
from calsync.engine.word_menus import WordMenus
from calsync.ports import CallEnd

MORE_MINUTES = 30
TAKE, AGAIN, CODE_WORD = "1", "2", "3"
SAFE, MORE, HELP = "1", "2", "0"


class Voice:
    """What is said in the calls that calsync makes."""

    def __init__(self, core: Core, answering: Answering, ends: CallEnds) -> None:
        self._core, self._answering, self._ends = core, answering, ends
        self._pins = VoicePin(core, answering)
        self._menus = WordMenus(core, answering)

    def answered(self, token: str) -> Spoken | None:
        """What somebody hears who takes a call; nothing is changed. None: there is no such call."""
        with self._core.store.transaction() as tx:
            row = rung_row(tx, token)
            deadline = tx.deadline(row.deadline_id) if row is not None else None
            brief = brief_now(self._core, tx, row) if row is not None else None
        if row is None:
            return None
        if brief is None or deadline is None or not deadline.is_open:
            return NOTHING_LEFT if row.role is Role.WORKER else settled(brief)
        return spoken_to(row, brief)

    def keyed(
        self,
        token: str,
        call: str,
        step: int,
        key: str,
        *,
        typed: Typed | None = None,
        whom: Sequence[PersonId] = (),
        seen: Sequence[str] = (),
    ) -> Spoken | None:
        """What a key did, as it is said. None: there is no such call. A key that stands for nothing is asked again.

        `typed` is what came when a PIN was asked for; `whom` are those whose names were heard before the key, where the
        question was whose code word it was.
        """
        first = self.answered(token)
        with self._core.store.transaction() as tx:
            row = rung_row(tx, token)
            if row is None or first is None:
                return None
            if key or typed is not None:
                still_on(self._core, tx, row, self._core.clock.now())
            if key and typed is None and (key in first.keys or whom):
                pressed(tx, row, self._core.clock.now())
        name = f"{call}:{step}"
        if row.role is Role.WORKER and typed is not None:
            return self._pins.typed(self._safe(self._answer(row, name, AnswerKind.SAFE), row), typed)
        if row.role is Role.WORKER:
            return self._of_worker(row, name, key, first)
        if whom:
            return self._whose(row, name, key, whom, seen)
        return self._of_responder(row, name, key, first)

    def ended(self, token: str, end: CallEnd) -> bool:
        """Whether the end of a call told something new; False also where there is no such call."""
        with self._core.store.transaction() as tx:
            row = rung_row(tx, token)
        return row is not None and self._ends.ended(row, end)

    def _of_worker(self, row: Notification, name: str, key: str, first: Spoken) -> Spoken:
        if first is NOTHING_LEFT and key == HELP:
            # Whatever was closed meanwhile: a call for help is never dropped.
            self._answering.answer(self._answer(row, name, AnswerKind.HELP))
            return THANKS
        if key not in first.keys or not key:
            return first
        answer = self._answer(row, name, AnswerKind.HELP)
        if row.ask is Ask.IS_IT_A_VISIT and key != HELP:
            answer = replace(answer, kind=AnswerKind.VISIT if key == SAFE else AnswerKind.NOT_VISIT)
        elif key == MORE:
            answer = replace(answer, kind=AnswerKind.EXTEND, minutes=MORE_MINUTES)
        elif key == SAFE:
            answer = self._safe(answer, row)
        return self._pins.take(answer)

    def _safe(self, answer: Answer, row: Notification) -> Answer:
        """The first key, by what was asked: each question says what it means."""
        with self._core.store.transaction() as tx:
            deadline = tx.deadline(row.deadline_id)
        match deadline.kind if deadline is not None else None:
            case DeadlineKind.INTERVAL:
                return replace(answer, kind=AnswerKind.CONTACT)
            case DeadlineKind.RETURN:
                return replace(answer, kind=AnswerKind.SAFE, back=True)
            case DeadlineKind.HOME_SAFE:
                return replace(answer, kind=AnswerKind.SAFE, home=True)
        return replace(answer, kind=AnswerKind.SAFE, leaving=True)

    def _of_responder(self, row: Notification, name: str, key: str, first: Spoken) -> Spoken:
        if key == CODE_WORD and (not first.keys or CODE_WORD in first.keys):
            return self._whose(row, name, key)
        if key == TAKE and CODE_WORD not in first.keys:
            return HEARD if first.keys else first
        if key == TAKE:
            return self._take(row, name)
        return self._held(row) or first if key == AGAIN else first

    def _whose(
        self, row: Notification, name: str, key: str, whom: Sequence[PersonId] = (), seen: Sequence[str] = ()
    ) -> Spoken:
        """A code word that the call's reader was told: at once, where the call was about one worker, else asked."""
        with self._core.store.transaction() as tx:
            people, about = tx.people(), told_of(tx, row)
        caller = people.get(row.recipient)
        if caller is None or (len(about) == 1 and not whom):
            self._answering.answer(self._answer(row, name, AnswerKind.DURESS))
            worker = people.get(next(iter(about), ""))
            return gave_code_word(worker.name[:LONGEST_NAME] if worker is not None and worker.name else "a colleague")
        if not whom:
            return self._menus.ask(caller, name, first=list(about)) or self._menus.unnamed(caller, name)
        return self._menus.keyed(caller, name, key, whom, seen, about=about)

    def _held(self, row: Notification) -> Spoken | None:
        """What is said again to whoever has taken it; None to others."""
        with self._core.store.transaction() as tx:
            deadline, brief = tx.deadline(row.deadline_id), brief_now(self._core, tx, row)
        if deadline is None or brief is None or not deadline.is_open or row.ask in (Ask.KNOW, Ask.IS_IT_A_VISIT):
            return None
        has_it = deadline.owned(self._core.clock.now()) and deadline.owner == row.recipient
        return taken(brief) if has_it else None

    def _take(self, row: Notification, name: str) -> Spoken:
        answer = self._answer(row, name, AnswerKind.ACKNOWLEDGE)
        self._answering.answer(answer)
        take_carried(self._core, self._answering, answer, row)
        if (held := self._held(row)) is not None:
            return held
        with self._core.store.transaction() as tx:
            deadline, brief = tx.deadline(row.deadline_id), brief_now(self._core, tx, row)
        if deadline is None or brief is None or not deadline.is_open:
            return settled(brief)
        owned = deadline.owned(self._core.clock.now())
        return not_taken(brief if owned else replace(brief, owner=""))

    def _answer(self, row: Notification, name: str, kind: AnswerKind) -> Answer:
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            step = step_answered(row, tx.deadline(row.deadline_id))
        return Answer(
            id=f"call:{name}",
            who=row.recipient,
            kind=kind,
            sent=at,
            received=at,
            via=Via.VOICE,
            deadline_id=row.deadline_id,
            step=step,
        )
