"""An answer that came with a worker's second PIN -> a code word, and what their devices show beside it (law 7)."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind


def in_danger(answer: Answer) -> Answer:
    """The same answer as a code word; beside it all is shown as the answer alone would bring."""
    if answer.kind is AnswerKind.DURESS:
        return answer
    shown = () if answer.kind in (AnswerKind.SAFE, AnswerKind.HELP) else (replace(answer, danger=False),)
    return replace(answer, kind=AnswerKind.DURESS, plain=shown, minutes=None, until=None)
