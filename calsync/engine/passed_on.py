"""A code word that somebody was told, and passes on in a mail -> the emergency steps of whoever said it (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.danger import beside
from calsync.domain.model import Act, Answer, AnswerKind, Person, PersonId
from calsync.domain.naming import named_in
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core
from calsync.engine.subject_words import words_for
from calsync.parsers.code_words import without_code_words, without_their_clauses
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.visible_text import unquoted


class PassedOn:
    """Takes code words that others pass on. What the worker is asked goes on as it would without."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self.answering = core, answering

    def heard(self, text: str, workers: Sequence[PersonId]) -> list[PersonId]:
        """Whose code word a text passes on, of these workers; of several those whom it names, where it names any."""
        with self._core.store.transaction() as tx:
            people = tx.people()
            persons = [person for each in dict.fromkeys(workers) if (person := people.get(each)) is not None]
            said = [each for each in persons if _passes_on(text, words_for(self._core, tx, each))]
        named = [each for each in said if _names(text, each)]
        return [each.id for each in named or said]

    def apart(self, text: str, workers: Sequence[PersonId]) -> tuple[str, ...]:
        """What a text says besides: without the word, and without the clause in which it stands."""
        with self._core.store.transaction() as tx:
            people = tx.people()
            persons = [person for each in workers if (person := people.get(each)) is not None]
            own_words = [word for each in persons for word in words_for(self._core, tx, each)]
        words = tuple(dict.fromkeys((*own_words, *self._core.policies.code_words)))
        own = unquoted(text)
        return without_code_words(own, words), without_their_clauses(own, words)

    def take(
        self, answer: Answer, worker: PersonId, deadline_id: str | None, *, kind: AnswerKind = AnswerKind.DURESS
    ) -> bool:
        """Whether it was new that `answer` passes a worker's code word on; about a deadline's visit, or about none.

        With `kind` HELP it is a cry for them that is passed on.
        Of the worker themselves nothing is kept as said but the word, whoever wrote it.
        """
        word = replace(answer, id=f"{answer.id}:of:{worker}", who=worker, kind=kind, deadline_id=deadline_id, words="")
        is_word = kind is AnswerKind.DURESS
        if self.answering.answer(beside(word) if is_word else word) is TAKEN_BEFORE:
            return False
        with self._core.store.transaction() as tx:
            about = tx.deadline(deadline_id) if deadline_id else None
            visit = about.visit_id if about is not None else ""
            what = "code-word-passed-on" if is_word else "help-passed-on"
            act = Act(at=self._core.clock.now(), what=what, who=answer.who, visit_id=visit)
            tx.add_acts([act])
        return True


def _passes_on(text: str, words: Sequence[str]) -> bool:
    return read_responder_reply(text, code_words=words).kind is ResponderIntent.DURESS


def _names(text: str, person: Person) -> bool:
    return bool(named_in(text, [person]))
