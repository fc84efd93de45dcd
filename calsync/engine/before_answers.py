"""A mail to a question before a visit -> what is kept of it, and what it calls for beside (laws 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from calsync.domain.before import messages
from calsync.domain.model import Answer, AnswerKind, Notification, PersonId, Role
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.approving import Approving
from calsync.engine.core import Core
from calsync.engine.passed_on import PassedOn
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.visible_text import unquoted

_SAYS_MORE = (AnswerKind.SAFE, AnswerKind.CONTACT, AnswerKind.EXTEND, AnswerKind.HELP)
"""What a mail says of a visit itself, also where it stands under a question before one."""


class BeforeAnswers:
    """Takes mails to questions before a visit. A code word and a call for help in them are never read over."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering, self._approving = core, answering, Approving(core)
        self._passed_on = PassedOn(core, answering)

    def take(
        self,
        answer: Answer,
        text: str,
        row: Notification,
        names: frozenset[str],
        *,
        code_words: Sequence[str],
        kind_of: Callable[[str], AnswerKind],
    ) -> bool | None:
        """Whether it was new; None when it is to be read as any other mail.

        `code_words` are those by which the writer calls for help, and `kind_of` says how words are read elsewhere.
        """
        if answer.who not in (about := self._about(row)) and (whose := self._passed_on.heard(text, list(about))):
            return self._passed(answer, text, row, names, {each: about[each] for each in whose})
        asked = row.role is Role.WORKER and row.recipient == answer.who
        duress = asked and says_code_word(unquoted(text), code_words)
        if duress:
            text = without_code_words(unquoted(text), code_words)
        elif says_code_word(unquoted(text), self._core.policies.code_words):
            return None
        other = kind_of(text)
        says_more = other in _SAYS_MORE
        if not duress and other is not AnswerKind.HELP:
            return self._approving.take(answer, text, row, names, says_more=says_more)
        if not self._approving.is_answer(text, row, names, says_more=says_more):
            return None
        call = replace(answer, kind=AnswerKind.DURESS if duress else AnswerKind.HELP)
        # Nothing was said of the visits themselves: whatever they ask their worker goes on as it would.
        plain = (replace(answer, kind=AnswerKind.UNCLEAR),) if duress else ()
        called = self._answering.answer(replace(call, plain=plain)) is not TAKEN_BEFORE
        # The answer itself is another: the call has the mail's own id, and comes first, whatever becomes of this.
        beside = replace(answer, id=f"{answer.id}:before")
        kept = self._approving.take(beside, text, row, names, says_more=says_more, believed=not duress)
        return called or bool(kept)

    def _about(self, row: Notification) -> dict[PersonId, str]:
        """Whose visits a message is about, each with the deadline of the first of them."""
        found: dict[PersonId, str] = {}
        with self._core.store.transaction() as tx:
            for each in [row, *(one for one in tx.carried_by(row) if messages.is_before(one))]:
                if (visit := tx.visit(messages.visit_of(each))) is not None:
                    found.setdefault(visit.worker, messages.deadline_of(each))
        return found

    def _passed(
        self, answer: Answer, text: str, row: Notification, names: frozenset[str], whose: Mapping[PersonId, str]
    ) -> bool:
        """Whether it was new that somebody passes on a worker's code word; what they answer beside it is taken too."""
        new = [self._passed_on.take(answer, worker, deadline_id) for worker, deadline_id in whose.items()]
        beside = replace(answer, id=f"{answer.id}:before")
        for plain in self._passed_on.apart(text, list(whose)):
            if self._approving.is_answer(plain, row, names, says_more=True):
                return bool(self._approving.take(beside, plain, row, names, says_more=True)) or any(new)
        return any(new)
