"""An answer that came with a worker's second PIN -> a code word, and what their devices show beside it (law 7)."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Proof


def in_danger(answer: Answer, about: str | None = None) -> Answer:
    """The same answer as a code word; beside it all is shown as the answer alone would bring. A call stays a call.

    `about` is the deadline of which it would be asked back where it names none and is not clear.
    """
    if answer.kind is AnswerKind.DURESS:
        return answer
    if answer.kind is AnswerKind.HELP:
        return without_danger(answer)  # it is taken as the call that it shows, and the word beside it
    plain = without_danger(answer)
    if answer.kind is AnswerKind.UNCLEAR:
        plain = replace(plain, deadline_id=answer.deadline_id or about)
    shown = () if answer.kind is AnswerKind.SAFE else (plain,)
    return replace(answer, kind=AnswerKind.DURESS, plain=shown, minutes=None, until=None)


def without_danger(answer: Answer) -> Answer:
    """The same answer as if the first PIN had come with it."""
    return replace(answer, proof=replace(answer.proof, danger=False))


def beside(word: Answer) -> Answer:
    """A code word that came with nothing said of the visits: whatever they ask their worker goes on as it would."""
    return replace(word, plain=(replace(word, kind=AnswerKind.UNCLEAR, deadline_id=None, plain=()),))


def word_of(answer: Answer) -> Answer:
    """The code word that a second PIN is by itself, whatever became of the answer that it came with."""
    return beside(
        Answer(
            id=f"{answer.id}:word",
            who=answer.who,
            kind=AnswerKind.DURESS,
            sent=answer.sent,
            received=answer.received,
            via=answer.via,
            deadline_id=answer.deadline_id,
            proof=Proof(by_pin=True),
            words=answer.words if answer.kind is AnswerKind.HELP else "",  # what was called stays readable beside it
        )
    )
